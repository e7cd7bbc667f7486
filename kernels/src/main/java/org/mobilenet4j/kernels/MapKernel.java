package org.mobilenet4j.kernels;

/** One implementation's operations that slide a window over each channel of a map. */
interface MapKernel {
  /** A depthwise convolution; weights are {@code [taps, channels]}, then the bias. */
  void depthwise(
      Activation activation,
      DepthwiseShape shape,
      float[] in,
      int inOffset,
      float[] packed,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow);

  void max(
      PoolShape shape,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow);

  void average(
      PoolShape shape,
      Divisor divisor,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow);

  void globalAverage(
      FeatureMap shape,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromChannel,
      int toChannel);
}
