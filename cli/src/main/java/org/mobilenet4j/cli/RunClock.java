package org.mobilenet4j.cli;

import org.mobilenet4j.training.CheckpointTime;

/**
 * How long a run takes, from the start of its command.
 *
 * @param begunNanos when that was, by {@link System#nanoTime}
 * @param earlierSeconds what it took before it was stopped or killed, as far as its checkpoint
 *     knows
 */
record RunClock(long begunNanos, double earlierSeconds) {
  /** Begins to count now. */
  static RunClock of(Invocation invocation) {
    long now = System.nanoTime();
    return new RunClock(now, invocation.checkpoint().map(CheckpointTime::seconds).orElse(0.0));
  }

  /** Until now. */
  double seconds() {
    return earlierSeconds + (System.nanoTime() - begunNanos) * 1e-9;
  }
}
