package org.mobilenet4j.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mobilenet4j.benchmarks.engines.EngineKind;
import org.mobilenet4j.benchmarks.engines.NetworkFiles;

/**
 * Classifies one photo and ends: a program whose start is measured from outside.
 *
 * <p>Arguments: engine, folder and name of a network, photo, threads; prints the class.
 */
final class FirstLabel {
  private FirstLabel() {}

  public static void main(String[] args) throws IOException {
    NetworkFiles files = new NetworkFiles(Path.of(args[1]), args[2]);
    byte[] photo = Files.readAllBytes(Path.of(args[3]));
    int threads = Integer.parseInt(args[4]);
    PhotoClassifier classifier = PhotoClassifier.open(EngineKind.of(args[0]), files, threads);
    System.out.println("class " + classifier.classify(photo));
    System.exit(0);
  }
}
