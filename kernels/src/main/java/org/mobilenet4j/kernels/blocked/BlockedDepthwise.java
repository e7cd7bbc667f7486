package org.mobilenet4j.kernels.blocked;

import org.jspecify.annotations.Nullable;

/** A depthwise convolution bound to its weights. Immutable, shared by threads. */
public final class BlockedDepthwise {
  private final DepthwiseVariant whole;
  private final int width;
  private final int blockWeights;
  private final float[] weights;
  private final @Nullable Slot<DepthwiseKernel> tile;
  private final @Nullable Slot<DepthwiseKernel> rest;

  /**
   * @param whole the variant, whose tile is a whole row
   */
  BlockedDepthwise(
      DepthwiseVariant whole,
      GeneratedKernels kernels,
      Tiling tiling,
      int channels,
      float[] weights,
      float[] bias) {
    this.whole = whole;
    this.width = whole.pixels();
    int taps = whole.kernelHeight() * whole.kernelWidth();
    int lanes = whole.lanes();
    this.blockWeights = (taps + 1) * lanes;
    this.weights = new float[(channels + lanes - 1) / lanes * blockWeights];
    for (int c = 0; c < channels; c++) {
      int at = c / lanes * blockWeights + c % lanes;
      this.weights[at] = bias[c];
      for (int tap = 0; tap < taps; tap++) {
        this.weights[at + (tap + 1) * lanes] = weights[tap * channels + c];
      }
    }
    int pixels = tiling.pixels(width, 1);
    this.tile = width < pixels ? null : kernels.of(whole.withPixels(pixels));
    this.rest = width % pixels == 0 ? null : kernels.of(whole.withPixels(width % pixels));
  }

  /**
   * @return the name of the kernel that does most of the work
   */
  public String name() {
    return (tile != null ? tile.variant() : whole).name();
  }

  /**
   * Computes some rows of one block of channels.
   *
   * @param block which block
   * @param in the input map, or a ring of its rows
   * @param inOffset added to the places of the rows: the block, and the column of the first tap
   * @param places where each input row begins
   * @param row index, in {@code places}, of the first tap row of the first output row
   * @param out the output map
   * @param outOffset where the first pixel lies
   * @param outRow floats from an output row to the next
   * @param rows how many output rows
   */
  public void run(
      int block,
      float[] in,
      int inOffset,
      int[] places,
      int row,
      float[] out,
      int outOffset,
      int outRow,
      int rows) {
    int at = block * blockWeights;
    int done = 0;
    if (tile != null) {
      DepthwiseVariant variant = (DepthwiseVariant) tile.variant();
      int tiles = width / variant.pixels();
      tile.kernel()
          .run(in, inOffset, places, row, weights, at, out, outOffset, outRow, rows, tiles);
      done = tiles * variant.pixels();
    }
    if (rest != null) {
      rest.kernel()
          .run(
              in,
              inOffset + done * whole.strideWidth() * whole.lanes(),
              places,
              row,
              weights,
              at,
              out,
              outOffset + done * whole.lanes(),
              outRow,
              rows,
              1);
    }
  }
}
