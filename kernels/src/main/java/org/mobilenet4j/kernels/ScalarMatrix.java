package org.mobilenet4j.kernels;

/**
 * The matrix product in plain loops. Weights are packed {@code [inner, columns]}, then the bias. No
 * activation is fused.
 */
final class ScalarMatrix implements MatrixProduct {
  ScalarMatrix() {}

  @Override
  public int packedSize(int inner, int columns) {
    return Math.multiplyExact(inner + 1, columns);
  }

  @Override
  public void pack(
      int inner,
      float[] weights,
      float[] bias,
      int weightColumns,
      int fromColumn,
      int columns,
      float[] packed,
      int packedOffset) {
    for (int k = 0; k < inner; k++) {
      System.arraycopy(
          weights, k * weightColumns + fromColumn, packed, packedOffset + k * columns, columns);
    }
    System.arraycopy(bias, fromColumn, packed, packedOffset + inner * columns, columns);
  }

  @Override
  public void run(
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
      int columns) {
    for (int row = 0; row < rows; row++) {
      int at = row * outStride;
      int x = inOffset + row * inStride;
      row(
          inner,
          in,
          x,
          packed,
          packedOffset,
          columns,
          mode,
          residual,
          residualOffset + at,
          out,
          outOffset + at,
          0,
          columns);
    }
  }

  @Override
  public void runColumns(
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
      int toColumn) {
    for (int row = 0; row < rows; row++) {
      int at = outOffset + row * columns;
      row(
          inner,
          in,
          inOffset + row * inner,
          packed,
          0,
          columns,
          Residual.NONE,
          out,
          at,
          out,
          at,
          fromColumn,
          toColumn);
    }
  }

  @Override
  public void finish(Activation activation, float[] out, int outOffset, int count) {
    ScalarActivation.apply(activation, out, outOffset, out, outOffset, count);
  }

  /** Columns {@code [fromColumn, toColumn)} of one row; offsets are those of column 0. */
  private static void row(
      int inner,
      float[] in,
      int inOffset,
      float[] packed,
      int packedOffset,
      int columns,
      Residual mode,
      float[] residual,
      int residualOffset,
      float[] out,
      int outOffset,
      int fromColumn,
      int toColumn) {
    int bias = packedOffset + inner * columns;
    int n = fromColumn;
    // Four columns at a time: with one, each fused multiply-add would wait for the one before it.
    for (; n <= toColumn - 4; n += 4) {
      float sum0 = packed[bias + n];
      float sum1 = packed[bias + n + 1];
      float sum2 = packed[bias + n + 2];
      float sum3 = packed[bias + n + 3];
      for (int k = 0, w = packedOffset + n; k < inner; k++, w += columns) {
        float x = in[inOffset + k];
        sum0 = Fma.fma(x, packed[w], sum0);
        sum1 = Fma.fma(x, packed[w + 1], sum1);
        sum2 = Fma.fma(x, packed[w + 2], sum2);
        sum3 = Fma.fma(x, packed[w + 3], sum3);
      }
      if (mode == Residual.ADDED) {
        sum0 += residual[residualOffset + n];
        sum1 += residual[residualOffset + n + 1];
        sum2 += residual[residualOffset + n + 2];
        sum3 += residual[residualOffset + n + 3];
      }
      out[outOffset + n] = sum0;
      out[outOffset + n + 1] = sum1;
      out[outOffset + n + 2] = sum2;
      out[outOffset + n + 3] = sum3;
    }
    for (; n < toColumn; n++) {
      float sum = packed[bias + n];
      for (int k = 0, w = packedOffset + n; k < inner; k++, w += columns) {
        sum = Fma.fma(in[inOffset + k], packed[w], sum);
      }
      out[outOffset + n] = mode == Residual.ADDED ? sum + residual[residualOffset + n] : sum;
    }
  }
}
