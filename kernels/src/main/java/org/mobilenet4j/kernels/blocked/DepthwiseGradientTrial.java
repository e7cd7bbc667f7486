package org.mobilenet4j.kernels.blocked;

import org.mobilenet4j.kernels.Tail;

/** A few rows of a depthwise weight gradient. */
final class DepthwiseGradientTrial implements Trial<DepthwiseGradientKernel> {
  private static final int ROWS = 2;
  private static final int COLUMNS_PER_TILE = 4;

  private final DepthwiseGradientVariant variant;
  private final int inRow;
  private final int gradientRow;
  private final int[] places;
  private final float[] in;
  private final float[] gradients;
  private final float[] before;
  private final float[] sums;

  DepthwiseGradientTrial(DepthwiseGradientVariant variant) {
    this.variant = variant;
    int lanes = variant.lanes();
    int width = MOST_TILES * COLUMNS_PER_TILE;
    this.inRow =
        ((width - 1) * variant.strideWidth()
                + (variant.kernelWidth() - 1) * variant.dilationWidth()
                + 1)
            * lanes;
    this.gradientRow = width * lanes;
    this.places =
        new int
            [(ROWS - 1) * variant.strideHeight()
                + (variant.tapRows() - 1) * variant.dilationHeight()
                + 1];
    for (int y = 0; y < places.length; y++) {
      places[y] = (places.length - 1 - y) * inRow;
    }
    this.in = Trial.numbers(places.length * inRow, 1);
    this.gradients = Trial.numbers(ROWS * gradientRow, 2);
    this.before = Trial.numbers(variant.tapRows() * variant.kernelWidth() * lanes, 3);
    this.sums = new float[before.length];
  }

  @Override
  public void run(DepthwiseGradientKernel kernel, int tiles) {
    kernel.run(
        in,
        0,
        places,
        0,
        gradients,
        0,
        gradientRow,
        sums,
        0,
        tiles == 0 ? 0 : ROWS,
        tiles * COLUMNS_PER_TILE);
  }

  @Override
  public boolean isRight(DepthwiseGradientKernel kernel) {
    System.arraycopy(before, 0, sums, 0, sums.length);
    run(kernel, MOST_TILES);
    int lanes = variant.lanes();
    for (int i = 0; i < sums.length; i++) {
      if (sums[i] != expected(i / lanes, i % lanes, before[i])) {
        return false;
      }
    }
    return true;
  }

  private float expected(int tap, int lane, float begin) {
    int lanes = variant.lanes();
    int ky = tap / variant.kernelWidth();
    int kx = tap % variant.kernelWidth();
    float sum = begin;
    for (int y = 0; y < ROWS; y++) {
      int row = places[y * variant.strideHeight() + ky * variant.dilationHeight()];
      for (int x = 0; x < MOST_TILES * COLUMNS_PER_TILE; x++) {
        int column = x * variant.strideWidth() + kx * variant.dilationWidth();
        sum =
            Math.fma(
                in[row + column * lanes + lane],
                gradients[y * gradientRow + x * lanes + lane],
                sum);
      }
    }
    return sum;
  }

  @Override
  public long multiplyAdds() {
    return (long) ROWS
        * COLUMNS_PER_TILE
        * variant.tapRows()
        * variant.kernelWidth()
        * variant.lanes();
  }

  @Override
  public Effort effort() {
    int sums = variant.tapRows() * variant.kernelWidth();
    // A column loads its gradient and, of each row of taps, all inputs; a row of columns is a tile.
    return Effort.ofTiles(
        MOST_TILES * multiplyAdds(),
        ROWS,
        MOST_TILES * COLUMNS_PER_TILE,
        sums,
        Effort.loads(sums + 1, variant.lanes()),
        Tail.NONE);
  }
}
