package org.mobilenet4j.kernels;

/** One implementation's matrix product: its packed form of weights, and the product with them. */
interface MatrixProduct {
  /** Floats of the packed form of {@code inner × columns} weights with their bias. */
  int packedSize(int inner, int columns);

  /**
   * Packs some columns of a weight matrix.
   *
   * @param weightColumns columns of the whole matrix, which is its row stride
   * @param fromColumn first column of the part
   * @param columns columns of the part
   */
  void pack(
      int inner,
      float[] weights,
      float[] bias,
      int weightColumns,
      int fromColumn,
      int columns,
      float[] packed,
      int packedOffset);

  /**
   * Computes rows one below the other, with the residual, and with the activation if that is fused.
   *
   * @param inStride distance between two input rows
   * @param residualOffset where the residual of the first sum lies, rows {@code outStride} apart;
   *     unused without one
   * @param outStride distance between two output rows
   */
  void run(
      Activation activation,
      Residual mode,
      int rows,
      int inner,
      float[] in,
      int inOffset,
      int inStride,
      float[] packed,
      int packedOffset,
      float[] residual,
      int residualOffset,
      float[] out,
      int outOffset,
      int outStride,
      int columns);

  /**
   * Computes columns {@code [fromColumn, toColumn)} of rows one below the other, with the
   * activation if that is fused.
   */
  void runColumns(
      Activation activation,
      int rows,
      int inner,
      float[] in,
      int inOffset,
      float[] packed,
      float[] out,
      int outOffset,
      int columns,
      int fromColumn,
      int toColumn);

  /** Applies to {@code count} sums what {@link #run} leaves of an activation. */
  void finish(Activation activation, float[] out, int outOffset, int count);
}
