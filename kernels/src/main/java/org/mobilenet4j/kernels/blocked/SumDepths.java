package org.mobilenet4j.kernels.blocked;

import java.util.Arrays;
import org.mobilenet4j.kernels.blocked.PointwiseVariant.Gather;

/**
 * How long sums are cut into depths, so that a panel's weights for one depth stay in the second
 * cache, and how the inputs of each depth are found.
 */
final class SumDepths {
  /**
   * Weights of a panel and a depth: 256 KB, a part of a second cache of 512 KB or a megabyte. No
   * layer of a MobileNet is cut: each would need kernels of its own to go on with its sums.
   */
  private static final int DEPTH_FLOATS = 65_536;

  private final int inner;
  private final int most;
  private final Gather gather;
  private final int turn;
  private final int[][] taps;

  private SumDepths(int inner, int most, Gather gather, int turn, int[][] taps) {
    this.inner = inner;
    this.most = most;
    this.gather = gather;
    this.turn = turn;
    this.taps = taps;
  }

  /**
   * @param shape the product
   * @param widest its widest panel
   * @param allTaps as {@link BlockedKernels#product} says
   * @param tiling what the registers hold
   */
  static SumDepths of(ProductShape shape, Panel widest, int[] allTaps, Tiling tiling) {
    int row = allTaps.length == shape.inner() ? neighbours(allTaps) : 0;
    if (row > shape.pixelStep() && widest.vectors() == 1 && tiling.holdsWeights(row)) {
      return new SumDepths(allTaps.length, allTaps.length, Gather.ROWS, row, new int[][] {allTaps});
    }
    int lanes = shape.lanes();
    int inner = roundUp(shape.inner(), PointwiseVariant.UNROLL);
    int wanted = roundUp(inner * widest.columns(), DEPTH_FLOATS) / DEPTH_FLOATS;
    int most = roundUp((inner + wanted - 1) / wanted, Math.max(lanes, PointwiseVariant.UNROLL));
    Gather gather =
        allTaps.length == 0
            ? Gather.CHANNELS
            : allTaps.length == shape.inner() ? Gather.TABLE : Gather.BLOCKS;
    int perTap = gather == Gather.BLOCKS ? lanes : 1;
    int[] filled = gather == Gather.TABLE ? Arrays.copyOf(allTaps, inner) : allTaps;
    int[][] taps = new int[(inner + most - 1) / most][];
    for (int depth = 0; depth < taps.length; depth++) {
      int from = Math.min(filled.length, depth * most / perTap);
      int to = Math.min(filled.length, from + most / perTap);
      taps[depth] = Arrays.copyOfRange(filled, from, to);
    }
    return new SumDepths(inner, most, gather, PointwiseVariant.UNROLL, taps);
  }

  /** How many inputs lie side by side, again and again. */
  private static int neighbours(int[] taps) {
    int row = 1;
    while (row < taps.length && taps[row] == taps[0] + row) {
      row++;
    }
    for (int k = 0; k < taps.length; k++) {
      if (taps.length % row != 0 || taps[k] != taps[k / row * row] + k % row) {
        return 1;
      }
    }
    return row;
  }

  private static int roundUp(int number, int multiple) {
    return (number + multiple - 1) / multiple * multiple;
  }

  /** Inputs of one depth of a sum with panels of a single block of 16 channels. */
  static int estimatedInner(int inner) {
    int wanted = (inner * 16 + DEPTH_FLOATS - 1) / DEPTH_FLOATS;
    return (inner + wanted - 1) / wanted;
  }

  /** How many depths. */
  int count() {
    return taps.length;
  }

  /** Inputs of a whole sum, filled up to a multiple of {@link #turn}. */
  int inner() {
    return inner;
  }

  /** The first input of a depth. */
  int first(int depth) {
    return depth * most;
  }

  /** Inputs of a depth. */
  int inner(int depth) {
    return Math.min(most, inner - first(depth));
  }

  /** Inputs that a turn of a kernel's loop takes. */
  int turn() {
    return turn;
  }

  /** How the inputs are found. */
  Gather gather() {
    return gather;
  }

  /** Where the inputs of a depth lie, relative to the pixel; empty for the pixel's own channels. */
  int[] taps(int depth) {
    return taps[depth];
  }
}
