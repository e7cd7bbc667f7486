package org.mobilenet4j.kernels;

import static org.mobilenet4j.kernels.Operation.assertEqual;
import static org.mobilenet4j.kernels.Operation.assertFusedEqualsSeparate;
import static org.mobilenet4j.kernels.Operation.assertWithin;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What matrix products must do: the textbook's result within rounding, the scalar kernels' result
 * exactly, the same for every division of the work, and not one value read or written beyond the
 * regions they were given.
 */
abstract class KernelsProductsContract extends KernelsArgumentsContract {
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

  // The operations, on fixed inputs and weights.
  static Operation pointwise(
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

  static Operation dense(
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

  static Operation depthwise(
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

  static FeatureMap map(int height, int width, int channels) {
    return new FeatureMap(height, width, channels);
  }

  static int outputs(MatrixShape shape) {
    return shape.rows() * shape.columns();
  }

  static Guarded scaled(Guarded guarded, float factor) {
    float[] values = guarded.values();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return Guarded.of(values);
  }
}
