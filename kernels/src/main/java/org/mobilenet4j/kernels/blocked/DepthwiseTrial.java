package org.mobilenet4j.kernels.blocked;

import java.util.Arrays;

/** A few tiles of two rows of a depthwise convolution. */
final class DepthwiseTrial implements Trial<DepthwiseKernel> {
  private static final int ROWS = 2;

  private final DepthwiseVariant variant;
  private final int inRow;
  private final int outRow;
  private final int[] places;
  private final float[] in;
  private final float[] weights;
  private final float[] out;

  DepthwiseTrial(DepthwiseVariant variant) {
    this.variant = variant;
    int lanes = variant.lanes();
    int width = MOST_TILES * variant.pixels();
    this.inRow =
        ((width - 1) * variant.strideWidth()
                + (variant.kernelWidth() - 1) * variant.dilationWidth()
                + 1)
            * lanes;
    this.outRow = width * lanes;
    int rows =
        (ROWS - 1) * variant.strideHeight()
            + (variant.kernelHeight() - 1) * variant.dilationHeight()
            + 1;
    this.places = new int[rows];
    for (int y = 0; y < rows; y++) {
      places[y] = (rows - 1 - y) * inRow; // in any order, as in a ring
    }
    this.in = Trial.numbers(rows * inRow, 1);
    this.weights = Trial.numbers((variant.taps() + 1) * lanes, 2);
    this.out = new float[ROWS * outRow];
  }

  @Override
  public void run(DepthwiseKernel kernel, int tiles) {
    kernel.run(in, 0, places, 0, weights, 0, out, 0, outRow, ROWS, tiles);
  }

  @Override
  public boolean isRight(DepthwiseKernel kernel) {
    Arrays.fill(out, 0f);
    run(kernel, MOST_TILES);
    for (int i = 0; i < out.length; i++) {
      if (out[i] != expected(i / outRow, i % outRow)) {
        return false;
      }
    }
    return true;
  }

  private float expected(int y, int at) {
    int lanes = variant.lanes();
    int x = at / lanes;
    int lane = at % lanes;
    float sum = weights[lane];
    for (int ky = 0; ky < variant.kernelHeight(); ky++) {
      int row = places[y * variant.strideHeight() + ky * variant.dilationHeight()];
      for (int kx = 0; kx < variant.kernelWidth(); kx++) {
        int column = x * variant.strideWidth() + kx * variant.dilationWidth();
        int inTile = column - x / variant.pixels() * variant.pixels() * variant.strideWidth();
        if (inTile < variant.firstColumn() || inTile >= variant.endColumn()) {
          continue;
        }
        int tap = ky * variant.kernelWidth() + kx + 1;
        sum = Math.fma(in[row + column * lanes + lane], weights[tap * lanes + lane], sum);
      }
    }
    return Trial.tail(variant.tail(), sum);
  }

  @Override
  public long multiplyAdds() {
    return (long) ROWS
        * variant.pixels()
        * variant.lanes()
        * variant.kernelHeight()
        * variant.kernelWidth();
  }

  @Override
  public Effort effort() {
    int reached =
        (variant.pixels() - 1) * variant.strideWidth()
            + (variant.kernelWidth() - 1) * variant.dilationWidth()
            + 1;
    int inputs = Math.min(reached, variant.pixels() * variant.kernelWidth());
    int loads = variant.heldWeights() ? inputs : inputs + variant.kernelWidth(); // a row of taps
    // A turn is a row of taps: each adds to all sums as often as it is wide.
    Effort row =
        Effort.ofTiles(
            0,
            1,
            variant.taps(),
            variant.pixels(),
            (double) Effort.loads(loads, variant.lanes()) / variant.kernelWidth(),
            variant.tail());
    return new Effort(MOST_TILES * multiplyAdds(), MOST_TILES * ROWS * row.vectors());
  }
}
