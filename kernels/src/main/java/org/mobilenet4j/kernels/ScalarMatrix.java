package org.mobilenet4j.kernels;

/**
 * The matrix product behind pointwise convolutions, dense layers and im2col. Weights are packed {@code [inner, columns]},
 * then the bias.
 */
final class ScalarMatrix {
  private ScalarMatrix() {}

  /** Weights as they are, with the bias behind them. */
  static float[] pack(int inner, int columns, float[] weights, float[] bias) {
    float[] packed = new float[inner * columns + columns];
    System.arraycopy(weights, 0, packed, 0, inner * columns);
    System.arraycopy(bias, 0, packed, inner * columns, columns);
    return packed;
  }

  /**
   * Computes columns {@code [fromColumn, toColumn)} of one output row, without the activation.
   *
   * @param rowOffset where the input row begins; its {@code inner} values lie one behind the other
   * @param weightColumns columns of the weight matrix, which is its row stride
   * @param outOffset where column 0 of the output row lies
   * @param residualOffset where column 0 of the residual's row lies; unused without a residual
   */
  static void row(
      int inner,
      float[] in,
      int rowOffset,
      float[] weights,
      int weightColumns,
      Residual mode,
      float[] residual,
      int residualOffset,
      float[] out,
      int outOffset,
      int fromColumn,
      int toColumn) {
    int bias = inner * weightColumns;
    int n = fromColumn;
    // Four columns at a time: with one, each fused multiply-add would wait for the one before it.
    for (; n + 4 <= toColumn; n += 4) {
      float sum0 = weights[bias + n];
      float sum1 = weights[bias + n + 1];
      float sum2 = weights[bias + n + 2];
      float sum3 = weights[bias + n + 3];
      for (int k = 0, w = n; k < inner; k++, w += weightColumns) {
        float x = in[rowOffset + k];
        sum0 = Fma.fma(x, weights[w], sum0);
        sum1 = Fma.fma(x, weights[w + 1], sum1);
        sum2 = Fma.fma(x, weights[w + 2], sum2);
        sum3 = Fma.fma(x, weights[w + 3], sum3);
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
      float sum = weights[bias + n];
      for (int k = 0, w = n; k < inner; k++, w += weightColumns) {
        sum = Fma.fma(in[rowOffset + k], weights[w], sum);
      }
      out[outOffset + n] = mode == Residual.ADDED ? sum + residual[residualOffset + n] : sum;
    }
  }
}
