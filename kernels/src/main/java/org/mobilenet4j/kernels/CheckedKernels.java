package org.mobilenet4j.kernels;

/**
 * What all kernels do alike: they check their arguments before they touch an array, gather patches,
 * copy, and compute the two rare operations that only a scalar form has. The rest is left to the
 * implementation.
 */
abstract sealed class CheckedKernels implements Kernels permits ScalarKernels, VectorKernels {
  private final MatrixProduct product;
  private final MapKernel maps;
  private final ElementKernel elements;

  CheckedKernels(MatrixProduct product, MapKernel maps, ElementKernel elements) {
    this.product = product;
    this.maps = maps;
    this.elements = elements;
  }

  @Override
  public PackedWeights packPointwise(int inner, int columns, float[] weights, float[] bias) {
    return Products.pack(this, product, 1, inner, columns, weights, bias);
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
    Products.rows(
        product,
        activation,
        Residual.NONE,
        shape.inner(),
        in,
        inOffset,
        packed,
        out,
        outOffset,
        out,
        outOffset,
        shape.columns(),
        fromRow,
        toRow);
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
    Products.rows(
        product,
        activation,
        Residual.ADDED,
        shape.inner(),
        in,
        inOffset,
        packed,
        residual,
        residualOffset,
        out,
        outOffset,
        shape.columns(),
        fromRow,
        toRow);
  }

  @Override
  public PackedWeights packDense(int inner, int columns, float[] weights, float[] bias) {
    return Products.pack(this, product, 1, inner, columns, weights, bias);
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
    float[] packed = weights.valuesFor(this, shape.inner(), shape.columns());
    Products.columns(
        product, activation, shape, in, inOffset, packed, out, outOffset, fromColumn, toColumn);
  }

  @Override
  public PackedWeights packConvolution(ConvolutionShape shape, float[] weights, float[] bias) {
    return Products.pack(
        this, product, shape.groups(), shape.patch(), shape.out().channels(), weights, bias);
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
    convolve(
        shape,
        in,
        inOffset,
        weights,
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
    convolve(
        shape,
        in,
        inOffset,
        weights,
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

  private void convolve(
      ConvolutionShape shape,
      float[] in,
      int inOffset,
      PackedWeights weights,
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
    Bounds.rows(shape.in(), shape.out(), in, inOffset, out, outOffset, fromRow, toRow);
    Bounds.region("residual", residual, residualOffset, shape.out().size());
    Bounds.region("scratch", scratch, scratchOffset, convolutionScratch(shape));
    float[] packed = weights.valuesFor(this, shape.patch(), shape.out().channels());
    if (shape.isPointwise()) {
      int width = shape.out().width();
      Products.rows(
          product,
          activation,
          mode,
          shape.patch(),
          in,
          inOffset,
          packed,
          residual,
          residualOffset,
          out,
          outOffset,
          shape.out().channels(),
          fromRow * width,
          toRow * width);
    } else {
      Products.convolve(
          product,
          activation,
          mode,
          shape,
          in,
          inOffset,
          packed,
          residual,
          residualOffset,
          scratch,
          scratchOffset,
          out,
          outOffset,
          fromRow,
          toRow);
    }
  }

  @Override
  public PackedWeights packDepthwise(DepthwiseShape shape, float[] weights, float[] bias) {
    int taps = shape.window().taps();
    PackedWeights.check(weights, bias, taps, shape.channels());
    float[] packed = new float[(taps + 1) * shape.channels()];
    System.arraycopy(weights, 0, packed, 0, weights.length);
    System.arraycopy(bias, 0, packed, weights.length, bias.length);
    return new PackedWeights(this, taps, shape.channels(), packed);
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
    maps.depthwise(activation, shape, in, inOffset, packed, out, outOffset, fromRow, toRow);
  }

  @Override
  public void maxPool(
      PoolShape shape,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    Bounds.rows(shape.in(), shape.out(), in, inOffset, out, outOffset, fromRow, toRow);
    maps.max(shape, in, inOffset, out, outOffset, fromRow, toRow);
  }

  @Override
  public void averagePool(
      PoolShape shape,
      Divisor divisor,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    Bounds.rows(shape.in(), shape.out(), in, inOffset, out, outOffset, fromRow, toRow);
    maps.average(shape, divisor, in, inOffset, out, outOffset, fromRow, toRow);
  }

  @Override
  public void globalAveragePool(
      FeatureMap shape,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromChannel,
      int toChannel) {
    Bounds.channels(shape, in, inOffset, out, outOffset, fromChannel, toChannel);
    maps.globalAverage(shape, in, inOffset, out, outOffset, fromChannel, toChannel);
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
    int at = outOffset + from;
    elements.add(first, firstOffset + from, second, secondOffset + from, out, at, to - from);
    elements.activate(activation, out, at, out, at, to - from);
  }

  @Override
  public void activate(
      Activation activation,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int from,
      int to) {
    Bounds.values(in, inOffset, out, outOffset, from, to);
    elements.activate(activation, in, inOffset + from, out, outOffset + from, to - from);
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
    Bounds.concat(
        channels, in, inOffset, outChannels, atChannel, out, outOffset, fromPixel, toPixel);
    for (int pixel = fromPixel; pixel < toPixel; pixel++) {
      System.arraycopy(
          in,
          inOffset + pixel * channels,
          out,
          outOffset + pixel * outChannels + atChannel,
          channels);
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
      int at = pixel * channels;
      elements.scale(in, inOffset + at, gate, gateOffset, out, outOffset + at, channels);
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
    int channels =
        Bounds.scaleShift(in, inOffset, scale, shift, out, outOffset, fromPixel, toPixel);
    for (int pixel = fromPixel; pixel < toPixel; pixel++) {
      int at = pixel * channels;
      elements.scaleShift(in, inOffset + at, scale, shift, out, outOffset + at);
      elements.activate(activation, out, outOffset + at, out, outOffset + at, channels);
    }
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
    ScalarResponse.normalize(
        normalization, channels, in, inOffset, out, outOffset, fromPixel, toPixel);
  }

  @Override
  public void resize(
      ResizeShape shape,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    Bounds.rows(shape.in(), shape.out(), in, inOffset, out, outOffset, fromRow, toRow);
    ScalarResize.rows(shape, in, inOffset, out, outOffset, fromRow, toRow);
  }
}
