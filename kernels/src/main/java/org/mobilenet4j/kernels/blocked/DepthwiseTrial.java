package org.mobilenet4j.kernels.blocked;

import java.util.Arrays;

/** A few tiles of two rows of a depthwise convolution. */
final class DepthwiseTrial implements Trial<DepthwiseKernel> {
  private static final int ROWS = 2;

  private final DepthwiseVariant variant;
  private final int inWidth;
  private final int inRow;
  private final int zeros;
  private final int outRow;
  private final int[] places;
  private final TrialRoom.Place in;
  private final TrialRoom.Place weights;
  private final TrialRoom.Place out;

  DepthwiseTrial(DepthwiseVariant variant) {
    this.variant = variant;
    int lanes = variant.lanes();
    int width = MOST_TILES * variant.pixels();
    int columns =
        (width - 1) * variant.strideWidth()
            + (variant.kernelWidth() - 1) * variant.dilationWidth()
            + 1;
    this.inWidth = Math.max(1, columns - variant.padLeft() - variant.padRight());
    this.inRow = inWidth * lanes;
    this.outRow = width * lanes;
    int rows =
        (ROWS - 1) * variant.strideHeight()
            + (variant.kernelHeight() - 1) * variant.dilationHeight()
            + 1;
    this.places = new int[rows];
    for (int y = 0; y < rows; y++) {
      places[y] = (rows - 1 - y) * inRow; // in any order, as in a ring
    }
    this.zeros = rows * inRow;
    this.in = TrialRoom.of(Arrays.copyOf(Trial.numbers(zeros, 1), zeros + lanes));
    this.weights = TrialRoom.of(Trial.numbers((variant.taps() + 1) * lanes, 2));
    this.out = TrialRoom.take(ROWS * outRow);
  }

  @Override
  public void run(DepthwiseKernel kernel, int tiles) {
    int firstColumn = -variant.padLeft();
    kernel.run(
        in.array(),
        in.start() + firstColumn * variant.lanes(),
        places,
        0,
        weights.array(),
        weights.start(),
        out.array(),
        out.start(),
        outRow,
        ROWS,
        tiles,
        firstColumn,
        inWidth,
        in.start() + zeros);
  }

  @Override
  public boolean isRight(DepthwiseKernel kernel) {
    int count = ROWS * outRow;
    Arrays.fill(out.array(), out.start(), out.start() + count, 0f);
    run(kernel, MOST_TILES);
    for (int i = 0; i < count; i++) {
      if (out.array()[out.start() + i] != expected(i / outRow, i % outRow)) {
        return false;
      }
    }
    return true;
  }

  private float expected(int y, int at) {
    int lanes = variant.lanes();
    int x = at / lanes;
    int lane = at % lanes;
    float[] weight = weights.array();
    int first = weights.start() + lane;
    float sum = weight[first];
    for (int ky = 0; ky < variant.kernelHeight(); ky++) {
      int row = in.start() + places[y * variant.strideHeight() + ky * variant.dilationHeight()];
      for (int kx = 0; kx < variant.kernelWidth(); kx++) {
        int column = x * variant.strideWidth() + kx * variant.dilationWidth() - variant.padLeft();
        if (column < 0 || column >= inWidth) {
          continue;
        }
        int tap = ky * variant.kernelWidth() + kx + 1;
        float pixel = in.array()[row + column * lanes + lane];
        sum = Math.fma(pixel, weight[first + tap * lanes], sum);
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
