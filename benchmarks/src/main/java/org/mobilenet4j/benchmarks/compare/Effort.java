package org.mobilenet4j.benchmarks.compare;

/**
 * How long to measure.
 *
 * @param warmUpSeconds how long each engine runs before it is measured
 * @param rounds how often each engine has its turn
 */
record Effort(double warmUpSeconds, int rounds) {
  /** Runs that are timed together in a turn, after one that brings the weights near. */
  static final int RUNS = 3;

  static final Effort FULL = new Effort(4, 41);
  static final Effort QUICK = new Effort(2, 9);
}
