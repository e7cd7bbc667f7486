package org.mobilenet4j.benchmarks.compare;

import java.util.Arrays;
import java.util.Collection;

/** The number in the middle; of an even count, the mean of the two in the middle. */
final class Median {
  private Median() {}

  /**
   * @param values in any order
   * @return their median; no number of none
   */
  static double of(double... values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  static double of(long[] values) {
    return of(Arrays.stream(values).asDoubleStream().toArray());
  }

  static double of(Collection<? extends Number> values) {
    return of(values.stream().mapToDouble(Number::doubleValue).toArray());
  }
}
