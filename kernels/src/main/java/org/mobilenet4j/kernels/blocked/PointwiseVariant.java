package org.mobilenet4j.kernels.blocked;

import org.mobilenet4j.kernels.Residual;
import org.mobilenet4j.kernels.Tail;

/**
 * The matrix product of a 1×1 convolution, and of any other convolution by way of a table:
 *
 * <pre>
 *   out[n][p] = tail(bias[n] + Σ k: in[k][p] · weight[k][n]  (+ residual[n][p]))
 * </pre>
 *
 * for a tile of {@code pixels} p and a panel of output channels n whose sums all stay in registers.
 *
 * @param pixels neighbouring output pixels of a tile
 * @param panel the vectors of output channels of a panel
 * @param pixelStep floats from the input of a pixel to that of the next
 * @param gather how the inputs of a sum are found
 * @param turn inputs of a sum that a turn of the loop takes
 * @param start with what a sum begins
 * @param tail what is applied last
 * @param residual whether a residual is added
 * @param prefetching whether the weights behind the panel are fetched meanwhile
 */
record PointwiseVariant(
    int pixels,
    Panel panel,
    int pixelStep,
    Gather gather,
    int turn,
    Start start,
    Tail tail,
    Residual residual,
    Prefetching prefetching)
    implements Variant<PointwiseKernel> {
  /** How the inputs of a sum are found. */
  enum Gather {
    /** Input k is channel k of the pixel itself. */
    CHANNELS,
    /** Blocks of inputs are channels of some pixel; a table says where each lies. */
    BLOCKS,
    /** Input k lies where a table says, relative to the pixel. */
    TABLE,
    /**
     * As many inputs as a turn takes lie side by side, where a table says for the first of them:
     * the rows of a stem. Neighbouring pixels share inputs, each of which is loaded once for all.
     */
    ROWS
  }

  /** With what a sum begins. */
  enum Start {
    /** The bias, which heads the panel. */
    BIAS,
    /** What the output holds: an earlier kernel has summed the inputs before these. */
    SUMS
  }

  /**
   * Steps of the sum to a turn of the loop. With one, the loop itself costs as much as the
   * products; inputs of a sum are filled up to a multiple of it with weights of zero.
   */
  static final int UNROLL = 4;

  /**
   * Steps to a turn where there are {@link #MANY_SUMS}, beside which the loop costs nothing: C2
   * compiles such kernels in two thirds of the time. With ReLU or ReLU6 in registers behind the
   * loop they come out slow by it in every second training.
   */
  private static final int SHORT_TURN = 2;

  /** Vectors of sums of a tile from which on a turn may be short. */
  private static final int MANY_SUMS = 14;

  /** Inputs of a row at most: registers hold the weights of no more. */
  static final int MOST_OF_A_ROW = 24;

  /** Checks what would be computed wrongly or proved by nothing. */
  PointwiseVariant {
    if (pixels % panel.pixelsOfASum() != 0) {
      throw new IllegalArgumentException(
          "A tile of %d pixels, of which %d share a vector of sums; expected a multiple."
              .formatted(pixels, panel.pixelsOfASum()));
    }
    if (gather == Gather.ROWS ? turn < 1 || turn > MOST_OF_A_ROW : turn < 1 || UNROLL % turn != 0) {
      throw new IllegalArgumentException(
          "Turns of %d inputs found by %s; expected a divisor of %d, or 1 to %d in rows."
              .formatted(turn, gather, UNROLL, MOST_OF_A_ROW));
    }
    if (gather == Gather.ROWS && panel.endsHalf()) {
      throw new IllegalArgumentException(
          "Rows of %d inputs for a panel %s; expected whole vectors."
              .formatted(turn, panel.name()));
    }
    if (gather == Gather.ROWS && prefetching != Prefetching.NONE) {
      throw new IllegalArgumentException(
          "Prefetching with inputs found by ROWS; expected by any other way.");
    }
  }

  /** A variant with the usual number of inputs to a turn, which fetches nothing. */
  PointwiseVariant(
      int pixels,
      Panel panel,
      int pixelStep,
      Gather gather,
      Start start,
      Tail tail,
      Residual residual) {
    this(pixels, panel, pixelStep, gather, UNROLL, start, tail, residual, Prefetching.NONE);
  }

  /** The variant that fetches the weights behind its panel meanwhile. */
  PointwiseVariant withPrefetching() {
    return new PointwiseVariant(
        pixels, panel, pixelStep, gather, turn, start, tail, residual, Prefetching.NEXT);
  }

  /** The variant with turns as long as its tile and its tail want them. */
  PointwiseVariant withUsualTurn() {
    boolean isShort =
        gather == Gather.CHANNELS
            && (panel.sums(pixels) >= MANY_SUMS || panel.endsHalf())
            && tail != Tail.RELU
            && tail != Tail.RELU6;
    return new PointwiseVariant(
        pixels,
        panel,
        pixelStep,
        gather,
        gather == Gather.ROWS ? turn : isShort ? SHORT_TURN : UNROLL,
        start,
        tail,
        residual,
        prefetching);
  }

  /** The variant for a tile of another size. */
  PointwiseVariant withPixels(int otherPixels) {
    return new PointwiseVariant(
            otherPixels, panel, pixelStep, gather, turn, start, tail, residual, prefetching)
        .withUsualTurn();
  }

  /**
   * Whether what follows the sums is done to what was stored: where it is long, or where what comes
   * before is so long that C1 would give up, and never leave the kernel to C2.
   */
  boolean finishesLater() {
    return switch (tail) {
      case NONE -> panel.endsHalf() && residual == Residual.ADDED;
      case RELU, RELU6 -> gather == Gather.ROWS || (panel.endsHalf() && residual == Residual.ADDED);
      case HARD_SWISH, SWISH -> true;
    };
  }

  /** Channels of a block of the maps. */
  int lanes() {
    return panel.lanes();
  }

  @Override
  public String name() {
    return "%s_%dx%s%s%s%s%s%s%s"
        .formatted(
            switch (gather) {
              case CHANNELS -> "pointwise";
              case BLOCKS -> "convolution";
              case TABLE, ROWS -> "stem";
            },
            pixels,
            panel.name(),
            pixelStep == lanes() ? "" : "_step" + pixelStep,
            gather == Gather.ROWS ? "_rows" + turn : "",
            start == Start.BIAS ? "" : "_continued",
            Variant.suffix(tail),
            residual == Residual.NONE ? "" : "_add",
            prefetching == Prefetching.NONE ? "" : "_prefetch");
  }

  @Override
  public Class<PointwiseKernel> seam() {
    return PointwiseKernel.class;
  }

  @Override
  public Trial<PointwiseKernel> trial() {
    return new PointwiseTrial(this);
  }

  @Override
  public void emit(VectorCode code) {
    new ProductCode(this, code).emit();
  }
}
