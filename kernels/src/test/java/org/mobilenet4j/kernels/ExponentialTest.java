package org.mobilenet4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.kernels.blocked.BlockedChannelPasses;

/**
 * The exponential function and what is made of it, over all floats: with {@code
 * -Dmobilenet4j.allFloats=true} each of the 2³², which takes some minutes, else every 4,093rd.
 */
class ExponentialTest {
  private static final boolean ALL = Boolean.getBoolean("mobilenet4j.allFloats");
  private static final int PRIME = 4093;
  private static final int CHUNK = 1 << 16;
  private static final double OVERFLOW = 88.722839;

  /** Some floats, by their bits. */
  private interface Floats {
    void check(float[] floats);
  }

  private static void eachChunk(int step, Floats floats) {
    float[] chunk = new float[CHUNK];
    int filled = 0;
    for (long bits = 0; bits < 1L << 32; bits += step) {
      chunk[filled++] = Float.intBitsToFloat((int) bits);
      if (filled == CHUNK) {
        floats.check(chunk);
        filled = 0;
      }
    }
    float[] rest = new float[filled];
    System.arraycopy(chunk, 0, rest, 0, filled);
    floats.check(rest);
  }

  private static int step() {
    return ALL ? 1 : PRIME;
  }

  /** A function in single precision. */
  private interface FloatFunction {
    float of(float x);
  }

  /**
   * The largest error between two numbers, as a share of the exact result, if that is a normal
   * number.
   */
  private static double largestShare(
      FloatFunction found, DoubleUnaryOperator exact, double from, double to) {
    double[] largest = {0};
    eachChunk(
        step(),
        floats -> {
          for (float x : floats) {
            double expected = exact.applyAsDouble(x);
            if (x >= from && x <= to && Math.abs(expected) >= Float.MIN_NORMAL) {
              double share = Math.abs((found.of(x) - expected) / expected);
              largest[0] = Math.max(largest[0], share);
            }
          }
        });
    return largest[0];
  }

  @Test
  void the_exponential_is_wrong_by_less_than_a_unit_in_the_last_place() {
    double[] largest = {0};
    eachChunk(
        step(),
        floats -> {
          for (float x : floats) {
            if (x >= Exponential.LOWEST && x <= OVERFLOW) {
              double exact = StrictMath.exp(x);
              double error = Math.abs(Exponential.of(x) - exact);
              largest[0] = Math.max(largest[0], error / Math.ulp((float) exact));
            }
          }
        });

    assertThat(largest[0]).isBetween(0.5, 1.0);
  }

  @Test
  void sigmoid_and_swish_are_wrong_by_less_than_a_four_millionth() {
    assertThat(largestShare(Exponential::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), -87, 1e30))
        .isLessThan(0x1p-22);
    assertThat(largestShare(Exponential::swish, x -> x / (1 + StrictMath.exp(-x)), -87, 1e30))
        .isLessThan(0x1p-22);
  }

  @Test
  void slopes_are_those_of_the_formulas() {
    // Numbers up to 1.1 of six roundings each.
    double most = 1.1 * 6 * 0x1p-24;
    eachChunk(
        PRIME,
        floats -> {
          for (float x : floats) {
            if (Math.abs(x) <= 1e30) {
              double s = 1 / (1 + StrictMath.exp(-x));
              double rest = 1 / (1 + StrictMath.exp(x));
              double sigmoid = s * rest;
              double swish = s + (x > 80 ? 0 : x * s * rest);
              assertCloseTo(Exponential.sigmoidSlope(x), sigmoid, most, x);
              assertCloseTo(Exponential.swishSlope(x), swish, most, x);
            }
          }
        });
  }

  private static void assertCloseTo(float found, double expected, double most, float x) {
    if (!(Math.abs(found - expected) <= most)) { // an assertion a number would take minutes
      throw new AssertionError("At %s: %s, expected %s".formatted(x, found, expected));
    }
  }

  @Test
  void the_ends_of_the_numbers_are_kept() {
    assertThat(Exponential.of(0f)).isEqualTo(1f);
    assertThat(Exponential.of(-0f)).isEqualTo(1f);
    assertThat(Exponential.of(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Exponential.of(Float.NEGATIVE_INFINITY)).isBetween(0f, 3e-38f);
    assertThat(Exponential.of(Float.NaN)).isNaN();
    assertThat(Exponential.sigmoid(Float.NEGATIVE_INFINITY)).isEqualTo(0f);
    assertThat(Exponential.sigmoid(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(Exponential.sigmoid(Float.NaN)).isNaN();
    assertThat(Exponential.swish(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Exponential.swish(Float.NEGATIVE_INFINITY)).isNaN();
    assertThat(Exponential.swish(Float.NaN)).isNaN();
    assertThat(Exponential.swish(Float.MAX_VALUE)).isEqualTo(Float.MAX_VALUE);
    assertThat(Exponential.swish(-Float.MAX_VALUE)).isEqualTo(-0f);
    assertThat(Exponential.swish(-0f)).isEqualTo(-0f);
    assertThat(Exponential.swish(Float.MIN_VALUE)).isBetween(0f, Float.MIN_VALUE);
    assertThat(Exponential.swishSlope(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(Exponential.swishSlope(Float.MAX_VALUE)).isEqualTo(1f);
    assertThat(Exponential.swishSlope(-Float.MAX_VALUE)).isEqualTo(-0f);
    assertThat(Exponential.swishSlope(Float.NaN)).isNaN();
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void vectors_give_the_bits_of_the_definition(int bits) {
    VectorKernels kernels = new VectorKernels(bits);
    BlockedChannelPasses passes = kernels.blocked().channelPasses(Tail.SWISH);
    int lanes = kernels.blocked().lanes();
    float[] scaleOne = new float[6 * lanes];
    Arrays.fill(scaleOne, 0, lanes, 1f);
    float[] expected = new float[CHUNK];
    float[] found = new float[CHUNK];
    boolean preferred = kernels.name().equals(new VectorKernels().name());

    eachChunk(
        preferred ? step() : 16 * PRIME,
        floats -> {
          int count = floats.length;
          apply(Exponential::sigmoid, floats, expected);
          kernels.activate(new Activation.Sigmoid(), floats, 0, found, 0, 0, count);
          assertSame(found, expected, floats);

          apply(Exponential::swish, floats, expected);
          kernels.activate(new Activation.Swish(), floats, 0, found, 0, 0, count);
          assertSame(found, expected, floats);

          passes.normalize(floats, 0, scaleOne, 0, found, 0, count / lanes, 1, 0);
          apply(x -> Exponential.swish(x + 0f), floats, expected); // with the shift of zero
          float[] whole = Arrays.copyOf(floats, count / lanes * lanes);
          assertSame(found, expected, whole);
        });
  }

  private static void apply(FloatFunction function, float[] in, float[] out) {
    for (int i = 0; i < in.length; i++) {
      out[i] = function.of(in[i]);
    }
  }

  private static void assertSame(float[] found, float[] expected, float[] of) {
    for (int i = 0; i < of.length; i++) {
      if (Float.floatToIntBits(found[i]) != Float.floatToIntBits(expected[i])) {
        throw new AssertionError("Of %s: %s, expected %s".formatted(of[i], found[i], expected[i]));
      }
    }
  }
}
