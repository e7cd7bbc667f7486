package org.mobilenet4j.kernels.blocked;

import java.util.Arrays;
import org.mobilenet4j.kernels.Residual;
import org.mobilenet4j.kernels.blocked.PointwiseVariant.Gather;

/** A few tiles of a matrix product, with short sums, and with longer ones to be timed. */
final class PointwiseTrial implements Trial<PointwiseKernel> {
  private static final int INNER = 24;

  /** Sums of which so little goes to begin and to end them that their registers decide. */
  private static final int LONG_INNER = 96;

  /** Two lie behind the one that is used: prefetching must not change them. */
  private static final int PANELS = 3;

  private final PointwiseVariant variant;
  private final int inBlock;
  private final int outBlock;
  private final int[] taps;
  private final float[] in;
  private final PackedFloats packed;
  private final float[] weights;
  private final TrialRoom.Place residual;
  private final float[] before;
  private final TrialRoom.Place out;

  PointwiseTrial(PointwiseVariant variant) {
    this.variant = variant;
    int lanes = variant.lanes();
    int pixels = MOST_TILES * variant.pixels();
    this.inBlock = pixels * Math.max(variant.pixelStep(), lanes) + 4 * LONG_INNER;
    this.outBlock = pixels * lanes;
    this.taps =
        new int
            [switch (variant.gather()) {
              case CHANNELS -> 0;
              case BLOCKS -> (LONG_INNER + lanes - 1) / lanes;
              case TABLE, ROWS -> LONG_INNER;
            }];
    for (int k = 0; k < taps.length; k++) {
      taps[k] = variant.gather() == Gather.ROWS ? k + k / variant.turn() : 3 * k;
    }
    this.in = Trial.numbers((LONG_INNER / lanes + 2) * inBlock, 1);
    this.weights = Trial.numbers(PANELS * (LONG_INNER + 1) * variant.panel().columns(), 2);
    variant.panel().doubleHalf(weights, 0, LONG_INNER + 1);
    this.packed = new PackedRoom(weights.length, Prefetching.NEXT).take(weights.length);
    System.arraycopy(weights, 0, packed.array(), packed.start(), weights.length);
    packed.written();
    int blocks = variant.panel().vectors();
    float[] added = Trial.numbers(blocks * outBlock, 3);
    for (int at = 0; at < added.length; at++) {
      if (variant.panel().isIdle(column(at))) {
        added[at] = 0; // as maps are, beyond their channels
      }
    }
    this.residual = TrialRoom.of(added);
    this.before = Trial.numbers(blocks * outBlock, 4);
    this.out = TrialRoom.of(before);
  }

  /** As much of a sum as whole turns take. */
  private int inner(int most) {
    return most / variant.turn() * variant.turn();
  }

  @Override
  public void run(PointwiseKernel kernel, int tiles) {
    run(kernel, inner(INNER), tiles);
  }

  @Override
  public void runLong(PointwiseKernel kernel) {
    run(kernel, inner(LONG_INNER), MOST_TILES);
  }

  private void run(PointwiseKernel kernel, int inner, int tiles) {
    kernel.run(
        in,
        0,
        inBlock,
        taps,
        packed.array(),
        packed.start(),
        out.array(),
        out.start(),
        outBlock,
        residual.array(),
        residual.start(),
        outBlock,
        inner,
        tiles,
        fetchEnd(inner),
        packed.firsts());
  }

  /** As much as keeps the kernel fetching for some turns and not for others, as C2 has to see. */
  private int fetchEnd(int inner) {
    int rows = 1 + inner + inner / 4;
    return packed.start() + rows * variant.panel().columns();
  }

  @Override
  public boolean isRight(PointwiseKernel kernel) {
    System.arraycopy(before, 0, out.array(), out.start(), before.length);
    run(kernel, MOST_TILES);
    int lanes = variant.lanes();
    for (int p = 0; p < MOST_TILES * variant.pixels(); p++) {
      for (int n = 0; n < variant.panel().columns(); n++) {
        int at = n / lanes * outBlock + p * lanes + n % lanes;
        if (out.array()[out.start() + at] != expected(p, n, at)) {
          return false;
        }
      }
    }
    int start = packed.start();
    return Arrays.equals(packed.array(), start, start + weights.length, weights, 0, weights.length);
  }

  /** The output channel of a float of the output. */
  private int column(int at) {
    return at / outBlock * variant.lanes() + at % variant.lanes();
  }

  private float expected(int p, int n, int at) {
    int columns = variant.panel().columns();
    if (variant.panel().isIdle(n)) {
      return 0;
    }
    float sum = variant.start() == PointwiseVariant.Start.BIAS ? weights[n] : before[at];
    for (int k = 0; k < inner(INNER); k++) {
      int lanes = variant.lanes();
      int tap =
          switch (variant.gather()) {
            case CHANNELS -> k / lanes * inBlock + k % lanes;
            case BLOCKS -> taps[k / lanes] + k % lanes;
            case TABLE, ROWS -> taps[k];
          };
      sum = Math.fma(in[p * variant.pixelStep() + tap], weights[(k + 1) * columns + n], sum);
    }
    float added =
        variant.residual() == Residual.ADDED ? sum + residual.array()[residual.start() + at] : sum;
    return Trial.tail(variant.tail(), added);
  }

  @Override
  public long multiplyAdds() {
    return (long) variant.panel().sums(variant.pixels()) * variant.lanes() * inner(INNER);
  }

  @Override
  public Effort effort() {
    int vectors = variant.panel().vectors();
    return Effort.ofTiles(
        (long) MOST_TILES
            * variant.panel().sums(variant.pixels())
            * variant.lanes()
            * inner(LONG_INNER),
        MOST_TILES,
        inner(LONG_INNER),
        variant.panel().sums(variant.pixels()),
        inputs() + Effort.loads(vectors, variant.lanes()),
        variant.tail());
  }

  /** Inputs that are loaded for each input of a sum. */
  private double inputs() {
    int pixels = variant.pixels();
    return switch (variant.gather()) {
      case CHANNELS, BLOCKS -> pixels;
      case TABLE -> 2 * pixels; // the place of each is computed and checked anew in every turn
      case ROWS -> 1 + (pixels - 1.0) * variant.pixelStep() / variant.turn();
    };
  }
}
