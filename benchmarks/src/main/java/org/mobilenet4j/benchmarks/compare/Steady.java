package org.mobilenet4j.benchmarks.compare;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mobilenet4j.benchmarks.engines.Engine;
import org.mobilenet4j.benchmarks.engines.EngineKind;
import org.mobilenet4j.benchmarks.engines.NetworkFiles;
import org.mobilenet4j.kernels.FmaPeak;
import org.mobilenet4j.kernels.KernelChoice;

/**
 * Measures engines once they are warm, turn by turn in one process.
 *
 * <p>A program of its own: folder and name of a network, threads, batch, seconds of warm-up,
 * rounds, engines; prints one {@link Sample} an engine.
 */
final class Steady {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long CALM_MILLIS = 300;

  private Steady() {}

  public static void main(String[] args) throws InterruptedException {
    NetworkFiles files = new NetworkFiles(Path.of(args[0]), args[1]);
    int threads = Integer.parseInt(args[2]);
    int batch = Integer.parseInt(args[3]);
    Effort effort = new Effort(Double.parseDouble(args[4]), Integer.parseInt(args[5]));
    Map<String, Engine> engines = new LinkedHashMap<>();
    for (String key : args[6].split(",", -1)) {
      engines.put(key, EngineKind.of(key).open(files, threads, batch));
    }
    float[] images = Proof.images(batch);
    engines.values().forEach(engine -> engine.give(images));
    measure(engines, batch, effort).forEach(sample -> System.out.println(sample.line()));
    System.exit(0); // a runtime's pool may outlive its session
  }

  /**
   * @param engines what to measure, its images given
   * @param batch images a run
   */
  static List<Sample> measure(Map<String, Engine> engines, int batch, Effort effort)
      throws InterruptedException {
    engines.values().forEach(engine -> warmUp(engine, effort.warmUpSeconds()));
    double peakBefore = peak();
    Thread.sleep(CALM_MILLIS); // compilers that are still at work would take their time from us
    List<Engine> ordered = List.copyOf(engines.values());
    List<Integer> indices = IntStream.range(0, ordered.size()).boxed().toList();
    long[][] wall = new long[engines.size()][effort.rounds()];
    long[][] cpu = new long[engines.size()][effort.rounds()];
    int rounds = 0;
    long end = System.nanoTime() + (long) (1e9 * Effort.MOST_SECONDS);
    while (rounds < effort.rounds() && (rounds < Effort.FEWEST_ROUNDS || System.nanoTime() < end)) {
      for (int index : Turns.of(indices, rounds)) {
        turn(ordered.get(index), wall[index], cpu[index], rounds);
      }
      rounds++;
    }
    double peak = Math.max(peakBefore, peak());
    List<Sample> samples = new ArrayList<>();
    for (String name : engines.keySet()) {
      int index = samples.size();
      samples.add(
          Sample.of(
              name,
              Arrays.copyOf(wall[index], rounds),
              Arrays.copyOf(cpu[index], rounds),
              batch,
              peak));
    }
    return samples;
  }

  private static double peak() {
    return FmaPeak.measure(KernelChoice.best().kernels());
  }

  private static void warmUp(Engine engine, double seconds) {
    long end = System.nanoTime() + (long) (1e9 * seconds);
    do {
      engine.run();
    } while (System.nanoTime() < end);
  }

  private static void turn(Engine engine, long[] wall, long[] cpu, int round) {
    engine.run(); // the engines before have filled the caches with their weights
    long wallBegun = System.nanoTime();
    long cpuBegun = THREADS.getCurrentThreadCpuTime();
    for (int run = 0; run < Effort.RUNS; run++) {
      engine.run();
    }
    cpu[round] = (THREADS.getCurrentThreadCpuTime() - cpuBegun) / Effort.RUNS;
    wall[round] = (System.nanoTime() - wallBegun) / Effort.RUNS;
  }

  /** The arguments of the program. */
  static Object[] arguments(
      NetworkFiles files, int threads, int batch, Effort effort, List<EngineKind> engines) {
    String keys = String.join(",", engines.stream().map(EngineKind::key).toList());
    return Arrays.asList(
            files.folder(),
            files.name(),
            threads,
            batch,
            effort.warmUpSeconds(),
            effort.rounds(),
            keys)
        .toArray();
  }
}
