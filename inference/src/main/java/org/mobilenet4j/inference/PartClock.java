package org.mobilenet4j.inference;

/**
 * Notes how long one thread spends in each part of a fused step. The clock is read where a part
 * begins, once for each band or panel, so that the step runs as it always does.
 */
final class PartClock {
  /** The clock of all runs that nobody profiles: it notes nothing. */
  static final PartClock OFF = new PartClock(0);

  private final long[] nanos;
  private int part;
  private long begun;

  /**
   * @param parts parts of the step
   */
  PartClock(int parts) {
    nanos = new long[parts];
  }

  /** Begins with the first part. */
  void start() {
    part = 0;
    begun = System.nanoTime();
  }

  /**
   * Ends the part that runs and begins another.
   *
   * @param next which, in the order of the step's parts
   */
  void enter(int next) {
    if (nanos.length > 0) {
      long now = System.nanoTime();
      nanos[part] += now - begun;
      part = next;
      begun = now;
    }
  }

  /** Ends the part that runs. */
  void stop() {
    enter(part);
  }

  /**
   * @param index which part
   * @return how long it took
   */
  long nanos(int index) {
    return nanos[index];
  }
}
