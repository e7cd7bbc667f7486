package org.mobilenet4j.kernels.blocked;

/**
 * A product by tiles one pixel smaller, which leave two vector registers or more to C2, and single
 * pixels for the rest of a row; a pair smaller and single pairs where sums serve two pixels.
 */
final class SmallerProduct implements PointwiseKernel {
  private final PointwiseVariant whole;
  private final PointwiseKernel most;
  private final PointwiseKernel rest;

  SmallerProduct(PointwiseVariant whole, Definer definer) {
    this.whole = whole;
    this.most = definer.define(smaller(whole));
    this.rest = definer.define(smallest(whole));
  }

  static String name(PointwiseVariant whole) {
    return smaller(whole).name() + " + " + smallest(whole).name();
  }

  private static PointwiseVariant smaller(PointwiseVariant whole) {
    return whole.withPixels(whole.pixels() - whole.panel().pixelsOfASum());
  }

  private static PointwiseVariant smallest(PointwiseVariant whole) {
    return whole.withPixels(whole.panel().pixelsOfASum());
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
      int tiles,
      int fetchEnd,
      int firsts) {
    int pixels = tiles * whole.pixels();
    int tile = smaller(whole).pixels();
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
        pixels / tile,
        fetchEnd,
        firsts);
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
        (pixels - done) / smallest(whole).pixels(),
        fetchEnd,
        firsts);
  }
}
