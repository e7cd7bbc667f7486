package org.mobilenet4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mobilenet4j.kernels.Operation.assertEqual;
import static org.mobilenet4j.kernels.Operation.assertFusedEqualsSeparate;
import static org.mobilenet4j.kernels.Operation.assertWithin;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What all kernels must do: the textbook's result within rounding, the scalar kernels' result
 * exactly, the same for every division of the work, and not one value read or written beyond the
 * regions they were given.
 */
abstract class KernelsContract extends KernelsArgumentsContract {
  static final List<Activation> ACTIVATIONS =
      List.of(
          Activation.NONE,
          new Activation.Relu(),
          new Activation.Relu6(),
          new Activation.HardSigmoid(1f / 6, 0.5f),
          new Activation.HardSigmoid(0.2f, 0.5f),
          new Activation.HardSwish(),
          new Activation.Sigmoid(),
          new Activation.Swish());

  static List<MatrixShape> matrices() {
    List<MatrixShape> shapes = new ArrayList<>();
    // Rows and columns on the edges of tiles of 1, 4 and 7 rows and of panels of 4 to 32 columns.
    for (int rows : new int[] {1, 3, 4, 6, 7, 8, 13, 15, 31}) {
      for (int columns : new int[] {1, 3, 4, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 37, 48, 65}) {
        shapes.add(new MatrixShape(rows, rows * columns % 19 + 1, columns));
      }
    }
    shapes.add(new MatrixShape(196, 32, 16));
    shapes.add(new MatrixShape(196, 24, 144));
    shapes.add(new MatrixShape(49, 160, 240));
    shapes.add(new MatrixShape(300, 1000, 40)); // more rows than stay in the cache at once
    return shapes;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("matrices")
  void a_pointwise_convolution_is_the_product_of_pixels_and_weights(MatrixShape shape) {
    Guarded in = Guarded.random(shape.rows() * shape.inner(), 1);
    float[] weights = Guarded.values(shape.inner() * shape.columns(), 2);
    float[] bias = Guarded.values(shape.columns(), 3);

    float[] sums =
        pointwise(shape, in, weights, bias, Activation.NONE)
            .whole(kernels(), outputs(shape), shape.rows());

    assertWithin(NaiveReference.product(shape, in.values(), weights, bias), sums);
    pointwise(shape, in, weights, bias, Activation.NONE)
        .assertSameForAllRanges(kernels(), outputs(shape), shape.rows());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("matrices")
  void a_dense_layer_is_the_product_of_inputs_and_weights_for_any_range_of_units(
      MatrixShape shape) {
    Guarded in = Guarded.random(shape.rows() * shape.inner(), 4);
    float[] weights = Guarded.values(shape.inner() * shape.columns(), 5);
    float[] bias = Guarded.values(shape.columns(), 6);

    float[] sums =
        dense(shape, in, weights, bias, Activation.NONE)
            .whole(kernels(), outputs(shape), shape.columns());

    assertWithin(NaiveReference.product(shape, in.values(), weights, bias), sums);
    dense(shape, in, weights, bias, Activation.NONE)
        .assertSameForAllRanges(kernels(), outputs(shape), shape.columns());
  }

  static List<Activation> activations() {
    return ACTIVATIONS;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("activations")
  void a_fused_activation_equals_the_activation_on_its_own(Activation activation) {
    MatrixShape shape = new MatrixShape(29, 5, 75);
    // Sums far beyond 6 on either side.
    Guarded in = scaled(Guarded.random(29 * 5, 7), 8);
    float[] weights = Guarded.values(5 * 75, 8);
    float[] bias = Guarded.values(75, 9);
    DepthwiseShape depthwise =
        new DepthwiseShape(map(9, 9, 75), map(9, 9, 75), Window.square(3, 1, 1));
    Guarded picture = scaled(Guarded.random(9 * 9 * 75, 10), 8);
    float[] taps = Guarded.values(9 * 75, 11);

    assertFusedEqualsSeparate(
        kernels(), a -> pointwise(shape, in, weights, bias, a), activation, 29 * 75, 29);
    assertFusedEqualsSeparate(
        kernels(), a -> dense(shape, in, weights, bias, a), activation, 29 * 75, 75);
    assertFusedEqualsSeparate(
        kernels(), a -> depthwise(depthwise, picture, taps, bias, a), activation, 9 * 9 * 75, 9);
    assertFusedEqualsSeparate(
        kernels(),
        a ->
            (k, out, at, from, to) ->
                k.add(in.array(), in.offset(), in.array(), in.offset(), a, out, at, from, to),
        activation,
        29 * 5,
        29 * 5);
    assertFusedEqualsSeparate(
        kernels(),
        a ->
            (k, out, at, from, to) ->
                k.scaleShift(
                    in.array(),
                    in.offset(),
                    new float[] {1, 2, 3, -4, 5},
                    new float[] {1, 0, 9, 0, 2},
                    a,
                    out,
                    at,
                    from,
                    to),
        activation,
        29 * 5,
        29);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("activations")
  void a_residual_is_added_to_the_sums_before_the_activation(Activation activation) {
    MatrixShape shape = new MatrixShape(30, 7, 43);
    Guarded in = Guarded.random(30 * 7, 12);
    Guarded residual = Guarded.random(30 * 43, 13);
    float[] weights = Guarded.values(7 * 43, 14);
    float[] bias = Guarded.values(43, 15);
    Operation added =
        (k, out, at, from, to) ->
            k.pointwiseAdd(
                shape,
                in.array(),
                in.offset(),
                k.packPointwise(7, 43, weights, bias),
                residual.array(),
                residual.offset(),
                activation,
                out,
                at,
                from,
                to);

    float[] sums =
        pointwise(shape, in, weights, bias, Activation.NONE).whole(kernels(), 30 * 43, 30);
    float[] expected = new float[30 * 43];
    kernels().add(sums, 0, residual.values(), 0, activation, expected, 0, 0, 30 * 43);

    assertEqual(expected, added.whole(kernels(), 30 * 43, 30));
    added.assertSameForAllRanges(kernels(), 30 * 43, 30);
  }

  @Test
  void the_output_of_a_sum_may_lie_on_its_residual() {
    MatrixShape shape = new MatrixShape(30, 7, 43);
    Guarded in = Guarded.random(30 * 7, 16);
    Guarded residual = Guarded.random(30 * 43, 17);
    float[] weights = Guarded.values(7 * 43, 18);
    float[] bias = Guarded.values(43, 19);
    PackedWeights packed = kernels().packPointwise(7, 43, weights, bias);

    Guarded apart = Guarded.empty(30 * 43);
    kernels()
        .pointwiseAdd(
            shape,
            in.array(),
            in.offset(),
            packed,
            residual.array(),
            residual.offset(),
            Activation.NONE,
            apart.array(),
            apart.offset(),
            0,
            30);
    kernels()
        .pointwiseAdd(
            shape,
            in.array(),
            in.offset(),
            packed,
            residual.array(),
            residual.offset(),
            Activation.NONE,
            residual.array(),
            residual.offset(),
            0,
            30);

    assertEqual(apart.values(), residual.values());
  }

  static List<ConvolutionShape> convolutions() {
    return List.of(
        new ConvolutionShape(map(5, 7, 3), map(5, 7, 8), Window.square(3, 1, 1), 1),
        new ConvolutionShape(map(14, 14, 3), map(7, 7, 32), Window.square(3, 2, 1), 1),
        // TensorFlow's SAME at stride 2: padding below and to the right alone.
        new ConvolutionShape(map(14, 14, 3), map(7, 7, 32), Window.square(3, 2, 0), 1),
        new ConvolutionShape(
            map(48, 19, 3), map(24, 19, 16), new Window(3, 3, 2, 1, 1, 1, 1, 1), 1),
        new ConvolutionShape(map(23, 23, 3), map(5, 5, 20), Window.square(11, 4, 2), 1),
        new ConvolutionShape(map(9, 11, 4), map(9, 11, 6), new Window(3, 5, 1, 1, 1, 1, 1, 2), 1),
        new ConvolutionShape(map(13, 12, 5), map(13, 12, 7), new Window(3, 3, 1, 1, 2, 3, 2, 3), 1),
        new ConvolutionShape(map(8, 8, 12), map(8, 8, 18), Window.square(3, 1, 1), 3),
        new ConvolutionShape(map(7, 7, 96), map(7, 7, 64), Window.square(5, 1, 2), 2),
        new ConvolutionShape(
            map(6, 6, 5), map(6, 6, 15), Window.square(3, 1, 1), 5), // depth multiplier of 3
        new ConvolutionShape(map(7, 9, 33), map(4, 5, 40), Window.square(1, 2, 0), 1),
        new ConvolutionShape(map(7, 9, 33), map(7, 9, 40), Window.POINT, 1),
        new ConvolutionShape(map(4, 4, 6), map(4, 4, 8), Window.POINT, 2),
        new ConvolutionShape(map(1, 1, 1), map(1, 1, 1), Window.square(3, 1, 1), 1),
        new ConvolutionShape(map(2, 3, 2), map(4, 5, 3), Window.square(1, 1, 1), 1),
        // Kernels of even and of unequal sides, one larger than the map, dilation within groups.
        new ConvolutionShape(map(9, 8, 3), map(6, 5, 17), Window.square(4, 1, 0), 1),
        new ConvolutionShape(map(6, 9, 5), map(6, 9, 9), new Window(1, 7, 1, 1, 1, 1, 0, 3), 1),
        new ConvolutionShape(map(3, 2, 4), map(3, 2, 33), Window.square(7, 1, 3), 1),
        new ConvolutionShape(map(9, 7, 6), map(5, 7, 10), new Window(3, 3, 2, 1, 3, 2, 3, 2), 2),
        new ConvolutionShape(map(30, 31, 16), map(30, 31, 14), Window.square(3, 1, 1), 2),
        // More patches than are gathered at once.
        new ConvolutionShape(map(28, 28, 64), map(28, 28, 20), Window.square(3, 1, 1), 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("convolutions")
  void a_convolution_is_the_textbooks_for_any_kernel_stride_dilation_padding_and_groups(
      ConvolutionShape shape) {
    Guarded in = Guarded.random(shape.in().size(), 20);
    float[] weights = Guarded.values(shape.weights(), 21);
    float[] bias = Guarded.values(shape.out().channels(), 22);
    Operation convolution = convolution(shape, in, weights, bias);

    float[] sums = convolution.whole(kernels(), shape.out().size(), shape.out().height());

    assertWithin(NaiveReference.convolution(shape, in.values(), weights, bias), sums);
    convolution.assertSameForAllRanges(kernels(), shape.out().size(), shape.out().height());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("convolutions")
  void a_convolution_adds_a_residual_before_the_activation(ConvolutionShape shape) {
    Guarded in = Guarded.random(shape.in().size(), 23);
    Guarded residual = Guarded.random(shape.out().size(), 24);
    float[] weights = Guarded.values(shape.weights(), 25);
    float[] bias = Guarded.values(shape.out().channels(), 26);
    Activation relu = new Activation.Relu();
    Operation added =
        (k, out, at, from, to) -> {
          Guarded scratch = Guarded.empty(k.convolutionScratch(shape));
          k.convolutionAdd(
              shape,
              in.array(),
              in.offset(),
              k.packConvolution(shape, weights, bias),
              residual.array(),
              residual.offset(),
              relu,
              scratch.array(),
              scratch.offset(),
              out,
              at,
              from,
              to);
          scratch.assertBandsUntouched();
        };

    float[] sums =
        convolution(shape, in, weights, bias)
            .whole(kernels(), shape.out().size(), shape.out().height());
    float[] expected = new float[shape.out().size()];
    kernels().add(sums, 0, residual.values(), 0, relu, expected, 0, 0, expected.length);

    assertEqual(expected, added.whole(kernels(), shape.out().size(), shape.out().height()));
    added.assertSameForAllRanges(kernels(), shape.out().size(), shape.out().height());
  }

  static List<DepthwiseShape> depthwises() {
    List<DepthwiseShape> shapes = new ArrayList<>();
    for (int channels : new int[] {1, 3, 4, 5, 8, 15, 16, 17, 24, 31, 32, 40, 72}) {
      for (int width : new int[] {1, 2, 5, 7, 14}) {
        shapes.add(depthwise(5, width, channels, Window.square(3, 1, 1)));
      }
      shapes.add(depthwise(9, 11, channels, Window.square(3, 2, 1)));
      shapes.add(depthwise(9, 14, channels, Window.square(5, 1, 2)));
      shapes.add(depthwise(10, 14, channels, Window.square(5, 2, 2)));
      shapes.add(depthwise(10, 14, channels, Window.square(3, 2, 0)));
      shapes.add(depthwise(9, 13, channels, new Window(3, 3, 2, 1, 1, 1, 1, 1)));
      shapes.add(depthwise(9, 13, channels, new Window(3, 5, 1, 2, 1, 1, 1, 2)));
      shapes.add(depthwise(12, 15, channels, new Window(3, 3, 1, 1, 2, 3, 2, 3)));
      shapes.add(depthwise(7, 7, channels, Window.square(7, 1, 3)));
      shapes.add(depthwise(6, 9, channels, Window.square(2, 1, 0)));
      shapes.add(depthwise(3, 3, channels, Window.square(9, 1, 4)));
    }
    // Widths around every tile, kernels of any size, one larger than the map.
    for (int width : new int[] {3, 4, 6, 8, 9, 13, 15, 16, 17, 31}) {
      shapes.add(depthwise(4, width, 17, Window.square(3, 1, 1)));
      shapes.add(depthwise(4, width, 9, Window.square(3, 2, 1)));
      shapes.add(depthwise(6, width, 19, Window.square(5, 1, 2)));
    }
    shapes.add(depthwise(9, 12, 33, Window.square(4, 1, 0)));
    shapes.add(depthwise(9, 12, 18, Window.square(6, 3, 2)));
    shapes.add(depthwise(11, 13, 20, Window.square(11, 1, 5)));
    shapes.add(depthwise(2, 3, 20, Window.square(13, 1, 6)));
    shapes.add(depthwise(8, 9, 21, new Window(1, 7, 1, 1, 1, 1, 0, 3)));
    shapes.add(depthwise(8, 9, 21, new Window(7, 1, 2, 3, 1, 1, 3, 0)));
    shapes.add(depthwise(28, 28, 144, Window.square(3, 1, 1)));
    return shapes;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("depthwises")
  void a_depthwise_convolution_is_the_textbooks_for_any_kernel_stride_dilation_and_padding(
      DepthwiseShape shape) {
    Guarded in = Guarded.random(shape.in().size(), 27);
    float[] weights = Guarded.values(shape.window().taps() * shape.channels(), 28);
    float[] bias = Guarded.values(shape.channels(), 29);
    Operation depthwise = depthwise(shape, in, weights, bias, Activation.NONE);

    float[] sums = depthwise.whole(kernels(), shape.out().size(), shape.out().height());

    assertWithin(NaiveReference.depthwise(shape, in.values(), weights, bias), sums);
    depthwise.assertSameForAllRanges(kernels(), shape.out().size(), shape.out().height());
  }

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

  // The operations, on fixed inputs and weights.
  private static Operation pointwise(
      MatrixShape shape, Guarded in, float[] weights, float[] bias, Activation activation) {
    return (k, out, at, from, to) ->
        k.pointwise(
            shape,
            in.array(),
            in.offset(),
            k.packPointwise(shape.inner(), shape.columns(), weights, bias),
            activation,
            out,
            at,
            from,
            to);
  }

  private static Operation dense(
      MatrixShape shape, Guarded in, float[] weights, float[] bias, Activation activation) {
    return (k, out, at, from, to) ->
        k.dense(
            shape,
            in.array(),
            in.offset(),
            k.packDense(shape.inner(), shape.columns(), weights, bias),
            activation,
            out,
            at,
            from,
            to);
  }

  private static Operation convolution(
      ConvolutionShape shape, Guarded in, float[] weights, float[] bias) {
    return (k, out, at, from, to) -> {
      Guarded scratch = Guarded.empty(k.convolutionScratch(shape));
      k.convolution(
          shape,
          in.array(),
          in.offset(),
          k.packConvolution(shape, weights, bias),
          Activation.NONE,
          scratch.array(),
          scratch.offset(),
          out,
          at,
          from,
          to);
      scratch.assertBandsUntouched();
    };
  }

  private static Operation depthwise(
      DepthwiseShape shape, Guarded in, float[] weights, float[] bias, Activation activation) {
    return (k, out, at, from, to) ->
        k.depthwise(
            shape,
            in.array(),
            in.offset(),
            k.packDepthwise(shape, weights, bias),
            activation,
            out,
            at,
            from,
            to);
  }

  private static FeatureMap map(int height, int width, int channels) {
    return new FeatureMap(height, width, channels);
  }

  /**
   * A depthwise shape whose output is what the window makes of the input with the same padding on
   * both sides.
   */
  private static DepthwiseShape depthwise(int height, int width, int channels, Window window) {
    int outHeight =
        outSize(
            height,
            window.padTop(),
            window.kernelHeight(),
            window.dilationHeight(),
            window.strideHeight());
    int outWidth =
        outSize(
            width,
            window.padLeft(),
            window.kernelWidth(),
            window.dilationWidth(),
            window.strideWidth());
    return new DepthwiseShape(
        map(height, width, channels), map(outHeight, outWidth, channels), window);
  }

  private static int outSize(int size, int pad, int kernel, int dilation, int stride) {
    return (size + 2 * pad - (kernel - 1) * dilation - 1) / stride + 1;
  }

  private static int outputs(MatrixShape shape) {
    return shape.rows() * shape.columns();
  }

  private static Guarded scaled(Guarded guarded, float factor) {
    float[] values = guarded.values();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return Guarded.of(values);
  }
}
