package org.mobilenet4j.kernels.blocked;

/**
 * What a generated weight gradient of a depthwise convolution implements: one block of channels.
 */
interface DepthwiseGradientKernel {
  /**
   * Adds to the sums of some neighbouring kernel rows.
   *
   * @param in the input map
   * @param inOffset added to the places of the rows: the column of the first tap
   * @param places where each input row begins
   * @param row index, in {@code places}, of the first of these tap rows for the first output row
   * @param gradients the gradient of the output map
   * @param gradientOffset where its first pixel lies
   * @param gradientRow floats from an output row to the next
   * @param sums {@code [taps, lanes]}
   * @param sumsOffset where those of the first tap row begin
   * @param rows output rows
   * @param width output columns
   */
  void run(
      float[] in,
      int inOffset,
      int[] places,
      int row,
      float[] gradients,
      int gradientOffset,
      int gradientRow,
      float[] sums,
      int sumsOffset,
      int rows,
      int width);
}
