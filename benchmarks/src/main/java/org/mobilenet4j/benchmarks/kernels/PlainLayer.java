package org.mobilenet4j.benchmarks.kernels;

import org.mobilenet4j.kernels.Activation;
import org.mobilenet4j.kernels.ConvolutionShape;
import org.mobilenet4j.kernels.DepthwiseShape;
import org.mobilenet4j.kernels.Kernels;
import org.mobilenet4j.kernels.MatrixShape;
import org.mobilenet4j.kernels.PackedWeights;

/**
 * A layer on kernels written in Java, channels last: the scalar reference or vectors.
 *
 * @param out where its result goes
 * @param work computes it
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record PlainLayer(float[] out, Runnable work) implements BoundLayer {
  private static final Activation RELU6 = new Activation.Relu6();

  static BoundLayer pointwise(Kernels kernels, MatrixShape shape) {
    PackedWeights weights =
        kernels.packPointwise(
            shape.inner(),
            shape.columns(),
            Layer.random(shape.inner() * shape.columns()),
            Layer.random(shape.columns()));
    float[] in = Layer.random(shape.rows() * shape.inner());
    float[] out = new float[shape.rows() * shape.columns()];
    return new PlainLayer(
        out, () -> kernels.pointwise(shape, in, 0, weights, RELU6, out, 0, 0, shape.rows()));
  }

  static BoundLayer depthwise(Kernels kernels, DepthwiseShape shape) {
    int channels = shape.in().channels();
    PackedWeights weights =
        kernels.packDepthwise(
            shape, Layer.random(shape.window().taps() * channels), Layer.random(channels));
    float[] in = Layer.random(shape.in().size());
    float[] out = new float[shape.out().size()];
    return new PlainLayer(
        out,
        () -> kernels.depthwise(shape, in, 0, weights, RELU6, out, 0, 0, shape.out().height()));
  }

  static BoundLayer convolution(Kernels kernels, ConvolutionShape shape) {
    PackedWeights weights =
        kernels.packConvolution(
            shape, Layer.random(shape.weights()), Layer.random(shape.out().channels()));
    float[] in = Layer.random(shape.in().size());
    float[] out = new float[shape.out().size()];
    float[] scratch = new float[kernels.convolutionScratch(shape)];
    return new PlainLayer(
        out,
        () ->
            kernels.convolution(
                shape, in, 0, weights, RELU6, scratch, 0, out, 0, 0, shape.out().height()));
  }

  static BoundLayer dense(Kernels kernels, int inner, int units) {
    MatrixShape shape = new MatrixShape(1, inner, units);
    PackedWeights weights =
        kernels.packDense(inner, units, Layer.random(inner * units), Layer.random(units));
    float[] in = Layer.random(inner);
    float[] out = new float[units];
    return new PlainLayer(
        out, () -> kernels.dense(shape, in, 0, weights, Activation.NONE, out, 0, 0, units));
  }

  @Override
  public float[] run() {
    work.run();
    return out;
  }

  @Override
  public float[] channelsLast() {
    return out;
  }
}
