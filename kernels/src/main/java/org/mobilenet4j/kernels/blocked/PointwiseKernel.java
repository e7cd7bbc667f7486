package org.mobilenet4j.kernels.blocked;

/**
 * What a generated matrix product implements: tiles of neighbouring pixels times a panel of output
 * channels. A convolution with a larger kernel is the same product whose inputs are found through a
 * table.
 */
interface PointwiseKernel {
  /**
   * Computes {@code tiles} tiles, one behind the other in a row.
   *
   * @param in the input map
   * @param inOffset where the input of the first pixel lies
   * @param inBlock floats from a block of channels to the next
   * @param taps for kernels that read a table: how far from the pixel each input of a sum lies, or
   *     each block of them
   * @param weights panels of {@code [1 + inner, columns]}, the bias first
   * @param panel where the panel begins
   * @param out the output map
   * @param outOffset where the first pixel lies
   * @param outBlock floats from a block of channels to the next
   * @param residual what is added, for kernels that add; may be the output itself
   * @param residualOffset where its first pixel lies
   * @param residualBlock floats from a block of channels to the next
   * @param inner inputs of a sum, a multiple of the variant's turn
   * @param tiles how many tiles
   * @param fetchEnd for kernels that prefetch: where the weights behind the panel end that are to
   *     be fetched meanwhile; the end of the panel for none
   * @param firsts for kernels that prefetch: where the first floats of the array's cache lines lie
   *     once more, as {@link PackedFloats} says
   */
  void run(
      float[] in,
      int inOffset,
      int inBlock,
      int[] taps,
      float[] weights,
      int panel,
      float[] out,
      int outOffset,
      int outBlock,
      float[] residual,
      int residualOffset,
      int residualBlock,
      int inner,
      int tiles,
      int fetchEnd,
      int firsts);
}
