package org.mobilenet4j.kernels;

/** A depthwise convolution on maps with at least one vector of channels. */
interface DepthwiseKernel {
  /**
   * Computes output rows {@code [fromRow, toRow)}; weights are {@code [taps, channels]}, then the
   * bias.
   */
  void rows(
      DepthwiseShape shape,
      float[] in,
      int inOffset,
      float[] weights,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow);
}
