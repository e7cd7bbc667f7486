package org.mobilenet4j.kernels.blocked;

import java.util.ArrayList;
import java.util.List;

/**
 * A depthwise convolution bound to its weights. Shared by threads; in training its weights are
 * exchanged after every step.
 */
public final class BlockedDepthwise {
  private final DepthwiseVariant whole;
  private final int inWidth;
  private final int channels;
  private final int blockWeights;
  private final PackedFloats packed;
  private final int packedFloats;
  private final List<Segment> segments;

  /**
   * Neighbouring tiles of a row.
   *
   * @param slot their kernel
   * @param firstPixel where they begin
   * @param tiles how many
   */
  private record Segment(Slot<DepthwiseKernel> slot, int firstPixel, int tiles) {}

  /**
   * @param whole the variant, whose tile is a whole row
   * @param kernels where its kernels come from
   * @param room where its weights go
   * @param tiling how rows are cut
   * @param channels channels of the maps
   * @param inWidth columns of the input
   * @param weights {@code [kernelHeight, kernelWidth, channels]}
   * @param bias one per channel
   */
  BlockedDepthwise(
      DepthwiseVariant whole,
      GeneratedKernels kernels,
      PackedRoom room,
      Tiling tiling,
      int channels,
      int inWidth,
      float[] weights,
      float[] bias) {
    this.whole = whole;
    this.inWidth = inWidth;
    this.channels = channels;
    int lanes = whole.lanes();
    this.blockWeights = (whole.taps() + 1) * lanes;
    this.packedFloats = (channels + lanes - 1) / lanes * blockWeights;
    this.packed = room.take(packedFloats);
    refill(weights, bias);
    this.segments = row(kernels, tiling.forShortSums());
  }

  /**
   * Takes other weights. Not to be called while another thread runs the convolution.
   *
   * @param newWeights {@code [kernelHeight, kernelWidth, channels]}
   * @param bias one per channel
   */
  public void refill(float[] newWeights, float[] bias) {
    float[] to = packed.array();
    int lanes = whole.lanes();
    for (int c = 0; c < channels; c++) {
      int at = packed.start() + c / lanes * blockWeights + c % lanes;
      to[at] = bias[c];
      for (int tap = 0; tap < whole.taps(); tap++) {
        to[at + (tap + 1) * lanes] = newWeights[tap * channels + c];
      }
    }
    packed.written();
  }

  /**
   * @return floats of its copy of weights and bias
   */
  public int weightFloats() {
    return packedFloats;
  }

  /** Whole tiles, and what is left of the row. */
  private List<Segment> row(GeneratedKernels kernels, Tiling tiling) {
    int width = whole.pixels();
    Panel block = new Panel(1, whole.lanes());
    int pixels = tiling.pixels(width, block, true);
    Tiling.Cut cut = tiling.cut(width, pixels, block, true);
    Slot<DepthwiseKernel> tile = kernels.of(whole.withPixels(pixels));
    List<Segment> row = new ArrayList<>();
    row.add(new Segment(tile, 0, cut.tiles()));
    if (cut.smaller() > 0) {
      Slot<DepthwiseKernel> smaller = kernels.of(whole.withPixels(cut.pixels()));
      row.add(new Segment(smaller, cut.tiles() * pixels, cut.smaller()));
    }
    if (cut.movedBack()) {
      row.add(new Segment(tile, width - pixels, 1));
    }
    return row;
  }

  /**
   * @return the name of the kernel that does most of the work
   */
  public String name() {
    return segments.getFirst().slot().variant().name();
  }

  /**
   * Computes some rows of one block of channels.
   *
   * @param block which block
   * @param in the input map, or a ring of its rows
   * @param inOffset added to the places of the rows: the block
   * @param places where the first pixel of each input row lies; where there is padding left or
   *     right, behind them the place of as many zeros as a block has channels
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
    int at = packed.start() + block * blockWeights;
    int zeros = inOffset + places[places.length - 1];
    for (int i = 0; i < segments.size(); i++) { // no iterator: nothing is allocated here
      Segment segment = segments.get(i);
      int firstColumn = segment.firstPixel() * whole.strideWidth() - whole.padLeft();
      segment
          .slot()
          .kernel()
          .run(
              in,
              inOffset + firstColumn * whole.lanes(),
              places,
              row,
              packed.array(),
              at,
              out,
              outOffset + segment.firstPixel() * whole.lanes(),
              outRow,
              rows,
              segment.tiles(),
              firstColumn,
              inWidth,
              zeros);
    }
  }
}
