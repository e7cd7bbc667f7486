package org.mobilenet4j.kernels;

/**
 * The reference: every operation in plain loops, written for reading. Other kernels must give equal results; without the
 * vector module this is what runs.
 */
public final class ScalarKernels implements Kernels {
  /** The scalar kernels. */
  public ScalarKernels() {}

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public PackedWeights packPointwise(int inner, int columns, float[] weights, float[] bias) {
    PackedWeights.check(weights, bias, inner, columns);
    return new PackedWeights(this, inner, columns, ScalarMatrix.pack(inner, columns, weights, bias));
  }

  @Override
  public void pointwise(
      MatrixShape shape,
      float[] in,
      int inOffset,
      PackedWeights weights,
      Activation activation,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    Bounds.rows(shape, in, inOffset, out, outOffset, fromRow, toRow);
    float[] packed = weights.valuesFor(this, shape.inner(), shape.columns());
    matrix(shape, in, inOffset, packed, Residual.NONE, out, outOffset, activation, out, outOffset, fromRow, toRow);
  }

  @Override
  public void pointwiseAdd(
      MatrixShape shape,
      float[] in,
      int inOffset,
      PackedWeights weights,
      float[] residual,
      int residualOffset,
      Activation activation,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    Bounds.rows(shape, in, inOffset, out, outOffset, fromRow, toRow);
    Bounds.region("residual", residual, residualOffset, (long) shape.rows() * shape.columns());
    float[] packed = weights.valuesFor(this, shape.inner(), shape.columns());
    matrix(
        shape, in, inOffset, packed, Residual.ADDED, residual, residualOffset, activation, out, outOffset, fromRow, toRow);
  }

  private static void matrix(
      MatrixShape shape,
      float[] in,
      int inOffset,
      float[] packed,
      Residual mode,
      float[] residual,
      int residualOffset,
      Activation activation,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    int inner = shape.inner();
    int columns = shape.columns();
    for (int row = fromRow; row < toRow; row++) {
      int at = outOffset + row * columns;
      ScalarMatrix.row(
          inner,
          in,
          inOffset + row * inner,
          packed,
          columns,
          mode,
          residual,
          residualOffset + row * columns,
          out,
          at,
          0,
          columns);
      ScalarActivation.apply(activation, out, at, out, at, columns);
    }
  }

  @Override
  public PackedWeights packDense(int inner, int columns, float[] weights, float[] bias) {
    return packPointwise(inner, columns, weights, bias);
  }

  @Override
  public void dense(
      MatrixShape shape,
      float[] in,
      int inOffset,
      PackedWeights weights,
      Activation activation,
      float[] out,
      int outOffset,
      int fromColumn,
      int toColumn) {
    Bounds.columns(shape, in, inOffset, out, outOffset, fromColumn, toColumn);
    int inner = shape.inner();
    int columns = shape.columns();
    float[] packed = weights.valuesFor(this, inner, columns);
    for (int row = 0; row < shape.rows(); row++) {
      int at = outOffset + row * columns;
      ScalarMatrix.row(
          inner, in, inOffset + row * inner, packed, columns, Residual.NONE, out, at, out, at, fromColumn, toColumn);
      ScalarActivation.apply(activation, out, at + fromColumn, out, at + fromColumn, toColumn - fromColumn);
    }
  }

  @Override
  public PackedWeights packConvolution(ConvolutionShape shape, float[] weights, float[] bias) {
    return packPointwise(shape.patch(), shape.out().channels(), weights, bias);
  }

  @Override
  public int convolutionScratch(ConvolutionShape shape) {
    return shape.isPointwise() ? 0 : Im2col.blockSize(shape);
  }

  @Override
  public void convolution(
      ConvolutionShape shape,
      float[] in,
      int inOffset,
      PackedWeights weights,
      Activation activation,
      float[] scratch,
      int scratchOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    Bounds.rows(shape.in(), shape.out(), in, inOffset, out, outOffset, fromRow, toRow);
    Bounds.region("scratch", scratch, scratchOffset, convolutionScratch(shape));
    float[] packed = weights.valuesFor(this, shape.patch(), shape.out().channels());
    convolve(
        shape,
        in,
        inOffset,
        packed,
        Residual.NONE,
        out,
        outOffset,
        activation,
        scratch,
        scratchOffset,
        out,
        outOffset,
        fromRow,
        toRow);
  }

