package org.mobilenet4j.kernels.blocked;

import org.mobilenet4j.kernels.Residual;
import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.kernels.blocked.VectorCode.ArrayVariable;
import org.mobilenet4j.kernels.blocked.VectorCode.IntVariable;
import org.mobilenet4j.kernels.blocked.VectorCode.VectorVariable;
import org.mobilenet4j.kernels.blocked.VectorCode.Whole;

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
 * @param start with what a sum begins
 * @param tail what is applied last
 * @param residual whether a residual is added
 */
record PointwiseVariant(
    int pixels,
    Panel panel,
    int pixelStep,
    Gather gather,
    Start start,
    Tail tail,
    Residual residual)
    implements Variant<PointwiseKernel> {
  /** How the inputs of a sum are found. */
  enum Gather {
    /** Input k is channel k of the pixel itself. */
    CHANNELS,
    /** Blocks of inputs are channels of some pixel; a table says where each lies. */
    BLOCKS,
    /** Input k lies where a table says, relative to the pixel. */
    TABLE
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

  // After so many multiply-adds the loads that follow are held back, by whole pixels: every one
  // where
  // a panel has three vectors or four, every second with two.
  private static final int PRODUCTS_BETWEEN_FENCES = 4;

  private static final ArrayVariable IN = new ArrayVariable(1);
  private static final IntVariable IN_OFFSET = new IntVariable(2);
  private static final IntVariable IN_BLOCK = new IntVariable(3);
  private static final ArrayVariable TAPS = new ArrayVariable(4);
  private static final ArrayVariable WEIGHTS = new ArrayVariable(5);
  private static final IntVariable PANEL = new IntVariable(6);
  private static final ArrayVariable OUT = new ArrayVariable(7);
  private static final IntVariable OUT_OFFSET = new IntVariable(8);
  private static final IntVariable OUT_BLOCK = new IntVariable(9);
  private static final ArrayVariable RESIDUAL = new ArrayVariable(10);
  private static final IntVariable RESIDUAL_OFFSET = new IntVariable(11);
  private static final IntVariable RESIDUAL_BLOCK = new IntVariable(12);
  private static final IntVariable INNER = new IntVariable(13);
  private static final IntVariable TILES = new IntVariable(14);

  /** The variant for a tile of another size. */
  PointwiseVariant withPixels(int otherPixels) {
    return new PointwiseVariant(otherPixels, panel, pixelStep, gather, start, tail, residual);
  }

  /** Channels of a block of the maps. */
  int lanes() {
    return panel.lanes();
  }

  @Override
  public String name() {
    return "%s_%dx%s%s%s%s%s"
        .formatted(
            switch (gather) {
              case CHANNELS -> "pointwise";
              case BLOCKS -> "convolution";
              case TABLE -> "stem";
            },
            pixels,
            panel.name(),
            pixelStep == lanes() ? "" : "_step" + pixelStep,
            start == Start.BIAS ? "" : "_continued",
            Variant.suffix(tail),
            residual == Residual.NONE ? "" : "_add");
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
    VectorVariable[][] sum = new VectorVariable[pixels][panel.vectors()];
    VectorVariable[] weight = new VectorVariable[panel.vectors()];
    VectorVariable x = code.vector(panel.lanes());
    for (int v = 0; v < panel.vectors(); v++) {
      weight[v] = code.vector(panel.lanes());
      for (int p = 0; p < pixels; p++) {
        sum[p][v] = code.vector(panel.lanes());
      }
    }
    code.loop(
        code.integer(),
        TILES,
        1,
        () -> {
          begin(code, sum, weight);
          IntVariable k = code.integer();
          code.loop(k, INNER, UNROLL, () -> products(code, k, sum, weight, x));
          switch (tail) {
            case NONE, RELU, RELU6 -> finish(code, sum, x);
            case HARD_SWISH, SWISH -> finishLater(code, sum, x);
          }
          code.increase(IN_OFFSET, Whole.of(pixels * pixelStep));
          code.increase(OUT_OFFSET, Whole.of(pixels * lanes()));
          if (residual == Residual.ADDED) {
            code.increase(RESIDUAL_OFFSET, Whole.of(pixels * lanes()));
          }
        });
  }

  /** {@code sum[p] = bias}, or what the output holds. */
  private void begin(VectorCode code, VectorVariable[][] sum, VectorVariable[] weight) {
    switch (start) {
      case BIAS -> {
        for (int v = 0; v < panel.vectors(); v++) {
          code.loadExactly(weight[v], WEIGHTS, PANEL.plus(panel.column(v)));
          for (int p = 0; p < pixels; p++) {
            code.copy(sum[p][v], weight[v]);
          }
        }
      }
      case SUMS ->
          eachVector(
              code,
              (v, out, _) -> {
                for (int p = 0; p < pixels; p++) {
                  // no casts: so many bring the code close to where C1, and then C2, gives up
                  code.load(sum[p][v], OUT, out.plus(p * lanes()));
                }
              });
    }
  }

  /** {@code sum[p] += in[p][k] · weight[k]} for some k. */
  private void products(
      VectorCode code,
      IntVariable k,
      VectorVariable[][] sum,
      VectorVariable[] weight,
      VectorVariable x) {
    IntVariable pixel = code.integer();
    IntVariable row = code.integer();
    int shift = Integer.numberOfTrailingZeros(lanes());
    int pixelsBetweenFences = Math.max(1, PRODUCTS_BETWEEN_FENCES / panel.vectors());
    switch (gather) {
      // Not linear in k, on purpose: C2 would make three loops of it, one a block, and spill.
      case CHANNELS ->
          code.set(
              pixel,
              k.shiftedRight(shift).times(IN_BLOCK).plus(k.and(lanes() - 1)).plus(IN_OFFSET));
      case BLOCKS ->
          code.set(pixel, TAPS.at(k.shiftedRight(shift)).plus(k.and(lanes() - 1)).plus(IN_OFFSET));
      case TABLE -> {}
    }
    code.set(row, k.times(panel.columns()).plus(PANEL).plus(panel.columns()));
    for (int step = 0; step < UNROLL; step++) {
      if (gather == Gather.TABLE) {
        code.set(pixel, TAPS.at(k.plus(step)).plus(IN_OFFSET));
      }
      for (int v = 0; v < panel.vectors(); v++) {
        code.load(weight[v], WEIGHTS, row.plus(step * panel.columns() + panel.column(v)));
      }
      int channel = gather == Gather.TABLE ? 0 : step;
      for (int p = 0; p < pixels; p++) {
        code.broadcast(x, IN, pixel.plus(p * pixelStep + channel));
        for (int v = 0; v < panel.vectors(); v++) {
          code.multiplyAdd(sum[p][v], x, weight[v]);
        }
        if ((p + 1) % pixelsBetweenFences == 0 || p == pixels - 1) {
          code.fence();
        }
      }
    }
  }

  /** Adds, applies the tail and stores, all in registers. */
  private void finish(VectorCode code, VectorVariable[][] sum, VectorVariable x) {
    TailCode tailCode = new TailCode(code, tail, panel.lanes());
    eachVector(
        code,
        (v, out, added) -> {
          for (int p = 0; p < pixels; p++) {
            add(code, sum[p][v], x, added.plus(p * lanes()));
            tailCode.apply(sum[p][v]);
            code.store(sum[p][v], OUT, out.plus(p * lanes()));
          }
        });
  }

  /**
   * Stores the sums and applies the tail in a loop over what was stored, which still lies in the
   * first cache: a long tail in registers makes C2 spill sums inside the loop over k.
   */
  private void finishLater(VectorCode code, VectorVariable[][] sum, VectorVariable x) {
    eachVector(
        code,
        (v, out, added) -> {
          for (int p = 0; p < pixels; p++) {
            add(code, sum[p][v], x, added.plus(p * lanes()));
            code.store(sum[p][v], OUT, out.plus(p * lanes()));
          }
        });
    TailCode tailCode = new TailCode(code, tail, lanes());
    IntVariable out = code.integer();
    code.set(out, OUT_OFFSET);
    code.loop(
        code.integer(),
        code.held(panel.vectors()),
        1,
        () -> {
          tailCode.applyToStored(OUT, out, pixels * lanes());
          code.increase(out, OUT_BLOCK);
        });
  }

  private void add(VectorCode code, VectorVariable sum, VectorVariable x, Whole at) {
    if (residual == Residual.ADDED) {
      code.load(x, RESIDUAL, at);
      code.add(sum, sum, x);
    }
  }

  /** What is done with one vector of a panel. */
  private interface Finish {
    void vector(int v, Whole out, Whole residual);
  }

  /** Walks over the vectors of the panel, each in a block of its own. */
  private void eachVector(VectorCode code, Finish finish) {
    IntVariable out = code.integer();
    IntVariable added = code.integer();
    code.set(out, OUT_OFFSET);
    if (residual == Residual.ADDED) {
      code.set(added, RESIDUAL_OFFSET);
    }
    for (int v = 0; v < panel.vectors(); v++) {
      if (v > 0) {
        code.increase(out, OUT_BLOCK);
        if (residual == Residual.ADDED) {
          code.increase(added, RESIDUAL_BLOCK);
        }
      }
      finish.vector(v, out, added);
    }
  }
}
