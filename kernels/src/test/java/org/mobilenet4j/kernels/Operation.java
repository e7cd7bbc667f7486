package org.mobilenet4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.Function;

/** One operation on data of its own, for any kernels, output and range of its units of work. */
interface Operation {
  Kernels REFERENCE = new ScalarKernels();

  void run(Kernels kernels, float[] out, int outOffset, int from, int to);

  /** The whole output, after a check that nothing beyond it was written. */
  default float[] whole(Kernels kernels, int size, int units) {
    Guarded out = Guarded.empty(size);
    run(kernels, out.array(), out.offset(), 0, units);
    out.assertBandsUntouched();
    return out.values();
  }

  /**
   * Checks that the output equals the scalar kernels', whole and in any division, each part writing
   * its own share.
   */
  default void assertSameForAllRanges(Kernels kernels, int size, int units) {
    float[] expected = whole(REFERENCE, size, units);
    assertEqual(expected, whole(kernels, size, units));
    for (int parts : new int[] {2, 3, 5}) {
      float[] together = new float[size];
      int[] writers = new int[size];
      for (int part = 0; part < parts; part++) {
        Guarded out = Guarded.empty(size);
        run(
            kernels,
            out.array(),
            out.offset(),
            Gang.start(units, 1, part, parts),
            Gang.start(units, 1, part + 1, parts));
        out.assertBandsUntouched();
        float[] written = out.values();
        for (int i = 0; i < size; i++) {
          if (!Float.isNaN(written[i])) {
            together[i] = written[i];
            writers[i]++;
          }
        }
      }
      assertThat(Arrays.stream(writers).allMatch(n -> n == 1))
          .as("each value is written once by %d parts", parts)
          .isTrue();
      assertEqual(expected, together);
    }
  }

  /**
   * Checks that an operation with a fused activation equals the operation without one, then the
   * activation.
   */
  static void assertFusedEqualsSeparate(
      Kernels kernels,
      Function<Activation, Operation> fused,
      Activation activation,
      int size,
      int units) {
    float[] expected = fused.apply(Activation.NONE).whole(kernels, size, units);
    kernels.activate(activation, expected, 0, expected, 0, 0, size);
    assertEqual(expected, fused.apply(activation).whole(kernels, size, units));
    fused.apply(activation).assertSameForAllRanges(kernels, size, units);
  }

  /** Equal numbers, -0 and 0 being one. */
  static void assertEqual(float[] expected, float[] actual) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] != actual[i]) {
        throw new AssertionError(
            "Value %d is %s, expected %s.".formatted(i, actual[i], expected[i]));
      }
    }
  }

  /** Checks sums against the textbook's, within what rounding allows. */
  static void assertWithin(NaiveReference.Sums expected, float[] actual) {
    assertThat(actual).hasSize(expected.values().length);
    for (int i = 0; i < actual.length; i++) {
      if (!(Math.abs(actual[i] - expected.values()[i]) <= expected.bounds()[i])) {
        throw new AssertionError(
            "Value %d is %s, expected %s within %s."
                .formatted(i, actual[i], expected.values()[i], expected.bounds()[i]));
      }
    }
  }
}
