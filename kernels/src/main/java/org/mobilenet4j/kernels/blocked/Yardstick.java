package org.mobilenet4j.kernels.blocked;

import org.mobilenet4j.kernels.FmaPeak;

/**
 * The loop that does as many multiply-adds in a time as this machine can: what kernels are measured
 * against, in the same moment, since a shared machine is not equally fast at all moments.
 */
interface Yardstick {
  /** Runs the loop some times. */
  void run(int rounds);

  /** Vector multiply-adds of a round. */
  int vectorsPerRound();

  /** The loop for vectors of this machine. */
  static Yardstick ofLanes(int lanes) {
    FmaPeak peak = FmaPeak.ofVectors(lanes * Float.SIZE);
    return new Yardstick() {
      private float sum; // used, so that the loop is not removed

      @Override
      public void run(int rounds) {
        sum += peak.run(rounds);
      }

      @Override
      public int vectorsPerRound() {
        return peak.multiplyAddsPerRound() / lanes;
      }

      @Override
      public String toString() {
        return "multiply-adds in registers, sum " + sum;
      }
    };
  }
}
