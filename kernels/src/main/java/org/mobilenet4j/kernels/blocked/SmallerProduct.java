package org.mobilenet4j.kernels.blocked;

/**
 * A product by tiles one pixel smaller, which leave two vector registers or more to C2, and single
 * pixels for the rest of a row.
 */
final class SmallerProduct implements PointwiseKernel {
  private final PointwiseVariant whole;
  private final PointwiseKernel most;
  private final PointwiseKernel rest;

  SmallerProduct(PointwiseVariant whole, Definer definer) {
    this.whole = whole;
    this.most = definer.define(whole.withPixels(whole.pixels() - 1));
    this.rest = definer.define(whole.withPixels(1));
  }

  static String name(PointwiseVariant whole) {
    return whole.withPixels(whole.pixels() - 1).name() + " + " + whole.withPixels(1).name();
  }

  @Override
  public void run(
      float[] in,
      int inOffset,
      int inBlock,
      int[] taps,
      float[] weights,
      int panel,
      float[] out,
      int outOffset,
      int outBlock,
      float[] residual,
      int residualOffset,
      int residualBlock,
      int inner,
      int tiles) {
    int pixels = tiles * whole.pixels();
    int tile = whole.pixels() - 1;
    int done = pixels / tile * tile;
    most.run(
        in,
        inOffset,
        inBlock,
        taps,
        weights,
        panel,
        out,
        outOffset,
        outBlock,
        residual,
        residualOffset,
        residualBlock,
        inner,
        pixels / tile);
    rest.run(
        in,
        inOffset + done * whole.pixelStep(),
        inBlock,
        taps,
        weights,
        panel,
        out,
        outOffset + done * whole.lanes(),
        outBlock,
        residual,
        residualOffset + done * whole.lanes(),
        residualBlock,
        inner,
        pixels - done);
  }
}
