package org.mobilenet4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mobilenet4j.kernels.Operation.assertEqual;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What all kernels must do, here those that compute no products: pools, activations, sums, copies.
 * The formula's result within rounding, the scalar kernels' result exactly, the same for every
 * division of the work, and not one value read or written beyond the regions they were given.
 */
abstract class KernelsContract extends KernelsConvolutionsContract {
  static List<PoolShape> pools() {
    List<PoolShape> shapes = new ArrayList<>();
    for (int channels : new int[] {1, 5, 16, 17, 40}) {
      shapes.add(new PoolShape(map(8, 10, channels), map(4, 5, channels), Window.square(2, 2, 0)));
      shapes.add(new PoolShape(map(9, 9, channels), map(5, 5, channels), Window.square(3, 2, 1)));
      // A window that begins in the map and ends outside: a ceiling instead of a floor.
      shapes.add(new PoolShape(map(8, 8, channels), map(4, 4, channels), Window.square(3, 2, 0)));
      shapes.add(
          new PoolShape(
              map(7, 6, channels), map(4, 6, channels), new Window(3, 3, 2, 1, 1, 1, 1, 1)));
      shapes.add(
          new PoolShape(
              map(9, 9, channels), map(9, 9, channels), new Window(3, 2, 1, 1, 2, 3, 2, 1)));
      shapes.add(new PoolShape(map(3, 3, channels), map(1, 1, channels), Window.square(3, 1, 0)));
      shapes.add(
          new PoolShape(
              map(5, 9, channels), map(5, 3, channels), new Window(1, 3, 1, 3, 1, 1, 0, 0)));
    }
    return shapes;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pools")
  void pools_take_the_maximum_or_the_average_of_what_lies_in_the_map(PoolShape shape) {
    Guarded in = Guarded.random(shape.in().size(), 30);
    Operation max =
        (k, out, at, from, to) -> k.maxPool(shape, in.array(), in.offset(), out, at, from, to);
    Operation valid =
        (k, out, at, from, to) ->
            k.averagePool(shape, Divisor.VALID_PIXELS, in.array(), in.offset(), out, at, from, to);
    Operation padded =
        (k, out, at, from, to) ->
            k.averagePool(shape, Divisor.WHOLE_WINDOW, in.array(), in.offset(), out, at, from, to);
    int size = shape.out().size();
    int rows = shape.out().height();

    float[] maxima = max.whole(kernels(), size, rows);
    float[] averages = valid.whole(kernels(), size, rows);
    float[] paddedAverages = padded.whole(kernels(), size, rows);

    for (int i = 0; i < size; i++) {
      int pixel = i / shape.channels();
      NaiveReference.Pooled pooled =
          NaiveReference.pool(
              shape,
              in.values(),
              pixel / shape.out().width(),
              pixel % shape.out().width(),
              i % shape.channels());
      // Nine values of at most 1: nine roundings of sums of at most 9.
      double tolerance = 9 * 9 * 0x1p-24;
      assertThat((double) maxima[i]).isEqualTo(pooled.max());
      assertThat((double) averages[i]).isCloseTo(pooled.sum() / pooled.pixels(), within(tolerance));
      assertThat((double) paddedAverages[i])
          .isCloseTo(pooled.sum() / shape.window().taps(), within(tolerance));
    }
    max.assertSameForAllRanges(kernels(), size, rows);
    valid.assertSameForAllRanges(kernels(), size, rows);
    padded.assertSameForAllRanges(kernels(), size, rows);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 15, 16, 17, 33, 100})
  void a_global_average_is_that_of_all_pixels_of_a_channel(int channels) {
    FeatureMap shape = map(7, 5, channels);
    Guarded in = Guarded.random(shape.size(), 31);
    Operation average =
        (k, out, at, from, to) ->
            k.globalAveragePool(shape, in.array(), in.offset(), out, at, from, to);

    float[] averages = average.whole(kernels(), channels, channels);

    for (int c = 0; c < channels; c++) {
      double sum = 0;
      for (int pixel = 0; pixel < 35; pixel++) {
        sum += in.values()[pixel * channels + c];
      }
      // 35 roundings of sums of at most 35 values of at most 1, divided by 35.
      assertThat((double) averages[c]).isCloseTo(sum / 35, within(36 * 0x1p-24));
    }
    average.assertSameForAllRanges(kernels(), channels, channels);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("activations")
  void an_activation_is_its_formula_at_every_place(Activation activation) {
    Guarded in = scaled(Guarded.random(1003, 32), 12);
    Operation activate =
        (k, out, at, from, to) ->
            k.activate(activation, in.array(), in.offset(), out, at, from, to);

    float[] values = activate.whole(kernels(), 1003, 1003);

    for (int i = 0; i < 1003; i++) {
      double expected = formula(activation, in.values()[i]);
      // Four roundings of values of at most 12 + 3.
      assertThat((double) values[i]).isCloseTo(expected, within(4 * 15 * 0x1p-24));
    }
    activate.assertSameForAllRanges(kernels(), 1003, 1003);
  }

  private static double formula(Activation activation, double x) {
    return switch (activation) {
      case Activation.None _ -> x;
      case Activation.Relu _ -> Math.max(x, 0);
      case Activation.Relu6 _ -> Math.clamp(x, 0, 6);
      case Activation.HardSigmoid(float slope, float offset) ->
          Math.clamp(slope * x + offset, 0, 1);
      case Activation.HardSwish _ -> x * Math.clamp(x + 3, 0, 6) / 6;
      case Activation.Sigmoid _ -> 1 / (1 + Math.exp(-x));
      case Activation.Swish _ -> x / (1 + Math.exp(-x));
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("activations")
  void a_nan_of_either_sign_comes_out_as_a_nan(Activation activation) {
    float negativeNan = Float.intBitsToFloat(0xffc00000);
    float[] values = new float[40];
    values[3] = Float.NaN;
    values[20] = negativeNan;
    values[39] = negativeNan;
    float[] out = new float[40];

    kernels().activate(activation, values, 0, out, 0, 0, 40);

    for (int i = 0; i < 40; i++) {
      assertThat(Float.isNaN(out[i])).as("value %d", i).isEqualTo(i == 3 || i == 20 || i == 39);
    }
  }

  @Test
  void a_nan_passes_through_sums_pools_and_fused_activations() {
    MatrixShape shape = new MatrixShape(8, 3, 40);
    float[] in = new float[24];
    in[4] = Float.intBitsToFloat(0xffc00000);
    float[] out = new float[8 * 40];
    PackedWeights packed = kernels().packPointwise(3, 40, Guarded.values(120, 33), new float[40]);
    PoolShape pool = new PoolShape(map(2, 4, 3), map(1, 2, 3), Window.square(2, 2, 0));
    float[] pooled = new float[6];

    kernels().pointwise(shape, in, 0, packed, new Activation.Relu6(), out, 0, 0, 8);
    kernels().maxPool(pool, in, 0, pooled, 0, 0, 1);

    for (int i = 0; i < out.length; i++) {
      assertThat(Float.isNaN(out[i])).isEqualTo(i / 40 == 1);
    }
    assertThat(pooled[1]).isNaN();
    assertThat(pooled[0]).isZero();
  }

  @Test
  void sums_scales_and_copies_are_exact_and_may_be_done_in_place() {
    Guarded first = Guarded.random(11 * 21, 34);
    Guarded second = Guarded.random(11 * 21, 35);
    Guarded gate = Guarded.random(21, 36);
    Operation add =
        (k, out, at, from, to) ->
            k.add(
                first.array(),
                first.offset(),
                second.array(),
                second.offset(),
                Activation.NONE,
                out,
                at,
                from,
                to);
    Operation scale =
        (k, out, at, from, to) ->
            k.scale(
                21, first.array(), first.offset(), gate.array(), gate.offset(), out, at, from, to);
    float[] sums = add.whole(kernels(), 11 * 21, 11 * 21);
    float[] scaled = scale.whole(kernels(), 11 * 21, 11);
    Guarded inPlace = Guarded.of(first.values());
    kernels()
        .scale(
            21,
            inPlace.array(),
            inPlace.offset(),
            gate.array(),
            gate.offset(),
            inPlace.array(),
            inPlace.offset(),
            0,
            11);

    for (int i = 0; i < 11 * 21; i++) {
      assertThat(sums[i]).isEqualTo(first.values()[i] + second.values()[i]);
      assertThat(scaled[i]).isEqualTo(first.values()[i] * gate.values()[i % 21]);
    }
    assertEqual(scaled, inPlace.values());
    add.assertSameForAllRanges(kernels(), 11 * 21, 11 * 21);
    scale.assertSameForAllRanges(kernels(), 11 * 21, 11);
  }

  @Test
  void an_unfolded_batch_normalisation_scales_and_shifts_each_channel() {
    Guarded in = Guarded.random(13 * 37, 37);
    float[] scale = Guarded.values(37, 38);
    float[] shift = Guarded.values(37, 39);
    Operation scaleShift =
        (k, out, at, from, to) ->
            k.scaleShift(in.array(), in.offset(), scale, shift, Activation.NONE, out, at, from, to);

    float[] values = scaleShift.whole(kernels(), 13 * 37, 13);

    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).isEqualTo(Math.fma(in.values()[i], scale[i % 37], shift[i % 37]));
    }
    scaleShift.assertSameForAllRanges(kernels(), 13 * 37, 13);
  }

  @Test
  void a_concatenation_puts_each_input_at_its_channel_and_touches_no_other() {
    Guarded in = Guarded.random(6 * 5, 40);
    Guarded out = Guarded.empty(6 * 12);

    kernels().concat(5, in.array(), in.offset(), 12, 4, out.array(), out.offset(), 1, 6);

    out.assertBandsUntouched();
    for (int i = 0; i < 6 * 12; i++) {
      int pixel = i / 12;
      int channel = i % 12 - 4;
      if (pixel >= 1 && channel >= 0 && channel < 5) {
        assertThat(out.values()[i]).isEqualTo(in.values()[pixel * 5 + channel]);
      } else {
        assertThat(out.values()[i]).isNaN();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 5})
  void a_response_is_normalised_by_its_neighbours_across_channels(int size) {
    ResponseNormalization normalization =
        new ResponseNormalization(size, 0.5f, size == 4 ? 0.6f : 0.75f, 2f);
    Guarded in = Guarded.random(9 * 11, 41);
    Operation normalize =
        (k, out, at, from, to) ->
            k.normalizeResponse(normalization, 11, in.array(), in.offset(), out, at, from, to);

    float[] values = normalize.whole(kernels(), 9 * 11, 9);

    for (int i = 0; i < values.length; i++) {
      double sum = 0;
      for (int c = i % 11 - (size - 1) / 2; c <= i % 11 + size / 2; c++) {
        double neighbour = c < 0 || c > 10 ? 0 : in.values()[i / 11 * 11 + c];
        sum += neighbour * neighbour;
      }
      double expected = in.values()[i] / Math.pow(2 + 0.5 / size * sum, normalization.beta());
      // Some ten roundings of values of at most 3.
      assertThat((double) values[i]).isCloseTo(expected, within(30 * 0x1p-24));
    }
    normalize.assertSameForAllRanges(kernels(), 9 * 11, 9);
  }

  @Test
  void a_resize_interpolates_between_pixel_centres() {
    float[] row = {0, 10, 20};
    float[] out = new float[6];

    kernels().resize(new ResizeShape(map(1, 3, 1), map(1, 6, 1)), row, 0, out, 0, 0, 1);

    // Centres of the output at -0.25, 0.25, 0.75, 1.25, 1.75 and 2.25; the outer two are held
    // inside.
    assertThat(out).containsExactly(0f, 2.5f, 7.5f, 12.5f, 17.5f, 20f);
  }

  @Test
  void a_resize_to_the_same_size_copies_and_to_any_other_is_the_same_for_all_ranges() {
    Guarded in = Guarded.random(5 * 7 * 3, 42);
    ResizeShape same = new ResizeShape(map(5, 7, 3), map(5, 7, 3));
    ResizeShape other = new ResizeShape(map(5, 7, 3), map(8, 4, 3));
    Operation copy =
        (k, out, at, from, to) -> k.resize(same, in.array(), in.offset(), out, at, from, to);
    Operation resize =
        (k, out, at, from, to) -> k.resize(other, in.array(), in.offset(), out, at, from, to);

    assertEqual(in.values(), copy.whole(kernels(), 5 * 7 * 3, 5));
    resize.assertSameForAllRanges(kernels(), 8 * 4 * 3, 8);
  }
}
