package org.mobilenet4j.kernels;

/**
 * The fused multiply-add of the scalar kernels: {@link Math#fma(float, float, float)} where the
 * processor has the instruction, and an equal but far faster formula where it has not.
 */
final class Fma {
  /**
   * Whether {@link Math#fma(float, float, float)} is an instruction here. Without one (x86 before
   * 2013, or a JVM that was told not to use it) the JDK computes it with {@code BigDecimal}, about
   * a microsecond each. There is no way to ask the JVM, so it is timed once; results are the same
   * either way.
   */
  static final boolean HARDWARE = nanosPerCall() < 250;

  private Fma() {}

  /** {@code a * b + c}, rounded once. */
  static float fma(float a, float b, float c) {
    return HARDWARE ? Math.fma(a, b, c) : software(a, b, c);
  }

  /**
   * The same in double arithmetic. The product of two floats is exact there; the sum is rounded to
   * odd (where it is not exact, its last bit is set), which makes the second rounding, to float,
   * the only one that counts.
   *
   * <p>Source: Boldo and Melquiond 2008, "Emulation of a FMA and correctly rounded sums: proved
   * algorithms using rounding to odd".
   */
  static float software(float a, float b, float c) {
    double product = (double) a * b;
    double sum = product + c;
    double shifted = sum - product;
    double error = (product - (sum - shifted)) + (c - shifted);
    long bits = Double.doubleToRawLongBits(sum);
    if (error != 0 && (bits & 1) == 0 && Math.abs(sum) <= Double.MAX_VALUE) {
      // Towards the error: away from zero when sum and error have the same sign, else towards zero.
      bits += (sum > 0) == (error > 0) ? 1 : -1;
      sum = Double.longBitsToDouble(bits);
    }
    return (float) sum;
  }

  private static double nanosPerCall() {
    int calls = 100;
    long best = Long.MAX_VALUE;
    float sum = 0;
    for (int round = 0; round < 5; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        sum = Math.fma(0.9f, sum, 0.123f + i);
      }
      best = Math.min(best, System.nanoTime() - start);
    }
    // The sum is finite by construction; using it keeps the loop from being removed.
    return Float.isNaN(sum) ? Double.MAX_VALUE : (double) best / calls;
  }
}
