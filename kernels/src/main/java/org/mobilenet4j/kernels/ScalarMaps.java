package org.mobilenet4j.kernels;

/** Depthwise convolution and pools in plain loops. */
final class ScalarMaps implements MapKernel {
  ScalarMaps() {}

  @Override
  public void depthwise(
      Activation activation,
      DepthwiseShape shape,
      float[] in,
      int inOffset,
      float[] packed,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    ScalarDepthwise.rows(shape, in, inOffset, packed, out, outOffset, fromRow, toRow);
    int row = shape.out().width() * shape.channels();
    int at = outOffset + fromRow * row;
    ScalarActivation.apply(activation, out, at, out, at, (toRow - fromRow) * row);
  }

  @Override
  public void max(
      PoolShape shape,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    ScalarPools.max(shape, in, inOffset, out, outOffset, fromRow, toRow);
  }

  @Override
  public void average(
      PoolShape shape,
      Divisor divisor,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    ScalarPools.average(shape, divisor, in, inOffset, out, outOffset, fromRow, toRow);
  }

  @Override
  public void globalAverage(
      FeatureMap shape,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromChannel,
      int toChannel) {
    ScalarPools.globalAverage(shape, in, inOffset, out, outOffset, fromChannel, toChannel);
  }
}
