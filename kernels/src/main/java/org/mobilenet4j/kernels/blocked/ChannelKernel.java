package org.mobilenet4j.kernels.blocked;

/** What a generated pass over the pixels of one block of channels implements. */
interface ChannelKernel {
  /**
   * Passes over some pixels.
   *
   * @param in a map: the sums of a convolution, or what the next step reads
   * @param inOffset where the first pixel lies
   * @param gradients gradient of what the activation gave, or another map; read by the passes that
   *     need it
   * @param gradientOffset where its first pixel lies
   * @param coefficients {@link ChannelVariant.Coefficient}s of the block, {@code lanes} of each
   * @param coefficientOffset where those of the block begin
   * @param out the result
   * @param outOffset where it begins
   * @param pixels how many of a row
   * @param rows how many rows, one behind the other; 1 for the passes that give sums or means
   * @param outRow floats from a row of the result to the next, or from the first mean to the second
   */
  void run(
      float[] in,
      int inOffset,
      float[] gradients,
      int gradientOffset,
      float[] coefficients,
      int coefficientOffset,
      float[] out,
      int outOffset,
      int pixels,
      int rows,
      int outRow);
}
