package org.mobilenet4j.kernels;

import java.util.Arrays;

/**
 * How many multiply-adds this machine can do at most: what kernels are measured against.
 *
 * <p>A loop of independent fused multiply-adds in registers, without memory. The machine may be
 * shared and clocked up and down, so the best of several short runs is taken.
 */
public final class FmaPeak {
  private static final int RUNS = 400;
  private static final int WARM_UP_RUNS = 60;
  private static final int ROUNDS = 100_000;

  private final FmaLoop loop;

  private FmaPeak(FmaLoop loop) {
    this.loop = loop;
  }

  /**
   * The loop itself, for whoever takes times of something else and wants to compare in the same
   * moment. It is slow until C2 has compiled it.
   *
   * @param bits width of a vector: 128, 256 or 512
   * @return the loop for vectors of that width
   * @throws IllegalArgumentException for another width
   */
  public static FmaPeak ofVectors(int bits) {
    return new FmaPeak(
        Specialization.plain(VectorWidth.ofBits(bits).species())
            .instance(FmaLoop.class, VectorFmaLoop.class));
  }

  /**
   * Runs the loop.
   *
   * @param rounds how often it adds to each of its sums
   * @return a sum of all, to be used
   */
  public float run(int rounds) {
    return loop.run(rounds);
  }

  /**
   * @return multiply-adds of a round, each lane of a vector counted
   */
  public int multiplyAddsPerRound() {
    return loop.multiplyAddsPerRound();
  }

  /**
   * Measures one thread, which takes some tenths of a second.
   *
   * @param kernels whose kind of instruction is measured: vectors or single numbers
   * @return single-precision multiply-adds a second
   */
  public static double measure(Kernels kernels) {
    FmaLoop loop =
        switch (kernels) {
          case VectorKernels vector -> vector.fmaLoop();
          default -> new ScalarFmaLoop();
        };
    double[] rates = new double[RUNS];
    for (int run = 0; run < WARM_UP_RUNS; run++) {
      loop.run(ROUNDS);
    }
    for (int run = 0; run < RUNS; run++) {
      long start = System.nanoTime();
      float sum = loop.run(ROUNDS);
      long nanos = System.nanoTime() - start;
      // The factor is chosen so that sums stay finite; using one keeps the loop from being removed.
      rates[run] = Float.isNaN(sum) ? 0 : 1e9 * ROUNDS * loop.multiplyAddsPerRound() / nanos;
    }
    return Arrays.stream(rates).max().orElse(0);
  }
}
