package org.mobilenet4j.benchmarks.compare;

import java.util.Arrays;

/**
 * How long a program took to become as fast as it stays.
 *
 * @param nanos from the beginning of loading to the first of {@link #WINDOW} images of which half
 *     took at most a tenth more than half of all images of the last third of the time
 * @param steadyNanos what half of those last images took at most
 */
record Settled(double nanos, double steadyNanos) {
  /** Images of a running median: a pause of the collector or of another program is no setback. */
  static final int WINDOW = 9;

  private static final double TOLERANCE = 1.1;

  /**
   * @param ends when each image ended, from the beginning of loading; the first one's time includes
   *     the loading
   * @return when the program had settled; infinite if there were too few images to say
   */
  static Settled of(long[] ends) {
    int images = ends.length - 1; // the first one came with the loading
    if (images < WINDOW) {
      return new Settled(Double.POSITIVE_INFINITY, Double.NaN);
    }
    long[] times = new long[images];
    for (int i = 0; i < images; i++) {
      times[i] = ends[i + 1] - ends[i];
    }
    long lastThird = ends[images] - (ends[images] - ends[0]) / 3;
    int first = 0;
    while (first < images - WINDOW && ends[first] < lastThird) {
      first++;
    }
    double steady = median(times, first, images);
    for (int i = 0; i + WINDOW <= images; i++) {
      if (median(times, i, i + WINDOW) <= TOLERANCE * steady) {
        return new Settled(ends[i], steady);
      }
    }
    return new Settled(Double.POSITIVE_INFINITY, steady);
  }

  private static double median(long[] times, int from, int to) {
    return Median.of(Arrays.copyOfRange(times, from, to));
  }
}
