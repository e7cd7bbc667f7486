package org.mobilenet4j.benchmarks.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mobilenet4j.benchmarks.engines.EngineKind;
import org.mobilenet4j.benchmarks.engines.NetworkFiles;

/**
 * Measures images a second from the bytes of JPEGs to labels, turn by turn.
 *
 * <p>A program of its own: folder and name of a network, threads, seconds of warm-up, rounds,
 * engines; prints an {@link Answer} an engine.
 */
final class EndToEnd {
  static final List<EngineKind> ENGINES = List.of(EngineKind.MOBILENET4J, EngineKind.ONNX_RUNTIME);

  private static final int PHOTOS = 8;
  private static final String COMMA = ",";

  private EndToEnd() {}

  /**
   * What a process saw of one engine.
   *
   * @param engine the engine
   * @param imagesPerSecond half of the turns were no slower
   * @param classes the likeliest class of each photo
   */
  record Answer(String engine, double imagesPerSecond, List<Integer> classes) {
    String line() {
      return Child.line(
          engine,
          imagesPerSecond,
          classes.stream().map(String::valueOf).collect(Collectors.joining(COMMA)));
    }

    static Answer of(List<String> fields) {
      return new Answer(
          fields.get(0),
          Double.parseDouble(fields.get(1)),
          Arrays.stream(fields.get(2).split(COMMA, -1)).map(Integer::valueOf).toList());
    }
  }

  public static void main(String[] args) {
    NetworkFiles files = new NetworkFiles(Path.of(args[0]), args[1]);
    int threads = Integer.parseInt(args[2]);
    double warmUpSeconds = Double.parseDouble(args[3]);
    int rounds = Integer.parseInt(args[4]);
    List<byte[]> photos = Photos.jpegs(PHOTOS);
    List<String> keys = List.of(args[5].split(COMMA, -1));
    List<PhotoClassifier> classifiers = new ArrayList<>();
    for (String key : keys) {
      classifiers.add(PhotoClassifier.open(EngineKind.of(key), files, threads));
    }
    classifiers.forEach(classifier -> warmUp(classifier, photos, warmUpSeconds));
    List<Integer> indices = IntStream.range(0, keys.size()).boxed().toList();
    double[][] rates = new double[keys.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int index : Turns.of(indices, round)) {
        rates[index][round] = rate(classifiers.get(index), photos);
      }
    }
    for (int index : indices) {
      List<Integer> classes = photos.stream().map(classifiers.get(index)::classify).toList();
      System.out.println(new Answer(keys.get(index), Median.of(rates[index]), classes).line());
    }
    System.exit(0); // a runtime's pool may outlive its session
  }

  private static void warmUp(PhotoClassifier classifier, List<byte[]> photos, double seconds) {
    classifier.warmUp();
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
