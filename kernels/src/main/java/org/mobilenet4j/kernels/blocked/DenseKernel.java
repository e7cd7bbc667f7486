package org.mobilenet4j.kernels.blocked;

/** What a generated dense layer implements: one row times panels of units. */
interface DenseKernel {
  /**
   * Computes {@code panels} neighbouring panels.
   *
   * @param in the inputs
   * @param inOffset where they begin
   * @param weights panels of {@code [1 + inner, columns]}, the bias first
   * @param weightOffset where the first panel begins
   * @param out the units
   * @param outOffset where the first unit of the first panel lies
   * @param inner inputs
   * @param panels how many panels
   */
  void run(
      float[] in,
      int inOffset,
      float[] weights,
      int weightOffset,
      float[] out,
      int outOffset,
      int inner,
      int panels);
}
