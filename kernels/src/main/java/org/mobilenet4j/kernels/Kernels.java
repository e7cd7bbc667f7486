package org.mobilenet4j.kernels;

/**
 * The seam: every operation that an inference plan needs, on float arrays, offsets and shape
 * records. Feature maps are channels last, one picture a call; {@code inOffset} and {@code
 * outOffset} are where their first value lies.
 *
 * <p><b>Numbers.</b> All implementations give equal results. A sum of products starts at the bias
 * and takes its taps in the order kernel row, kernel column, input channel, each with one fused
 * multiply-add ({@link Math#fma(float, float, float)}); then the residual is added, then the
 * activation applied. Taps outside the map are left out by the depthwise convolution and the pools,
 * and are zeros in the patches of the general convolution. A NaN in the input comes out as NaN.
 * {@code -0} and {@code 0} count as equal.
 *
 * <p><b>Threads.</b> An implementation has no state. Each operation computes a range {@code [from,
 * to)} of its output, and ranges that do not overlap may be computed at the same time; the result
 * does not depend on how a whole is split. Nothing is allocated in a call; where scratch space is
 * needed the caller asks how much and brings it, one piece for each thread.
 *
 * <p><b>Regions.</b> Input and output must not overlap, except that element-wise operations
 * (activation, sum, scale) may write where they read, and the output may lie exactly on the
 * residual.
 *
 * <p><b>Errors.</b> {@link IllegalArgumentException} in one sentence for a range or a region
 * outside its bounds, for weights of the wrong number, and for weights that were packed by other
 * kernels.
 */
public interface Kernels {
  /** A short name for profiles and logs, such as {@code scalar} or {@code vector-512}. */
  String name();

  /**
   * Ranges of pixels of a pointwise convolution run fastest when they are cut at multiples of this.
   */
  int rowGrain();

  /** Ranges of columns of a dense layer run fastest when they are cut at multiples of this. */
  int columnGrain();

  /**
   * Packs the weights of a pointwise convolution, once, before any number of {@link #pointwise}
   * calls.
   *
   * @param weights {@code [inner, columns]}
   * @param bias one per column; zeros where the layer has none
   */
  PackedWeights packPointwise(int inner, int columns, float[] weights, float[] bias);

  /**
   * A pointwise (1x1, stride 1) convolution: the product of the input as it lies, pixels ×
   * channels, with the weights.
   *
   * @param shape rows are pixels (of one picture or of several that lie one behind the other)
   * @param fromRow first pixel to compute
   * @param toRow one more than the last pixel to compute
   */
  void pointwise(
      MatrixShape shape,
      float[] in,
      int inOffset,
      PackedWeights weights,
      Activation activation,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow);

  /**
   * {@link #pointwise} whose sums are added to a residual before the activation.
   *
   * @param residual as large as the output; may be the output itself
   */
  void pointwiseAdd(
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
      int toRow);

  /**
   * Packs the weights of a dense layer, once, before any number of {@link #dense} calls.
   *
   * @param weights {@code [inner, columns]}
   * @param bias one per column; zeros where the layer has none
   */
  PackedWeights packDense(int inner, int columns, float[] weights, float[] bias);

  /**
   * A dense layer: as {@link #pointwise}, but made for one or few rows, and split by columns.
   *
   * @param shape rows are pictures
   * @param fromColumn first unit to compute, for all rows
   * @param toColumn one more than the last unit to compute
   */
  void dense(
      MatrixShape shape,
      float[] in,
      int inOffset,
      PackedWeights weights,
      Activation activation,
      float[] out,
      int outOffset,
      int fromColumn,
      int toColumn);

  /**
   * Packs the weights of a general convolution, once, before any number of {@link #convolution}
   * calls.
   *
   * @param weights {@code [kernelHeight, kernelWidth, in.channels / groups, out.channels]}
   * @param bias one per output channel; zeros where the layer has none
   */
  PackedWeights packConvolution(ConvolutionShape shape, float[] weights, float[] bias);

  /**
   * Floats of scratch that one call of {@link #convolution} needs, whatever its range; 0 where
   * nothing is gathered.
   */
  int convolutionScratch(ConvolutionShape shape);

  /**
   * A general convolution: {@link Im2col} gathers patches into the scratch, a matrix product does
   * the rest.
   *
   * @param scratch {@link #convolutionScratch} floats from {@code scratchOffset} on, for this call
   *     alone
   * @param fromRow first output row to compute
   * @param toRow one more than the last output row to compute
   */
  void convolution(
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
      int toRow);

