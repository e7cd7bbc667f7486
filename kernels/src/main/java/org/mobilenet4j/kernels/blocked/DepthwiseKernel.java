package org.mobilenet4j.kernels.blocked;

/** What a generated depthwise convolution implements: rows of tiles in one block of channels. */
interface DepthwiseKernel {
  /**
   * Computes {@code rows} output rows of {@code tiles} tiles each.
   *
   * @param in the input map, or a ring of its rows
   * @param inOffset added to the places of the rows: the block, and the column of the first tap
   * @param places where each input row begins
   * @param row index, in {@code places}, of the first tap row of the first output row
   * @param weights {@code [1 + taps, lanes]} for each block of channels, the bias first
   * @param weightOffset where those of the block begin
   * @param out the output map
   * @param outOffset where the first pixel lies
   * @param outRow floats from an output row to the next
   * @param rows how many output rows
   * @param tiles how many tiles a row
   * @param firstColumn the column of the input that the first tap of the first tile reads; negative
   *     before the row
   * @param inWidth columns of the input
   * @param zeros where as many zeros lie in {@code in} as a block has channels
   */
  void run(
      float[] in,
      int inOffset,
      int[] places,
      int row,
      float[] weights,
      int weightOffset,
      float[] out,
      int outOffset,
      int outRow,
      int rows,
      int tiles,
      int firstColumn,
      int inWidth,
      int zeros);
}
