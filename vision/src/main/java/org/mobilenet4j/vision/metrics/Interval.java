package org.mobilenet4j.vision.metrics;

/**
 * Where a share lies that was estimated from few pictures.
 *
 * @param low from 0 to 1
 * @param high from {@code low} to 1
 */
public record Interval(double low, double high) {
  /** The quantile of the normal distribution that leaves 2.5 % on each side. */
  private static final double Z = 1.959963984540054;

  /**
   * Wilson's score interval at 95 %, which stays inside 0 to 1 and holds for few pictures too.
   *
   * <p>Source: Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference".
   *
   * @param hits how many were right
   * @param trials of how many; at least 1
   * @return the interval
   */
  static Interval wilson(int hits, int trials) {
    double share = (double) hits / trials;
    double squared = Z * Z / trials;
    double middle = (share + squared / 2) / (1 + squared);
    double half =
        Z * Math.sqrt(share * (1 - share) / trials + squared / (4 * trials)) / (1 + squared);
    // The formula gives 0 and 1 themselves at the ends, but for rounding.
    return new Interval(hits == 0 ? 0 : middle - half, hits == trials ? 1 : middle + half);
  }
}
