package org.mobilenet4j.benchmarks.compare;

import java.util.Arrays;
import java.util.List;

/**
 * What one process saw of one engine; times are of one image.
 *
 * @param engine the engine
 * @param medianNanos half of the turns took no longer, on the clock
 * @param minNanos the shortest turn, on the clock
 * @param cpuMedianNanos half of the turns took no longer in the calling thread
 * @param cpuMinNanos the shortest turn in the calling thread
 * @param peak multiply-adds a second that one thread could do at most meanwhile
 */
record Sample(
    String engine,
    double medianNanos,
    double minNanos,
    double cpuMedianNanos,
    double cpuMinNanos,
    double peak) {

  static Sample of(String engine, long[] wallNanos, long[] cpuNanos, int images, double peak) {
    double scale = 1.0 / images;
    return new Sample(
        engine,
        scale * Median.of(wallNanos),
        scale * least(wallNanos),
        scale * Median.of(cpuNanos),
        scale * least(cpuNanos),
        peak);
  }

  private static double least(long[] nanos) {
    return Arrays.stream(nanos).asDoubleStream().min().orElse(Double.NaN);
  }

  /** Halfway between two: what an even count of processes has in the middle. */
  static Sample between(Sample one, Sample other) {
    return new Sample(
        one.engine,
        Median.of(one.medianNanos, other.medianNanos),
        Median.of(one.minNanos, other.minNanos),
        Median.of(one.cpuMedianNanos, other.cpuMedianNanos),
        Median.of(one.cpuMinNanos, other.cpuMinNanos),
        Median.of(one.peak, other.peak));
  }

  String line() {
    return Child.line(engine, medianNanos, minNanos, cpuMedianNanos, cpuMinNanos, peak);
  }

  static Sample of(List<String> fields) {
    double[] numbers = fields.stream().skip(1).mapToDouble(Double::parseDouble).toArray();
    return new Sample(
        fields.getFirst(), numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
  }
}
