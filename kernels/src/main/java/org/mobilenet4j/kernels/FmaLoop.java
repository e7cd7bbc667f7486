package org.mobilenet4j.kernels;

/** A loop of independent fused multiply-adds in registers. */
interface FmaLoop {
  /** Multiply-adds of one round. */
  int multiplyAddsPerRound();

  /**
   * @param rounds how often
   * @return a sum of all results, to be used
   */
  float run(int rounds);
}
