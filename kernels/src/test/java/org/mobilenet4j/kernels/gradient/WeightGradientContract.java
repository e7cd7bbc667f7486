package org.mobilenet4j.kernels.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobilenet4j.kernels.gradient.GradientKernelsContract.CHANNELS;
import static org.mobilenet4j.kernels.gradient.GradientKernelsContract.LENGTHS;
import static org.mobilenet4j.kernels.gradient.GradientKernelsContract.assertSum;
import static org.mobilenet4j.kernels.gradient.GradientKernelsContract.numbers;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.kernels.gradient.GradientKernels.WeightGradient;

/**
 * What the gradients of a matrix product's weights must compute, held against sums in double
 * precision.
 */
abstract class WeightGradientContract {
  abstract GradientKernels kernels();

  /** The inputs of a kernel's row of taps follow one another, wherever the blocks end. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 9, 15, 21})
  void a_weight_gradient_takes_inputs_that_follow_one_another(int inner) {
    int lanes = kernels().lanes();
    int columns = 24;
    int step = 6;
    float[] in = numbers(16 * step + 4 * lanes + inner, 1);
    GuardedBlocks gradients = GuardedBlocks.random(columns, 16, lanes, 2);
    WeightGradient gradient = kernels().weightGradient(inner, columns, step);
    float[] sums = new float[gradient.floats()];

    gradient.add(
        0,
        gradient.blocks(),
        in,
        1,
        lanes,
        gradients.array(),
        gradients.offset(),
        gradients.block(),
        16,
        sums,
        0);

    for (int k = 0; k < inner; k++) {
      for (int n = 0; n < columns; n++) {
        double sum = 0;
        double sizes = 0;
        for (int p = 0; p < 16; p++) {
          double term = (double) in[1 + p * step + k] * gradients.get(n, p);
          sum += term;
          sizes += Math.abs(term);
        }
        String where = "input %d of %d, column %d".formatted(k, inner, n);
        assertSum(sums[k * gradient.row() + n], sum, sizes, 17, where);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 8, 9, 16, 24, 40})
  void a_weight_gradient_adds_the_products_of_all_pixels(int inner) {
    for (int columns : CHANNELS) {
      for (int pixels : LENGTHS) {
        for (int stride = 1; stride <= 2; stride++) {
          assertWeightGradient(inner, columns, pixels, stride);
        }
      }
    }
  }

  private void assertWeightGradient(int inner, int columns, int pixels, int stride) {
    int lanes = kernels().lanes();
    int filled =
        (pixels + WeightGradient.PIXEL_GRAIN - 1)
            / WeightGradient.PIXEL_GRAIN
            * WeightGradient.PIXEL_GRAIN;
    GuardedBlocks in = GuardedBlocks.random(inner, (filled - 1) * stride + 1, lanes, 1);
    GuardedBlocks gradients = GuardedBlocks.random(columns, filled, lanes, 2);
    gradients.zeroFrom(pixels);
    WeightGradient gradient = kernels().weightGradient(inner, columns, stride * lanes);
    int band = 5;
    float[] before = numbers(gradient.floats(), 3);
    float[] sums = new float[gradient.floats() + 2 * band];
    Arrays.fill(sums, Float.NaN);
    System.arraycopy(before, 0, sums, band, before.length);

    int half = gradient.blocks() / 2;
    for (int part = 0; part < 2; part++) {
      gradient.add(
          part == 0 ? 0 : half,
          part == 0 ? half : gradient.blocks(),
          in.array(),
          in.offset(),
          in.block(),
          gradients.array(),
          gradients.offset(),
          gradients.block(),
          filled,
          sums,
          band);
    }

    assertThat(gradient.row()).isEqualTo((columns + lanes - 1) / lanes * lanes);
    assertThat(gradient.floats()).isEqualTo(in.blocks() * lanes * gradient.row());
    assertThat(gradient.blocks()).isEqualTo(in.blocks());
    for (int k = 0; k < inner; k++) {
      for (int n = 0; n < columns; n++) {
        double sum = before[k * gradient.row() + n];
        double sizes = Math.abs(sum);
        for (int p = 0; p < pixels; p++) {
          double term = (double) in.get(k, p * stride) * gradients.get(n, p);
          sum += term;
          sizes += Math.abs(term);
        }
        assertSum(
            sums[band + k * gradient.row() + n],
            sum,
            sizes,
            pixels + 1,
            "input %d of %d, column %d of %d, %d pixels, stride %d"
                .formatted(k, inner, n, columns, pixels, stride));
      }
    }
    for (int i = 0; i < band; i++) {
      assertThat(sums[i]).isNaN();
      assertThat(sums[band + before.length + i]).isNaN();
    }
  }
}
