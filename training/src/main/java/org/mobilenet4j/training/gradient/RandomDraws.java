package org.mobilenet4j.training.gradient;

/**
 * Random numbers as a function of where they are used, and of nothing else: not of threads, not of
 * the order in which they are drawn.
 */
final class RandomDraws {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private RandomDraws() {}

  /** A seed for one use among many. */
  static long seed(long seed, long use) {
    return mix(seed + GOLDEN * (use + 1));
  }

  /** A number from 0 to below 1. */
  static float uniform(long seed, long index) {
    return (mix(seed + GOLDEN * (index + 1)) >>> 40) * 0x1p-24f;
  }

  /** Stafford's variant 13 of the 64-bit finaliser, as in java.util.SplittableRandom. */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
