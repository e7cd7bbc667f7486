package org.mobilenet4j.kernels.blocked;

/** What a generated weight gradient of a pointwise convolution implements. */
interface WeightGradientKernel {
  /**
   * Adds to the sums of {@code tiles} tiles, whose inputs are neighbouring channels of one block.
   *
   * @param in the input map
   * @param inOffset where the first channel of the first tile lies, for the first pixel
   * @param gradients the gradient of the output map
   * @param gradientOffset where the first pixel of the panel lies
   * @param gradientBlock floats from a block of it to the next
   * @param sums {@code [inputs, columns]}
   * @param sumsOffset where those of the first tile and the panel begin
   * @param sumsRow floats from an input's sums to the next
   * @param pixels a multiple of {@link WeightGradientVariant#UNROLL}
   * @param tiles how many tiles
   */
  void run(
      float[] in,
      int inOffset,
      float[] gradients,
      int gradientOffset,
      int gradientBlock,
      float[] sums,
      int sumsOffset,
      int sumsRow,
      int pixels,
      int tiles);
}
