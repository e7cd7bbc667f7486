package org.mobilenet4j.kernels.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobilenet4j.kernels.gradient.GradientKernelsContract.ROUNDING;
import static org.mobilenet4j.kernels.gradient.GradientKernelsContract.assertSum;
import static org.mobilenet4j.kernels.gradient.GradientKernelsContract.numbers;

import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobilenet4j.kernels.Activation;

/** What the passes of batch normalisation and activation must compute, held against doubles. */
abstract class ChannelPassesContract {
  private static final int[] PIXELS = {1, 3, 4, 5, 13};
  private static final int BAND = 37;

  abstract GradientKernels kernels();

  static Stream<Activation> activations() {
    return Stream.of(
        Activation.NONE,
        new Activation.Relu(),
        new Activation.Relu6(),
        new Activation.HardSigmoid(1f / 6, 0.5f),
        new Activation.HardSigmoid(0.2f, 0.5f),
        new Activation.HardSwish(),
        new Activation.Sigmoid(),
        new Activation.Swish());
  }

  private static double value(Activation activation, double y) {
    return switch (activation) {
      case Activation.None() -> y;
      case Activation.Relu() -> Math.max(y, 0);
      case Activation.Relu6() -> Math.clamp(y, 0, 6);
      case Activation.HardSigmoid(float slope, float offset) ->
          Math.clamp(slope * y + offset, 0, 1);
      case Activation.HardSwish() -> y * Math.clamp(y + 3, 0, 6) / 6;
      case Activation.Sigmoid() -> 1 / (1 + Math.exp(-y));
      case Activation.Swish() -> y / (1 + Math.exp(-y));
    };
  }

  /** The slope as torch has it at the corners. */
  private static double slope(Activation activation, double y) {
    double sigmoid = 1 / (1 + Math.exp(-y));
    return switch (activation) {
      case Activation.None() -> 1;
      case Activation.Relu() -> y > 0 ? 1 : 0;
      case Activation.Relu6() -> y > 0 && y < 6 ? 1 : 0;
      case Activation.HardSigmoid(float slope, float offset) -> {
        double line = slope * y + offset;
        yield line > 0 && line < 1 ? slope : 0;
      }
      case Activation.HardSwish() -> y < -3 ? 0 : y > 3 ? 1 : y / 3 + 0.5;
      case Activation.Sigmoid() -> sigmoid * (1 - sigmoid);
      case Activation.Swish() -> sigmoid + y * sigmoid * (1 - sigmoid);
    };
  }

  /** The arguments of a pass: seeded, spread over all pieces of every activation. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Case(int pixels, int lanes, float[] z, float[] g, float[] coefficients) {
    static Case of(int pixels, int lanes) {
      float[] z = guarded(numbers(pixels * lanes, 1));
      float[] coefficients = numbers(ChannelPasses.KINDS * lanes, 3);
      for (int lane = 0; lane < lanes; lane++) {
        coefficients[ChannelPasses.SCALE * lanes + lane] += 6;
        coefficients[ChannelPasses.SHIFT * lanes + lane] += 1;
      }
      return new Case(pixels, lanes, z, guarded(numbers(pixels * lanes, 2)), guarded(coefficients));
    }

    float z(int i) {
      return z[BAND + i];
    }

    double coefficient(int kind, int i) {
      return coefficients[BAND + kind * lanes + i % lanes];
    }

    /** Rounded once, as the seam says: at a corner the rounding decides. */
    float y(int i) {
      return Math.fma(
          z(i),
          (float) coefficient(ChannelPasses.SCALE, i),
          (float) coefficient(ChannelPasses.SHIFT, i));
    }