  @Override
  public void convolutionAdd(
      ConvolutionShape shape,
      float[] in,
      int inOffset,
      PackedWeights weights,
      float[] residual,
      int residualOffset,
      Activation activation,
      float[] scratch,
      int scratchOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    Bounds.rows(shape.in(), shape.out(), in, inOffset, out, outOffset, fromRow, toRow);
    Bounds.region("residual", residual, residualOffset, shape.out().size());
    Bounds.region("scratch", scratch, scratchOffset, convolutionScratch(shape));
    float[] packed = weights.valuesFor(this, shape.patch(), shape.out().channels());
    convolve(
        shape,
        in,
        inOffset,
        packed,
        Residual.ADDED,
        residual,
        residualOffset,
        activation,
        scratch,
        scratchOffset,
        out,
        outOffset,
        fromRow,
        toRow);
  }

  private static void convolve(
      ConvolutionShape shape,
      float[] in,
      int inOffset,
      float[] packed,
      Residual mode,
      float[] residual,
      int residualOffset,
      Activation activation,
      float[] scratch,
      int scratchOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    int width = shape.out().width();
    int columns = shape.out().channels();
    if (shape.isPointwise()) {
      MatrixShape matrix = new MatrixShape(shape.out().pixels(), shape.patch(), columns);
      matrix(
          matrix,
          in,
          inOffset,
          packed,
          mode,
          residual,
          residualOffset,
          activation,
          out,
          outOffset,
          fromRow * width,
          toRow * width);
      return;
    }
    int patch = shape.patch();
    for (int y = fromRow; y < toRow; y++) {
      int rowOffset = y * width * columns;
      for (int group = 0; group < shape.groups(); group++) {
        Im2col.gather(shape, group, in, inOffset, scratch, scratchOffset, y, y + 1);
        for (int x = 0; x < width; x++) {
          ScalarMatrix.row(
              patch,
              scratch,
              scratchOffset + x * patch,
              packed,
              columns,
              mode,
              residual,
              residualOffset + rowOffset + x * columns,
              out,
              outOffset + rowOffset + x * columns,
              group * shape.groupOutputs(),
              (group + 1) * shape.groupOutputs());
        }
      }
      ScalarActivation.apply(activation, out, outOffset + rowOffset, out, outOffset + rowOffset, width * columns);
    }
  }

  @Override
  public PackedWeights packDepthwise(DepthwiseShape shape, float[] weights, float[] bias) {
    return packPointwise(shape.window().taps(), shape.channels(), weights, bias);
  }

  @Override
  public void depthwise(
      DepthwiseShape shape,
      float[] in,
      int inOffset,
      PackedWeights weights,
      Activation activation,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    Bounds.rows(shape.in(), shape.out(), in, inOffset, out, outOffset, fromRow, toRow);
    float[] packed = weights.valuesFor(this, shape.window().taps(), shape.channels());
    ScalarDepthwise.rows(shape, in, inOffset, packed, out, outOffset, fromRow, toRow);
    int row = shape.out().width() * shape.channels();
    int at = outOffset + fromRow * row;
    ScalarActivation.apply(activation, out, at, out, at, (toRow - fromRow) * row);
  }

  @Override
  public void maxPool(PoolShape shape, float[] in, int inOffset, float[] out, int outOffset, int fromRow, int toRow) {
    Bounds.rows(shape.in(), shape.out(), in, inOffset, out, outOffset, fromRow, toRow);
    ScalarPools.max(shape, in, inOffset, out, outOffset, fromRow, toRow);
  }

  @Override
  public void averagePool(
      PoolShape shape, Divisor divisor, float[] in, int inOffset, float[] out, int outOffset, int fromRow, int toRow) {
    Bounds.rows(shape.in(), shape.out(), in, inOffset, out, outOffset, fromRow, toRow);
    ScalarPools.average(shape, divisor, in, inOffset, out, outOffset, fromRow, toRow);
  }

