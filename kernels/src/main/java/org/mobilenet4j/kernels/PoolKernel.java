package org.mobilenet4j.kernels;

/** Pools on maps with at least one vector of channels. */
interface PoolKernel {
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

  /** Channels {@code [fromChannel, toChannel)}, at least one vector of them. */
  void globalAverage(
      FeatureMap shape,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromChannel,
      int toChannel);
}
