package org.mobilenet4j.benchmarks.compare;

/** One of those that train by turns; while the others have theirs it must sleep. */
interface TrainingSide extends AutoCloseable {
  /**
   * What a turn took.
   *
   * @param wallNanos of the timed steps together
   * @param processorNanos of the whole process during them
   * @param idleNanos of processor that the process took since its turn before
   */
  record Turn(long wallNanos, long processorNanos, long idleNanos) {}

  /**
   * What its process takes.
   *
   * @param residentBefore resident bytes before the network was made
   * @param residentPeak the most resident bytes so far
   */
  record Resident(long residentBefore, long residentPeak) {
    long growth() {
      return residentPeak - residentBefore;
    }
  }

  /** Its name, for tables. */
  String name();

  /** Does some steps and tells the loss of each, before its update. */
  double[] losses(int steps, double rate);

  /** Does one step that brings everything near, and some that are timed. */
  Turn turn(int steps, double rate);

  Resident resident();

  @Override
  void close();
}
