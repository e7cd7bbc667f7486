package org.mobilenet4j.kernels;

import java.util.concurrent.locks.LockSupport;

/**
 * How a thread passes the time while it waits for another one, turn by turn. Steps last some
 * microseconds, so that at first nothing is as quick as to look again. But where there are more
 * threads than cores, as with several sessions on one machine, the one that is waited for may need
 * this very core: so a waiting thread soon offers it, and at last leaves it.
 */
enum Waiting {
  /** Stays on the core and looks again. */
  SPIN,
  /** Lets others on the core, and looks again when it is free. */
  YIELD,
  /** Leaves the core for a while. */
  NAP;

  /** Some 50 us: steps last that long. */
  static final int SPINS = 2_000;

  /**
   * Some milliseconds of giving way: the machine is busy, and whoever is late has to wait for a
   * core. A thread that only gave way would be on a core half of that time.
   */
  static final int YIELDS = 4_000;

  private static final long NAP_NANOS = 50_000;

  /**
   * What is done in a turn.
   *
   * @param turn turns before this one
   */
  static Waiting inTurn(int turn) {
    return turn < SPINS ? SPIN : turn < SPINS + YIELDS ? YIELD : NAP;
  }

  /**
   * Passes one turn.
   *
   * @param turn turns before this one
   * @return the turns that count from now on; those of a thread that naps are counted no further
   */
  // To yield is the point.
  @SuppressWarnings("ThreadPriorityCheck")
  static int pass(int turn) {
    switch (inTurn(turn)) {
      case SPIN -> Thread.onSpinWait();
      case YIELD -> Thread.yield();
      case NAP -> {
        LockSupport.parkNanos(NAP_NANOS);
        if (Thread.currentThread().isInterrupted()) {
          Thread.yield(); // an interrupted thread cannot be parked, and would spin
        }
        return turn;
      }
    }
    return turn + 1;
  }
}
