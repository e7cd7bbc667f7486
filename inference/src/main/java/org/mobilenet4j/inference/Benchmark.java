package org.mobilenet4j.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.mobilenet4j.kernels.FmaPeak;
import org.mobilenet4j.model.file.SeededInput;

/** Measures how fast a plan runs on this machine. */
public final class Benchmark {
  private static final int FEWEST_RUNS = 5;
  private static final int MOST_RUNS = 1_000_000;
  private static final int PROFILES = 15;
  private static final long INPUT_SEED = 1;

  private Benchmark() {}

  /**
   * What was measured. A run computes one batch.
   *
   * @param warmUpRuns runs before the measurement, until the JVM has compiled the kernels
   * @param warmUpNanos how long they took
   * @param runs runs that were measured
   * @param measuredNanos how long they took together
   * @param medianNanos half of the runs took no longer
   * @param p90Nanos nine of ten runs took no longer
   * @param minNanos the shortest run
   * @param imagesPerSecond images of a batch by the median
   * @param peakPerThread multiply-adds a second that one thread of this machine can do at most
   * @param peakShare multiply-adds that were done, as a share of what all threads could, by the
   *     median
   * @param layers the median time of each step for one image; they sum to a little more than a run,
   *     since the threads meet and the clock is read after each
   */
  public record Result(
      int warmUpRuns,
      long warmUpNanos,
      int runs,
      long measuredNanos,
      long medianNanos,
      long p90Nanos,
      long minNanos,
      double imagesPerSecond,
      double peakPerThread,
      double peakShare,
      List<StepTime> layers) {
    /** Keeps its own copy of the layers. */
    public Result {
      layers = List.copyOf(layers);
    }

    /**
     * Where the time goes by kinds of layers.
     *
     * @return one entry for each kind that occurs, in the order of {@link LayerType}
     */
    public List<PartTime> types() {
      return StepTime.byType(layers);
    }
  }

  /**
   * Runs a plan again and again.
   *
   * @param plan what to run
   * @param threads threads that work on an image, as far as there are processors for them
   * @param batch images a run
   * @param seconds how long to warm up, and then how long to measure
   * @return the times
   */
  public static Result run(Plan plan, int threads, int batch, double seconds) {
    org.mobilenet4j.model.InsufficientMemoryException.requireRoom(
        (long) Float.BYTES * batch * (plan.inputFloats() + (long) plan.outputFloats()),
        "A batch of %d images".formatted(batch));
    float[] image = SeededInput.of(INPUT_SEED, plan.network().input());
    float[] input = new float[Math.multiplyExact(batch, image.length)];
    for (int i = 0; i < batch; i++) {
      System.arraycopy(image, 0, input, i * image.length, image.length);
    }
    float[] output = new float[Math.multiplyExact(batch, plan.outputFloats())];
    long limit = (long) (1e9 * seconds);
    try (Session session = plan.newSession(threads)) {
      long begun = System.nanoTime();
      session.warmUp();
      long[] warmUp = times(session, input, output, limit);
      long warmUpNanos = System.nanoTime() - begun;
      double peak = FmaPeak.measure(plan.kernels());
      long[] times = times(session, input, output, limit);
      long[] sorted = times.clone();
      Arrays.sort(sorted);
      long median = sorted[sorted.length / 2];
      double imagesPerSecond = 1e9 * batch / median;
      return new Result(
          warmUp.length,
          warmUpNanos,
          times.length,
          Arrays.stream(times).sum(),
          median,
          sorted[(int) Math.min(sorted.length - 1, Math.round(0.9 * sorted.length))],
          sorted[0],
          imagesPerSecond,
          peak,
          imagesPerSecond * multiplyAdds(plan) / (peak * session.threads()),
          layers(session, image));
    }
  }

  private static long[] times(Session session, float[] input, float[] output, long limit) {
    long[] times = new long[256];
    int runs = 0;
    long begun = System.nanoTime();
    long before = begun;
    while ((before - begun < limit || runs < FEWEST_RUNS) && runs < MOST_RUNS) {
      session.run(input, output);
      long now = System.nanoTime();
      if (runs == times.length) {
        times = Arrays.copyOf(times, 2 * runs);
      }
      times[runs] = now - before;
      runs++;
      before = now;
    }
    return Arrays.copyOf(times, runs);
  }

  private static long multiplyAdds(Plan plan) {
    return plan.program().steps().stream().mapToLong(Step::multiplyAdds).sum();
  }

  private static List<StepTime> layers(Session session, float[] image) {
    List<List<StepTime>> profiles = new ArrayList<>();
    for (int i = 0; i < PROFILES; i++) {
      profiles.add(session.profile(image));
    }
    List<StepTime> medians = new ArrayList<>();
    for (int step = 0; step < profiles.getFirst().size(); step++) {
      int index = step;
      medians.add(
          profiles.stream()
              .map(profile -> profile.get(index))
              .sorted(Comparator.comparingLong(StepTime::nanos))
              .toList()
              .get(PROFILES / 2));
    }
    return medians;
  }
}