  /**
   * {@link #convolution} whose sums are added to a residual before the activation.
   *
   * @param residual as large as the output; may be the output itself
   */
  void convolutionAdd(
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
      int toRow);

  /**
   * Packs the weights of a depthwise convolution, once, before any number of {@link #depthwise}
   * calls.
   *
   * @param weights {@code [kernelHeight, kernelWidth, channels]}
   * @param bias one per channel; zeros where the layer has none
   */
  PackedWeights packDepthwise(DepthwiseShape shape, float[] weights, float[] bias);

  /**
   * A depthwise convolution: every channel with its own kernel.
   *
   * @param fromRow first output row to compute
   * @param toRow one more than the last output row to compute
   */
  void depthwise(
      DepthwiseShape shape,
      float[] in,
      int inOffset,
      PackedWeights weights,
      Activation activation,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow);

  /**
   * The largest value of each window; NaN when the window holds one.
   *
   * @param fromRow first output row to compute
   * @param toRow one more than the last output row to compute
   */
  void maxPool(
      PoolShape shape,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow);

  /**
   * The average of each window: its values added in the order row, column, then divided.
   *
   * @param fromRow first output row to compute
   * @param toRow one more than the last output row to compute
   */
  void averagePool(
      PoolShape shape,
      Divisor divisor,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow);

  /**
   * The average of each channel over all pixels, added in their order, then divided; the output is
   * {@code [1, 1, channels]}.
   *
   * @param fromChannel first channel to compute
   * @param toChannel one more than the last channel to compute
   */
  void globalAveragePool(
      FeatureMap shape,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromChannel,
      int toChannel);

  /**
   * The sum of two tensors, value by value, then the activation.
   *
   * @param from first value to compute, counted from the offsets
   * @param to one more than the last value to compute
   */
  void add(
      float[] first,
      int firstOffset,
      float[] second,
      int secondOffset,
      Activation activation,
      float[] out,
      int outOffset,
      int from,
      int to);

  /**
   * An activation on its own.
   *
   * @param from first value to compute, counted from the offsets
   * @param to one more than the last value to compute
   */
  void activate(
      Activation activation,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int from,
      int to);

  /**
   * One input of a concatenation along the channels: copies its pixels into a wider map.
   *
   * @param channels channels of the input
   * @param outChannels channels of the output
   * @param atChannel channel of the output at which the input begins
   * @param fromPixel first pixel to copy
   * @param toPixel one more than the last pixel to copy
   */
  void concat(
      int channels,
      float[] in,
      int inOffset,
      int outChannels,
      int atChannel,
      float[] out,
      int outOffset,
      int fromPixel,
      int toPixel);

  /**
   * Multiplies every pixel by a gate, channel by channel (the scale of squeeze-and-excite).
   *
   * @param channels channels of input, gate and output
   * @param gate one value per channel
   * @param fromPixel first pixel to compute
   * @param toPixel one more than the last pixel to compute
   */
  void scale(
      int channels,
      float[] in,
      int inOffset,
      float[] gate,
      int gateOffset,
      float[] out,
      int outOffset,
      int fromPixel,
      int toPixel);

  /**
   * A batch normalisation that was not folded: {@code x * scale + shift} per channel (rounded
   * once), then the activation.
   *
   * @param scale one per channel: gamma / sqrt(variance + epsilon)
   * @param shift one per channel: beta - mean * scale
   * @param fromPixel first pixel to compute
   * @param toPixel one more than the last pixel to compute
   */
  void scaleShift(
      float[] in,
      int inOffset,
      float[] scale,
      float[] shift,
      Activation activation,
      float[] out,
      int outOffset,
      int fromPixel,
      int toPixel);

  /**
   * Local response normalisation across the channels of each pixel.
   *
   * @param channels channels of input and output
   * @param fromPixel first pixel to compute
   * @param toPixel one more than the last pixel to compute
   */
  void normalizeResponse(
      ResponseNormalization normalization,
      int channels,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromPixel,
      int toPixel);

  /**
   * Resizes a map with bilinear interpolation and half-pixel centres (torch's {@code
   * align_corners=False}, ONNX's {@code half_pixel}).
   *
   * @param fromRow first output row to compute
   * @param toRow one more than the last output row to compute
   */
  void resize(
      ResizeShape shape,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow);
}
