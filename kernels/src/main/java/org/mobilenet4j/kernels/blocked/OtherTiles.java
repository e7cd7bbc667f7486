package org.mobilenet4j.kernels.blocked;

import java.util.List;

/**
 * Kernels that do the work of another one with other tiles: what is left where C2 makes nothing
 * good of the tile that was chosen. Sums are taken in the same order, so that the bits are the
 * same.
 */
final class OtherTiles {
  private OtherTiles() {}

  /** The other ways to do a variant's work; none where its tile is bound to how weights lie. */
  static <K> List<Pupil.Way<K>> of(Variant<K> variant) {
    return switch (variant) {
      case PointwiseVariant product when product.pixels() > 1 ->
          List.of(
              new Pupil.Way<>(
                  SmallerProduct.name(product),
                  () -> variant.seam().cast(new SmallerProduct(product))));
      case DepthwiseVariant depthwise when depthwise.pixels() > 1 ->
          List.of(
              new Pupil.Way<>(
                  HalvedDepthwise.name(depthwise),
                  () -> variant.seam().cast(new HalvedDepthwise(depthwise))));
      case PointwiseVariant _,
          DepthwiseVariant _,
          DenseVariant _,
          WeightGradientVariant _,
          DepthwiseGradientVariant _,
          ChannelVariant _ ->
          List.of();
    };
  }

  /**
   * Tiles one pixel smaller, which leave two vector registers or more to C2, and single pixels for
   * the rest of a row.
   */
  private static final class SmallerProduct implements PointwiseKernel {
    private final PointwiseVariant whole;
    private final PointwiseKernel most;
    private final PointwiseKernel rest;

    SmallerProduct(PointwiseVariant whole) {
      this.whole = whole;
      this.most = GeneratedKernels.define(withPixels(whole, whole.pixels() - 1));
      this.rest = GeneratedKernels.define(withPixels(whole, 1));
    }

    static String name(PointwiseVariant whole) {
      return withPixels(whole, whole.pixels() - 1).name() + " + " + withPixels(whole, 1).name();
    }

    private static PointwiseVariant withPixels(PointwiseVariant whole, int pixels) {
      return new PointwiseVariant(
          pixels,
          whole.panel(),
          whole.lanes(),
          whole.pixelStep(),
          whole.gather(),
          whole.start(),
          whole.tail(),
          whole.residual());
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

  /** The left and the right half of each tile. */
  private static final class HalvedDepthwise implements DepthwiseKernel {
    private final DepthwiseVariant whole;
    private final int leftPixels;
    private final DepthwiseKernel left;
    private final DepthwiseKernel right;

    HalvedDepthwise(DepthwiseVariant whole) {
      this.whole = whole;
      this.leftPixels = leftPixels(whole);
      this.left = GeneratedKernels.define(left(whole));
      this.right = GeneratedKernels.define(right(whole));
    }

    static String name(DepthwiseVariant whole) {
      return left(whole).name() + " + " + right(whole).name();
    }

    private static int leftPixels(DepthwiseVariant whole) {
      return (whole.pixels() + 1) / 2;
    }

    private static DepthwiseVariant left(DepthwiseVariant whole) {
      return half(whole, 0, leftPixels(whole));
    }

    private static DepthwiseVariant right(DepthwiseVariant whole) {
      return half(whole, leftPixels(whole), whole.pixels() - leftPixels(whole));
    }

    /** Some pixels of a tile, whose input begins and ends where that of the tile does. */
    private static DepthwiseVariant half(DepthwiseVariant whole, int firstPixel, int pixels) {
      int column = firstPixel * whole.strideWidth();
      int end =
          whole.endColumn() == DepthwiseVariant.ANY_COLUMN
              ? DepthwiseVariant.ANY_COLUMN
              : whole.endColumn() - column;
      return whole.withPixels(pixels).withInput(whole.firstColumn() - column, end);
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
        int tiles) {
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
          tiles);
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
          tiles);
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
        int tiles) {
      int step = whole.strideWidth() * whole.lanes();
      if (tiles == 0) { // in training such calls drive the compiler
        half.run(in, inOffset, places, row, weights, weightOffset, out, outOffset, outRow, rows, 0);
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
            1);
      }
    }
  }
}