    double d(Activation activation, int i) {
      return g[BAND + i] * slope(activation, y(i));
    }
  }

  private static float[] guarded(float[] numbers) {
    float[] array = new float[numbers.length + 2 * BAND];
    Arrays.fill(array, Float.NaN);
    System.arraycopy(numbers, 0, array, BAND, numbers.length);
    return array;
  }

  private static void assertBands(float[] array) {
    for (int i = 0; i < BAND; i++) {
      assertThat(array[i]).isNaN();
      assertThat(array[array.length - 1 - i]).isNaN();
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void normalizing_applies_factor_constant_and_activation(Activation activation) {
    for (int pixels : PIXELS) {
      Case one = Case.of(pixels, kernels().lanes());
      float[] out = guarded(new float[pixels * one.lanes()]);

      kernels()
          .passes(activation)
          .normalize(one.z(), BAND, one.coefficients(), BAND, out, BAND, pixels);

      for (int i = 0; i < pixels * one.lanes(); i++) {
        // No function here has more than four roundings of numbers up to 10 times 10.
        assertThat((double) out[BAND + i])
            .isCloseTo(value(activation, one.y(i)), Offset.offset(4 * ROUNDING * 100));
      }
      assertBands(out);
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void the_gradient_of_the_input_is_slope_and_the_two_corrections(Activation activation) {
    for (int pixels : PIXELS) {
      Case one = Case.of(pixels, kernels().lanes());
      float[] out = guarded(new float[pixels * one.lanes()]);

      kernels()
          .passes(activation)
          .inputGradient(one.z(), BAND, one.g(), BAND, one.coefficients(), BAND, out, BAND, pixels);

      for (int i = 0; i < pixels * one.lanes(); i++) {
        double expected =
            one.d(activation, i) * one.coefficient(ChannelPasses.GRADIENT_FACTOR, i)
                + one.z(i) * one.coefficient(ChannelPasses.INPUT_FACTOR, i)
                + one.coefficient(ChannelPasses.CONSTANT, i);
        // Three terms of at most 1.5, six roundings.
        assertSum(out[BAND + i], expected, 4.5, 6, "%d of %d pixels".formatted(i, pixels));
      }
      assertBands(out);
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void rows_that_lie_apart_have_the_bits_of_one_row(Activation activation) {
    ChannelPasses passes = kernels().passes(activation);
    int lanes = kernels().lanes();
    int rows = 3;
    for (int pixels : PIXELS) {
      Case one = Case.of(rows * pixels, lanes);
      int floats = pixels * lanes;
      int outRow = floats + 5;
      float[] values = guarded(new float[rows * floats]);
      float[] gradients = values.clone();
      float[] valuesApart = guarded(new float[rows * outRow]);
      float[] gradientsApart = valuesApart.clone();
      float[] c = one.coefficients();

      passes.normalize(one.z(), BAND, c, BAND, values, BAND, rows * pixels);
      passes.inputGradient(one.z(), BAND, one.g(), BAND, c, BAND, gradients, BAND, rows * pixels);
      passes.normalize(one.z(), BAND, c, BAND, valuesApart, BAND, pixels, rows, outRow);
      passes.inputGradient(
          one.z(), BAND, one.g(), BAND, c, BAND, gradientsApart, BAND, pixels, rows, outRow);

      for (int i = 0; i < rows * floats; i++) {
        int apart = BAND + i / floats * outRow + i % floats;
        assertThat(valuesApart[apart]).isEqualTo(values[BAND + i]);
        assertThat(gradientsApart[apart]).isEqualTo(gradients[BAND + i]);
      }
      for (int i = 0; i < rows * outRow; i++) {
        if (i % outRow >= floats) {
          assertThat(valuesApart[BAND + i]).isZero();
          assertThat(gradientsApart[BAND + i]).isZero();
        }
      }
      assertBands(valuesApart);
      assertBands(gradientsApart);
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void the_sums_of_gradients_are_added(Activation activation) {
    for (int pixels : PIXELS) {
      Case one = Case.of(pixels, kernels().lanes());
      int lanes = one.lanes();
      float[] before = numbers(2 * lanes, 5);
      float[] sums = guarded(before);

      kernels()
          .passes(activation)
          .gradientSums(one.z(), BAND, one.g(), BAND, one.coefficients(), BAND, sums, BAND, pixels);

      for (int lane = 0; lane < lanes; lane++) {
        double sum = before[lane];
        double products = before[lanes + lane];
        for (int i = lane; i < pixels * lanes; i += lanes) {
          double d = one.d(activation, i);
          sum += d;
          products += d * (one.z(i) - one.coefficient(ChannelPasses.MEAN, i));
        }
        // Gradients up to 1.5, differences up to 2; each term rounded up to four times itself.
        int terms = pixels + 5;
        assertSum(sums[BAND + lane], sum, 1 + 1.5 * pixels, terms, "sum");
        assertSum(sums[BAND + lanes + lane], products, 1 + 3.0 * pixels, terms, "products");
      }
      assertBands(sums);
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void the_moments_are_those_around_the_first_pixel(Activation activation) {
    for (int pixels : PIXELS) {
      Case one = Case.of(pixels, kernels().lanes());
      int lanes = one.lanes();
      float[] out = guarded(new float[3 * lanes]);

      kernels().passes(activation).moments(one.z(), BAND, out, BAND, pixels);

      for (int lane = 0; lane < lanes; lane++) {
        double sum = 0;
        double squares = 0;
        for (int i = lane; i < pixels * lanes; i += lanes) {
          double difference = (double) one.z(i) - one.z(lane);
          sum += difference;
          squares += difference * difference;
        }
        assertThat(out[BAND + lane]).isEqualTo(one.z(lane));
        assertSum(out[BAND + lanes + lane], sum, 2.0 * pixels, pixels + 2, "sum");
        assertSum(out[BAND + 2 * lanes + lane], squares, 4.0 * pixels, pixels + 4, "squares");
      }
      assertBands(out);
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void slopes_at_the_corners_are_those_of_torch_and_nan_stays_nan(Activation activation) {
    float[] corners = {
      0f,
      -0f,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      6f,
      Math.nextUp(6f),
      Math.nextDown(6f),
      3f,
      -3f,
      Math.nextUp(3f),
      Math.nextDown(-3f),
      1e4f,
      -1e4f
    };
    int lanes = kernels().lanes();
    float[] coefficients = new float[ChannelPasses.KINDS * lanes];
    Arrays.fill(coefficients, 0, lanes, 1f);
    Arrays.fill(
        coefficients,
        ChannelPasses.GRADIENT_FACTOR * lanes,
        (ChannelPasses.GRADIENT_FACTOR + 1) * lanes,
        1f);
    ChannelPasses passes = kernels().passes(activation);
    float[] z = new float[lanes];
    float[] ones = new float[lanes];
    float[] out = new float[lanes];
    Arrays.fill(ones, 1f);
    for (float corner : corners) {
      Arrays.fill(z, corner);

      passes.inputGradient(z, 0, ones, 0, coefficients, 0, out, 0, 1);

      for (float found : out) {
        assertThat((double) found)
            .as("%s at %s", activation, corner)
            .isCloseTo(slope(activation, corner), Offset.offset(4 * ROUNDING));
      }
    }
    Arrays.fill(z, Float.NaN);
    passes.normalize(z, 0, coefficients, 0, out, 0, 1);
    assertThat(out).containsOnly(Float.NaN);
  }
}
