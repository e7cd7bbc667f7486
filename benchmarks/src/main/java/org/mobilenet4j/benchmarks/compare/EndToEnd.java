package org.mobilenet4j.benchmarks.compare;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobilenet4j.benchmarks.engines.EngineKind;
import org.mobilenet4j.benchmarks.engines.NetworkFiles;

/**
 * Measures images a second from the bytes of JPEGs to labels, engine after engine.
 *
 * <p>A program of its own: folder and name of a network, threads, seconds of warm-up, rounds,
 * engines; prints engine and images a second, and fails if two engines see different things.
 */
final class EndToEnd {
  static final List<EngineKind> ENGINES = List.of(EngineKind.MOBILENET4J, EngineKind.ONNX_RUNTIME);

  private static final int PHOTOS = 8;

  private EndToEnd() {}

  public static void main(String[] args) {
    NetworkFiles files = new NetworkFiles(Path.of(args[0]), args[1]);
    int threads = Integer.parseInt(args[2]);
    double warmUpSeconds = Double.parseDouble(args[3]);
    int rounds = Integer.parseInt(args[4]);
    List<byte[]> photos = Photos.jpegs(PHOTOS);
    Map<String, PhotoClassifier> classifiers = new LinkedHashMap<>();
    for (String key : args[5].split(",", -1)) {
      classifiers.put(key, PhotoClassifier.open(EngineKind.of(key), files, threads));
    }
    requireAgreement(classifiers, photos);
    classifiers.values().forEach(classifier -> warmUp(classifier, photos, warmUpSeconds));
    Map<String, double[]> rates = new LinkedHashMap<>();
    classifiers.keySet().forEach(key -> rates.put(key, new double[rounds]));
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, PhotoClassifier> entry : classifiers.entrySet()) {
        rates.getOrDefault(entry.getKey(), new double[0])[round] = rate(entry.getValue(), photos);
      }
    }
    rates.forEach((key, values) -> {
      Arrays.sort(values);
      System.out.println(Child.line(key, values[rounds / 2]));
    });
    System.exit(0); // a runtime's pool may outlive its session
  }

  private static void requireAgreement(
      Map<String, PhotoClassifier> classifiers, List<byte[]> photos) {
    for (byte[] photo : photos) {
      List<Integer> classes =
          classifiers.values().stream().map(classifier -> classifier.classify(photo)).toList();
      if (classes.stream().distinct().count() > 1) {
        throw new IllegalStateException(
            "The engines %s see the classes %s in one photo; expected the same."
                .formatted(classifiers.keySet(), classes));
      }
    }
  }

  private static void warmUp(PhotoClassifier classifier, List<byte[]> photos, double seconds) {
    long end = System.nanoTime() + (long) (1e9 * seconds);
    do {
      rate(classifier, photos);
    } while (System.nanoTime() < end);
  }

  private static double rate(PhotoClassifier classifier, List<byte[]> photos) {
    long begun = System.nanoTime();
    photos.forEach(classifier::classify);
    return 1e9 * photos.size() / (System.nanoTime() - begun);
  }
}
