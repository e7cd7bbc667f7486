package org.mobilenet4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;

/**
 * Values inside a larger array of NaN: who reads beyond them computes NaN, who writes beyond them
 * is seen.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Guarded(float[] array, int offset, int size) {
  // Not a multiple of any vector's length, so that nothing is aligned by accident.
  private static final int BAND = 37;

  static Guarded empty(int size) {
    float[] array = new float[size + 2 * BAND];
    Arrays.fill(array, Float.NaN);
    return new Guarded(array, BAND, size);
  }

  static Guarded of(float[] values) {
    Guarded guarded = empty(values.length);
    System.arraycopy(values, 0, guarded.array, BAND, values.length);
    return guarded;
  }

  /** Seeded values between -1 and 1. */
  static Guarded random(int size, long seed) {
    return of(values(size, seed));
  }

  static float[] values(int size, long seed) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }

  float[] values() {
    return Arrays.copyOfRange(array, offset, offset + size);
  }

  void assertBandsUntouched() {
    for (int i = 0; i < BAND; i++) {
      assertThat(array[i]).isNaN();
      assertThat(array[offset + size + i]).isNaN();
    }
  }
}
