package org.mobilenet4j.kernels.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.kernels.gradient.GradientKernels.Product;
import org.mobilenet4j.kernels.gradient.GradientKernels.Writing;

/**
 * What matrix products must compute, held against sums in double precision. Channels and lengths
 * lie on the edges of blocks of 4, 8 and 16 and of tiles of 6 and 7 pixels.
 */
abstract class GradientKernelsContract {
  static final int[] CHANNELS = {1, 3, 7, 8, 9, 16, 24, 40};
  static final int[] LENGTHS = {6, 1, 5, 7, 12, 13, 14, 15};

  /** Rows that pairs of pixels cover, and channels that fill no more than half of a last block. */
  private static final int[] EVEN_LENGTHS = {16, 14, 8};

  private static final int[] HALF_CHANNELS = {6, 12, 20, 24, 40, 56};

  /** Half the distance of two floats near 1: the most that one operation rounds, relatively. */
  static final double ROUNDING = 0x1p-24;

  abstract GradientKernels kernels();

  /** Seeded values between -1 and 1. */
  static float[] numbers(int count, long seed) {
    Random random = new Random(seed);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = 2 * random.nextFloat() - 1;
    }
    return numbers;
  }

  /**
   * Checks a sum. In any order, {@code terms} additions lose at most their number times the
   * rounding of all terms' sizes together (Higham 2002, section 4.2).
   */
  static void assertSum(float found, double expected, double sizes, int terms, String where) {
    assertThat((double) found)
        .as(where)
        .isCloseTo(expected, org.assertj.core.data.Offset.offset(terms * ROUNDING * sizes));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 8, 9, 16, 24, 40})
  void a_setting_product_replaces_with_bias_and_sums(int inner) {
    for (int columns : CHANNELS) {
      float[] weights = numbers(inner * columns, 1);
      float[] bias = numbers(columns, 2);
      Product product = kernels().product(inner, columns, LENGTHS, Writing.SET);

      product.refill(weights, bias);

      assertProduct(product, inner, weights, bias, Writing.SET, LENGTHS);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 8, 9, 16, 24, 40})
  void an_adding_product_adds_to_each_pixel_once(int inner) {
    for (int columns : CHANNELS) {
      float[] weights = numbers(inner * columns, 1);
      Product product = kernels().product(inner, columns, LENGTHS, Writing.ADD);

      product.refillTransposed(transposed(weights, inner, columns));

      assertProduct(product, inner, weights, new float[columns], Writing.ADD, LENGTHS);
    }
  }

  @ParameterizedTest
  @EnumSource(Writing.class)
  void pixels_that_share_a_vector_of_sums_get_each_its_own(Writing writing) {
    for (int columns : HALF_CHANNELS) {
      float[] weights = numbers(9 * columns, 1);
      Product product = kernels().product(9, columns, EVEN_LENGTHS, writing);

      product.refillTransposed(transposed(weights, 9, columns));

      assertProduct(product, 9, weights, new float[columns], writing, EVEN_LENGTHS);
    }
  }

  private void assertProduct(
      Product product, int inner, float[] weights, float[] bias, Writing writing, int[] lengths) {
    int lanes = kernels().lanes();
    int columns = bias.length;
    for (int length : lengths) {
      GuardedBlocks in = GuardedBlocks.random(inner, length, lanes, 3);
      GuardedBlocks before = GuardedBlocks.random(columns, length, lanes, 4);
      GuardedBlocks out = GuardedBlocks.random(columns, length, lanes, 4);

      product.run(
          in.array(), in.offset(), in.block(), out.array(), out.offset(), out.block(), length);

      for (int n = 0; n < columns; n++) {
        for (int p = 0; p < length; p++) {
          double sum = writing == Writing.SET ? bias[n] : before.get(n, p);
          double sizes = Math.abs(sum);
          for (int k = 0; k < inner; k++) {
            double term = (double) in.get(k, p) * weights[k * columns + n];
            sum += term;
            sizes += Math.abs(term);
          }
          assertSum(
              out.get(n, p),
              sum,
              sizes,
              inner + 1,
              "%d inputs, column %d of %d, pixel %d of %d".formatted(inner, n, columns, p, length));
        }
      }
      out.assertBandsUntouched();
      if (writing == Writing.SET) {
        out.assertSpareLanesZeroOrUntouched();
      }
    }
  }

  private static float[] transposed(float[] weights, int inner, int columns) {
    float[] transposed = new float[weights.length];
    for (int k = 0; k < inner; k++) {
      for (int n = 0; n < columns; n++) {
        transposed[n * inner + k] = weights[k * columns + n];
      }
    }
    return transposed;
  }

  @Test
  void a_product_filled_again_forgets_its_first_weights_and_bias() {
    int lanes = kernels().lanes();
    float[] weights = numbers(9 * 24, 1);
    GuardedBlocks in = GuardedBlocks.random(9, 13, lanes, 3);
    GuardedBlocks once = GuardedBlocks.empty(24, 13, lanes);
    GuardedBlocks again = GuardedBlocks.empty(24, 13, lanes);
    int[] lengths = {13};
    Product fresh = kernels().product(9, 24, lengths, Writing.SET);
    Product used = kernels().product(9, 24, lengths, Writing.SET);

    fresh.refill(weights, new float[24]);
    used.refill(numbers(9 * 24, 7), numbers(24, 8));
    used.refillTransposed(transposed(weights, 9, 24));
    run(fresh, in, once);
    run(used, in, again);

    assertThat(again.array()).isEqualTo(once.array());
  }

  private static void run(Product product, GuardedBlocks in, GuardedBlocks out) {
    product.run(
        in.array(), in.offset(), in.block(), out.array(), out.offset(), out.block(), in.pixels());
  }

  @Test
  void a_product_is_zero_before_it_is_filled() {
    GuardedBlocks in = GuardedBlocks.random(9, 13, kernels().lanes(), 3);
    GuardedBlocks out = GuardedBlocks.empty(7, 13, kernels().lanes());

    run(kernels().product(9, 7, new int[] {13}, Writing.SET), in, out);

    for (int n = 0; n < 7; n++) {
      assertThat(out.get(n, 12)).isZero();
    }
  }

  @Test
  void a_pixels_sum_is_the_same_to_the_bit_in_runs_of_every_length() {
    Product product = kernels().product(40, 24, LENGTHS, Writing.SET);
    product.refill(numbers(40 * 24, 1), numbers(24, 2));
    int lanes = kernels().lanes();
    GuardedBlocks in = GuardedBlocks.random(40, 13, lanes, 3);
    GuardedBlocks expected = GuardedBlocks.empty(24, 13, lanes);
    run(product, in, expected);

    for (int length : LENGTHS) {
      GuardedBlocks out = GuardedBlocks.empty(24, 13, lanes);
      int last = (13 - length) * lanes;
      product.run(
          in.array(),
          in.offset() + last,
          in.block(),
          out.array(),
          out.offset() + last,
          out.block(),
          length);

      for (int n = 0; n < 24; n++) {
        for (int p = 0; p < 13; p++) {
          float wanted = p < 13 - length ? Float.NaN : expected.get(n, p);
          assertThat(Float.compare(out.get(n, p), wanted)).isZero();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 9, 16, 24, 40})
  void a_convolution_sums_what_its_places_say(int columns) {
    assertConvolution(columns, 3);
    assertConvolution(columns, kernels().lanes());
  }

  /** A 3x3 window with stride 2 over three channels, as a first convolution has it. */
  private void assertConvolution(int columns, int pixelFloats) {
    int lanes = kernels().lanes();
    int pitch = 29 * pixelFloats;
    int[] places = new int[3 * 3 * 3];
    for (int k = 0; k < places.length; k++) {
      places[k] = k / 9 * pitch + k / 3 % 3 * pixelFloats + k % 3;
    }
    float[] in = numbers(5 * pitch, 1);
    float[] weights = numbers(places.length * columns, 2);
    float[] bias = numbers(columns, 3);
    Product product = kernels().convolution(places, 2 * pixelFloats, columns, LENGTHS);
    product.refill(weights, bias);
    for (int length : LENGTHS) {
      GuardedBlocks out = GuardedBlocks.random(columns, length, lanes, 4);

      product.run(in, lanes, 0, out.array(), out.offset(), out.block(), length);

      for (int n = 0; n < columns; n++) {
        for (int p = 0; p < length; p++) {
          double sum = bias[n];
          double sizes = Math.abs(sum);
          for (int k = 0; k < places.length; k++) {
            float x = in[lanes + p * 2 * pixelFloats + places[k]];
            double term = (double) x * weights[k * columns + n];
            sum += term;
            sizes += Math.abs(term);
          }
          String where = "column %d of %d, pixel %d of %d".formatted(n, columns, p, length);
          assertSum(out.get(n, p), sum, sizes, places.length + 1, where);
        }
      }
      out.assertBandsUntouched();
      out.assertSpareLanesZeroOrUntouched();
    }
  }
}
