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
 * What all kernels must do at the edges: of vectors, of maps, of the numbers themselves. Part of
 * {@link KernelsContract}.
 */
abstract class KernelsEdgesContract {
  /** The kernels under test. */
  abstract Kernels kernels();

  static List<Activation> allActivations() {
    return KernelsContract.ACTIVATIONS;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("allActivations")
  void an_activation_of_any_number_of_values_is_the_same(Activation activation) {
    for (int size = 1; size <= 67; size++) {
      Guarded in = Guarded.random(size, size);
      Operation activate =
          (k, out, at, from, to) ->
              k.activate(activation, in.array(), in.offset(), out, at, from, to);

      activate.assertSameForAllRanges(kernels(), in.size(), in.size());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("allActivations")
  void an_activation_of_the_greatest_and_smallest_numbers_is_the_scalar_one(Activation activation) {
    float[] numbers = {
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      Float.MIN_NORMAL,
      -Float.MIN_NORMAL,
      0f,
      -0f,
      3f,
      -3f,
      6f,
      -6f,
      Math.nextUp(6f),
      Math.nextDown(6f),
      Math.nextUp(-3f),
      Math.nextDown(-3f),
      2.5f,
      -2.5f,
      87.5f,
      -87.5f,
      88.8f,
      -88.8f,
      104f,
      -104f,
      1000f,
      -1000f,
    };
    float[] expected = new float[numbers.length];
    float[] found = new float[numbers.length];

    new ScalarKernels().activate(activation, numbers, 0, expected, 0, 0, numbers.length);
    kernels().activate(activation, numbers, 0, found, 0, 0, numbers.length);

    for (int i = 0; i < numbers.length; i++) {
      // One number or both none; -0 and 0 are one.
      assertThat(found[i] == expected[i] || (Float.isNaN(found[i]) && Float.isNaN(expected[i])))
          .as("%s of %s is %s, expected %s", activation, numbers[i], found[i], expected[i])
          .isTrue();
    }
  }

  @Test
  void the_functions_with_an_upper_bound_never_leave_it() {
    float[] numbers = {-1e38f, -1e30f, -1000, -104, 104, 1000, 1e30f, 1e38f};
    float[] relu6 = new float[8];
    float[] hardSigmoid = new float[8];
    float[] sigmoid = new float[8];

    kernels().activate(new Activation.Relu6(), numbers, 0, relu6, 0, 0, 8);
    kernels().activate(new Activation.HardSigmoid(0.2f, 0.5f), numbers, 0, hardSigmoid, 0, 0, 8);
    kernels().activate(new Activation.Sigmoid(), numbers, 0, sigmoid, 0, 0, 8);

    for (int i = 0; i < 8; i++) {
      boolean high = i >= 4;
      assertThat(relu6[i]).isEqualTo(high ? 6f : 0f);
      assertThat(hardSigmoid[i]).isEqualTo(high ? 1f : 0f);
      assertThat((double) sigmoid[i]).isCloseTo(high ? 1 : 0, within(0x1p-23));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 65})
  void sums_gates_and_shifts_hold_for_any_number_of_channels(int channels) {
    int pixels = 7;
    int size = pixels * channels;
    Guarded first = Guarded.random(size, 1);
    Guarded second = Guarded.random(size, 2);
    Guarded gate = Guarded.random(channels, 3);
    float[] scale = Guarded.values(channels, 4);
    float[] shift = Guarded.values(channels, 5);
    Activation none = Activation.NONE;
    Operation add =
        (k, out, at, from, to) ->
            k.add(
                first.array(),
                first.offset(),
                second.array(),
                second.offset(),
                none,
                out,
                at,
                from,
                to);
    Operation gated =
        (k, out, at, from, to) ->
            k.scale(
                channels,
                first.array(),
                first.offset(),
                gate.array(),
                gate.offset(),
                out,
                at,
                from,
                to);
    Operation shifted =
        (k, out, at, from, to) ->
            k.scaleShift(first.array(), first.offset(), scale, shift, none, out, at, from, to);

    float[] sums = add.whole(kernels(), size, size);
    float[] products = gated.whole(kernels(), size, pixels);
    float[] normalised = shifted.whole(kernels(), size, pixels);

    for (int i = 0; i < size; i++) {
      int c = i % channels;
      float value = first.values()[i];
      assertThat(sums[i]).isEqualTo(value + second.values()[i]);
      assertThat(products[i]).isEqualTo(value * gate.values()[c]);
      assertThat(normalised[i]).isEqualTo(Math.fma(value, scale[c], shift[c]));
    }
    add.assertSameForAllRanges(kernels(), size, size);
    gated.assertSameForAllRanges(kernels(), size, pixels);
    shifted.assertSameForAllRanges(kernels(), size, pixels);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16, 33})
  void a_neighbourhood_may_be_wider_than_the_channels(int channels) {
    ResponseNormalization normalization = new ResponseNormalization(5, 0.5f, 0.75f, 1f);
    int size = 6 * channels;
    Guarded in = Guarded.random(size, channels);
    Operation normalize =
        (k, out, at, from, to) ->
            k.normalizeResponse(
                normalization, channels, in.array(), in.offset(), out, at, from, to);

    float[] values = normalize.whole(kernels(), size, 6);

    for (int i = 0; i < size; i++) {
      double sum = 0;
      for (int c = Math.max(i % channels - 2, 0);
          c <= Math.min(i % channels + 2, channels - 1);
          c++) {
        double neighbour = in.values()[i / channels * channels + c];
        sum += neighbour * neighbour;
      }
      double expected = in.values()[i] / Math.pow(1 + 0.1 * sum, 0.75);
      // Some ten roundings of values of at most 1.5.
      assertThat((double) values[i]).isCloseTo(expected, within(15 * 0x1p-24));
    }
    normalize.assertSameForAllRanges(kernels(), size, 6);
  }

  static List<ResizeShape> resizes() {
    List<ResizeShape> shapes = new ArrayList<>();
    for (int channels : new int[] {1, 3, 17}) {
      FeatureMap in = new FeatureMap(5, 7, channels);
      for (int[] size :
          new int[][] {{1, 1}, {5, 7}, {10, 14}, {11, 3}, {2, 20}, {4, 6}, {17, 17}}) {
        shapes.add(new ResizeShape(in, new FeatureMap(size[0], size[1], channels)));
      }
      shapes.add(new ResizeShape(new FeatureMap(1, 1, channels), new FeatureMap(3, 4, channels)));
    }
    return shapes;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("resizes")
  void a_resize_mixes_the_four_nearest_pixels(ResizeShape shape) {
    Guarded in = Guarded.random(shape.in().size(), 6);
    Operation resize =
        (k, out, at, from, to) -> k.resize(shape, in.array(), in.offset(), out, at, from, to);

    float[] values = resize.whole(kernels(), shape.out().size(), shape.out().height());

    float[] pixels = in.values();
    for (int i = 0; i < values.length; i++) {
      int channels = shape.in().channels();
      int y = i / channels / shape.out().width();
      int x = i / channels % shape.out().width();
      double expected = NaiveReference.interpolate(shape, pixels, y, x, i % channels);
      // Two mixes of values of at most 1, two roundings each, and two of their weights.
      assertThat((double) values[i]).isCloseTo(expected, within(8 * 0x1p-24));
    }
    resize.assertSameForAllRanges(kernels(), shape.out().size(), shape.out().height());
  }

  @Test
  void a_convolution_may_write_onto_its_residual() {
    ConvolutionShape shape =
        new ConvolutionShape(
            new FeatureMap(6, 7, 4), new FeatureMap(6, 7, 19), Window.square(3, 1, 1), 1);
    Guarded in = Guarded.random(shape.in().size(), 7);
    Guarded residual = Guarded.random(shape.out().size(), 8);
    PackedWeights packed =
        kernels()
            .packConvolution(shape, Guarded.values(shape.weights(), 9), Guarded.values(19, 10));
    Operation onto =
        (k, out, at, from, to) ->
            k.convolutionAdd(
                shape,
                in.array(),
                in.offset(),
                packed,
                residual.array(),
                residual.offset(),
                new Activation.Relu6(),
                new float[k.convolutionScratch(shape)],
                0,
                out,
                at,
                from,
                to);
    float[] apart = onto.whole(kernels(), shape.out().size(), 6);

    onto.run(kernels(), residual.array(), residual.offset(), 0, 6);

    residual.assertBandsUntouched();
    assertEqual(apart, residual.values());
  }

  @Test
  void an_empty_range_writes_nothing() {
    float[] in = Guarded.values(64, 11);
    Guarded out = Guarded.empty(64);
    PackedWeights square = kernels().packPointwise(8, 8, in, new float[8]);

    kernels()
        .pointwise(
            new MatrixShape(8, 8, 8),
            in,
            0,
            square,
            Activation.NONE,
            out.array(),
            out.offset(),
            3,
            3);
    kernels().activate(new Activation.Relu(), in, 0, out.array(), out.offset(), 5, 5);
    kernels().globalAveragePool(new FeatureMap(2, 4, 8), in, 0, out.array(), out.offset(), 8, 8);

    out.assertBandsUntouched();
    assertThat(out.values()).containsOnly(Float.NaN);
  }
}
