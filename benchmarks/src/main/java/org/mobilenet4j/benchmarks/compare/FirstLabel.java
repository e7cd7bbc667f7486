package org.mobilenet4j.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.mobilenet4j.benchmarks.engines.EngineKind;
import org.mobilenet4j.benchmarks.engines.NetworkFiles;

/**
 * Classifies one photo and says its class, so that its start can be measured from outside; then
 * goes on with the same photo until it is clear when it became as fast as it stays.
 *
 * <p>Arguments: engine, folder and name of a network, photo, threads, seconds to go on, whether to
 * warm up before the first photo ({@link #WARMED_UP}) or not; prints the class, and a result with
 * the fields of {@link Settled}.
 */
final class FirstLabel {
  private static final int FEWEST_IMAGES = 64;

  static final String WARMED_UP = "warmed-up";
  static final String AT_ONCE = "at-once";

  private FirstLabel() {}

  public static void main(String[] args) throws IOException {
    NetworkFiles files = new NetworkFiles(Path.of(args[1]), args[2]);
    byte[] photo = Files.readAllBytes(Path.of(args[3]));
    int threads = Integer.parseInt(args[4]);
    long limit = (long) (1e9 * Double.parseDouble(args[5]));
    long begun = System.nanoTime();
    PhotoClassifier classifier = PhotoClassifier.open(EngineKind.of(args[0]), files, threads);
    if (args[6].equals(WARMED_UP)) {
      classifier.warmUp();
    }
    System.out.println("class " + classifier.classify(photo));
    System.out.flush();
    long[] ends = new long[FEWEST_IMAGES];
    ends[0] = System.nanoTime() - begun;
    int images = 1;
    while (ends[images - 1] < limit) {
      classifier.classify(photo);
      if (images == ends.length) {
        ends = Arrays.copyOf(ends, 2 * images);
      }
      ends[images] = System.nanoTime() - begun;
      images++;
    }
    Settled settled = Settled.of(Arrays.copyOf(ends, images));
    System.out.println(Child.line(settled.nanos(), settled.steadyNanos()));
    System.exit(0);
  }
}
