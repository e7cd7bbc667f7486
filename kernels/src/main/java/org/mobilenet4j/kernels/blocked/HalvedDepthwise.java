package org.mobilenet4j.kernels.blocked;

/** A depthwise convolution by the left and the right half of each tile. */
final class HalvedDepthwise implements DepthwiseKernel {
  private final DepthwiseVariant whole;
  private final int leftPixels;
  private final DepthwiseKernel left;
  private final DepthwiseKernel right;

  HalvedDepthwise(DepthwiseVariant whole, Definer definer) {
    this.whole = whole;
    this.leftPixels = leftPixels(whole);
    this.left = definer.define(left(whole));
    this.right = definer.define(right(whole));
  }

  static String name(DepthwiseVariant whole) {
    return left(whole).name() + " + " + right(whole).name();
  }

  private static int leftPixels(DepthwiseVariant whole) {
    return (whole.pixels() + 1) / 2;
  }

  private static DepthwiseVariant left(DepthwiseVariant whole) {
    return whole.part(0, leftPixels(whole));
  }

  private static DepthwiseVariant right(DepthwiseVariant whole) {
    return whole.part(leftPixels(whole), whole.pixels() - leftPixels(whole));
  }

  @Override
  public void run(
      float[] in,
      int inOffset,
      int[] places,
      int row,
      float[] weights,
      int weightOffset,
      float[] out,
      int outOffset,
      int outRow,
      int rows,
      int tiles,
      int firstColumn,
      int inWidth,
      int zeros) {
    half(
        left,
        0,
        in,
        inOffset,
        places,
        row,
        weights,
        weightOffset,
        out,
        outOffset,
        outRow,
        rows,
        tiles,
        firstColumn,
        inWidth,
        zeros);
    half(
        right,
        leftPixels,
        in,
        inOffset,
        places,
        row,
        weights,
        weightOffset,
        out,
        outOffset,
        outRow,
        rows,
        tiles,
        firstColumn,
        inWidth,
        zeros);
  }

  private void half(
      DepthwiseKernel half,
      int firstPixel,
      float[] in,
      int inOffset,
      int[] places,
      int row,
      float[] weights,
      int weightOffset,
      float[] out,
      int outOffset,
      int outRow,
      int rows,
      int tiles,
      int firstColumn,
      int inWidth,
      int zeros) {
    int step = whole.strideWidth() * whole.lanes();
    if (tiles == 0) { // in training such calls drive the compiler
      half.run(
          in,
          inOffset,
          places,
          row,
          weights,
          weightOffset,
          out,
          outOffset,
          outRow,
          rows,
          0,
          firstColumn,
          inWidth,
          zeros);
    }
    for (int tile = 0; tile < tiles; tile++) {
      int pixel = tile * whole.pixels() + firstPixel;
      half.run(
          in,
          inOffset + pixel * step,
          places,
          row,
          weights,
          weightOffset,
          out,
          outOffset + pixel * whole.lanes(),
          outRow,
          rows,
          1,
          firstColumn + pixel * whole.strideWidth(),
          inWidth,
          zeros);
    }
  }
}
