package org.mobilenet4j.benchmarks.compare;

/**
 * How long to measure.
 *
 * @param warmUpSeconds how long each engine runs before it is measured
 * @param rounds how often each engine has its turn; large networks may have fewer
 */
record Effort(double warmUpSeconds, int rounds) {
  /** A process ends after this time if it has seen {@link #FEWEST_ROUNDS}. */
  static final double MOST_SECONDS = 60;

  static final int FEWEST_ROUNDS = 5;

  /** Runs that are timed together in a turn, after one that brings the weights near. */
  static final int RUNS = 3;

  /** From JPEG to label there is a decoder to be compiled too. */
  private static final double PHOTO_WARM_UPS = 2;

  static final Effort FULL = new Effort(4, 41);
  static final Effort QUICK = new Effort(2, 9);

  /** How long each engine classifies photos before it is measured. */
  double photoWarmUpSeconds() {
    return PHOTO_WARM_UPS * warmUpSeconds;
  }
}