  @Override
  public void globalAveragePool(
      FeatureMap shape, float[] in, int inOffset, float[] out, int outOffset, int fromChannel, int toChannel) {
    Bounds.channels(shape, in, inOffset, out, outOffset, fromChannel, toChannel);
    ScalarPools.globalAverage(shape, in, inOffset, out, outOffset, fromChannel, toChannel);
  }

  @Override
  public void add(
      float[] first,
      int firstOffset,
      float[] second,
      int secondOffset,
      Activation activation,
      float[] out,
      int outOffset,
      int from,
      int to) {
    Bounds.values(first, firstOffset, out, outOffset, from, to);
    Bounds.region("second input", second, secondOffset, to);
    for (int i = from; i < to; i++) {
      out[outOffset + i] = first[firstOffset + i] + second[secondOffset + i];
    }
    ScalarActivation.apply(activation, out, outOffset + from, out, outOffset + from, to - from);
  }

  @Override
  public void activate(Activation activation, float[] in, int inOffset, float[] out, int outOffset, int from, int to) {
    Bounds.values(in, inOffset, out, outOffset, from, to);
    ScalarActivation.apply(activation, in, inOffset + from, out, outOffset + from, to - from);
  }

  @Override
  public void concat(
      int channels,
      float[] in,
      int inOffset,
      int outChannels,
      int atChannel,
      float[] out,
      int outOffset,
      int fromPixel,
      int toPixel) {
    Bounds.concat(channels, in, inOffset, outChannels, atChannel, out, outOffset, fromPixel, toPixel);
    for (int pixel = fromPixel; pixel < toPixel; pixel++) {
      System.arraycopy(in, inOffset + pixel * channels, out, outOffset + pixel * outChannels + atChannel, channels);
    }
  }

  @Override
  public void scale(
      int channels,
      float[] in,
      int inOffset,
      float[] gate,
      int gateOffset,
      float[] out,
      int outOffset,
      int fromPixel,
      int toPixel) {
    Bounds.pixels(channels, in, inOffset, out, outOffset, fromPixel, toPixel);
    Bounds.region("gate", gate, gateOffset, channels);
    for (int pixel = fromPixel; pixel < toPixel; pixel++) {
      int row = pixel * channels;
      for (int c = 0; c < channels; c++) {
        out[outOffset + row + c] = in[inOffset + row + c] * gate[gateOffset + c];
      }
    }
  }

  @Override
  public void scaleShift(
      float[] in,
      int inOffset,
      float[] scale,
      float[] shift,
      Activation activation,
      float[] out,
      int outOffset,
      int fromPixel,
      int toPixel) {
    int channels = Bounds.scaleShift(in, inOffset, scale, shift, out, outOffset, fromPixel, toPixel);
    for (int pixel = fromPixel; pixel < toPixel; pixel++) {
      int row = pixel * channels;
      for (int c = 0; c < channels; c++) {
        out[outOffset + row + c] = Fma.fma(in[inOffset + row + c], scale[c], shift[c]);
      }
    }
    int at = outOffset + fromPixel * channels;
    ScalarActivation.apply(activation, out, at, out, at, (toPixel - fromPixel) * channels);
  }

  @Override
  public void normalizeResponse(
      ResponseNormalization normalization,
      int channels,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromPixel,
      int toPixel) {
    Bounds.pixels(channels, in, inOffset, out, outOffset, fromPixel, toPixel);
    ScalarResponse.normalize(normalization, channels, in, inOffset, out, outOffset, fromPixel, toPixel);
  }

  @Override
  public void resize(ResizeShape shape, float[] in, int inOffset, float[] out, int outOffset, int fromRow, int toRow) {
    Bounds.rows(shape.in(), shape.out(), in, inOffset, out, outOffset, fromRow, toRow);
    ScalarResize.rows(shape, in, inOffset, out, outOffset, fromRow, toRow);
  }
}
