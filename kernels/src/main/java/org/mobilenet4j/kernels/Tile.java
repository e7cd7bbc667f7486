package org.mobilenet4j.kernels;

/**
 * The innermost kernel of a matrix product: a few rows of the input by one panel of the weights,
 * with all sums in registers.
 */
interface Tile {
  /** Rows of one tile. */
  int rows();

  /**
   * Computes tiles one below the other.
   *
   * @param tiles how many
   * @param inner values of an input row
   * @param inStride distance between two input rows
   * @param panel weights: the bias of the panel's columns, then {@code [inner, panel columns]},
   *     padded with zeros
   * @param residualOffset where the residual of the first sum lies, rows {@code outStride} apart;
   *     unused where the tile adds none
   * @param outOffset where the first sum is written
   * @param outStride distance between two output rows
   * @param columns columns that exist; in the last panel fewer than it has
   */
  void run(
      int tiles,
      int inner,
      float[] in,
      int inOffset,
      int inStride,
      float[] panel,
      int panelOffset,
      float[] residual,
      int residualOffset,
      float[] out,
      int outOffset,
      int outStride,
      int columns);
}
