package org.mobilenet4j.kernels.blocked;

import java.util.Optional;
import java.util.function.IntFunction;
import org.mobilenet4j.kernels.Residual;
import org.mobilenet4j.kernels.blocked.PointwiseVariant.Gather;
import org.mobilenet4j.kernels.blocked.VectorCode.ArrayVariable;
import org.mobilenet4j.kernels.blocked.VectorCode.IntVariable;
import org.mobilenet4j.kernels.blocked.VectorCode.VectorVariable;

/** A matrix product as it is emitted: the sums of a tile, begun, added to and finished. */
final class ProductCode {
  // After so many multiply-adds the loads that follow are held back, by whole pixels: every one
  // where a panel has three vectors or four, every second with two.
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
  private static final IntVariable FETCH_END = new IntVariable(15);
  private static final IntVariable FIRSTS = new IntVariable(16);

  private final PointwiseVariant variant;
  private final VectorCode code;
  private final Panel panel;
  private final int pixels;
  private final int lanes;
  private final VectorVariable[][] sum;
  private final VectorVariable[][] weight;
  private final VectorVariable x;
  private final VectorVariable next;
  private final PixelPairs pairs;
  private final Optional<Prefetch> prefetch;

  ProductCode(PointwiseVariant variant, VectorCode code) {
    this.variant = variant;
    this.code = code;
    this.panel = variant.panel();
    this.pixels = variant.pixels();
    this.lanes = panel.lanes();
    this.sum = new VectorVariable[panel.vectors()][];
    this.weight = new VectorVariable[variant.gather() == Gather.ROWS ? variant.turn() : 1][];
    for (int t = 0; t < weight.length; t++) {
      weight[t] = code.vectors(panel.vectors(), lanes);
    }
    for (int v = 0; v < panel.vectors(); v++) {
      sum[v] = code.vectors(pixels / pixelsOf(v), lanes);
    }
    this.x = code.vector(lanes);
    this.next = panel.endsHalf() ? code.vector(lanes) : x;
    this.pairs = new PixelPairs(code, lanes);
    this.prefetch =
        variant.prefetching() == Prefetching.NEXT
            ? Optional.of(new Prefetch(code, panel.columns(), variant.turn(), WEIGHTS, FIRSTS))
            : Optional.empty();
  }

  /** Pixels that a vector of sums serves. */
  private int pixelsOf(int v) {
    return v < panel.whole() ? 1 : 2;
  }

  /** All tiles, one after the other. */
  void emit() {
    if (panel.endsHalf()) {
      pairs.prepare();
    }
    Whole endOfPanel = INNER.plus(1).times(panel.columns()).plus(PANEL);
    prefetch.ifPresent(weights -> weights.begin(endOfPanel, FETCH_END));
    code.loop(
        code.integer(),
        TILES,
        1,
        () -> {
          begin();
          IntVariable k = code.integer();
          code.loop(k, INNER, variant.turn(), () -> turn(k));
          if (variant.finishesLater()) {
            finishLater();
          } else {
            finish();
          }
          code.increase(IN_OFFSET, Whole.of(pixels * variant.pixelStep()));
          code.increase(OUT_OFFSET, Whole.of(pixels * lanes));
          if (addsResidual()) {
            code.increase(RESIDUAL_OFFSET, Whole.of(pixels * lanes));
          }
        });
  }

  private boolean addsResidual() {
    return variant.residual() == Residual.ADDED;
  }

  /** {@code sum[p] = bias}, or what the output holds. */
  private void begin() {
    switch (variant.start()) {
      case BIAS -> {
        for (int v = 0; v < panel.vectors(); v++) {
          code.loadExactly(weight[0][v], WEIGHTS, PANEL.plus(panel.column(v)));
          for (VectorVariable each : sum[v]) {
            code.copy(each, weight[0][v]);
          }
        }
      }
      // no casts: so many bring the code close to where C1, and then C2, gives up
      case SUMS -> eachSum((each, paired, out, _) -> load(each, paired, out));
    }
  }

  /** {@code sum[p] += in[p][k] · weight[k]} for the inputs k of a turn. */
  private void turn(IntVariable k) {
    IntVariable pixel = code.integer();
    IntVariable row = code.integer();
    code.set(row, k.times(panel.columns()).plus(PANEL).plus(panel.columns()));
    // Not linear in k, on purpose: C2 would make three loops of it, one a block, and spill.
    Whole block = k.shiftedRight(Integer.numberOfTrailingZeros(lanes));
    Whole inBlock = k.and(lanes - 1).plus(IN_OFFSET);
    switch (variant.gather()) {
      case CHANNELS -> {
        code.set(pixel, block.times(IN_BLOCK).plus(inBlock));
        eachInput(row, pixel::plus);
      }
      case BLOCKS -> {
        code.set(pixel, TAPS.at(block).plus(inBlock));
        eachInput(row, pixel::plus);
      }
      case TABLE ->
          eachInput(
              row,
              step -> {
                code.set(pixel, TAPS.at(k.plus(step)).plus(IN_OFFSET));
                return pixel;
              });
      case ROWS -> {
        code.set(pixel, TAPS.at(k).plus(IN_OFFSET));
        neighbours(pixel, row);
      }
    }
  }

  /** One input of the sums after the other; {@code first} tells where the first pixel's lies. */
  private void eachInput(Whole row, IntFunction<Whole> first) {
    for (int step = 0; step < variant.turn(); step++) {
      Whole at = first.apply(step);
      weights(weight[0], row.plus(step * panel.columns()));
      products(at);
    }
    prefetch.ifPresent(Prefetch::turn);
  }

  private void weights(VectorVariable[] into, Whole at) {
    for (int v = 0; v < panel.vectors(); v++) {
      code.load(into[v], WEIGHTS, at.plus(panel.column(v)));
    }
  }

  /** A row of inputs, each for all pixels whose sums have it; a pixel's come in their order. */
  private void neighbours(Whole first, Whole row) {
    for (int tap = 0; tap < variant.turn(); tap++) {
      weights(weight[tap], row.plus(tap * panel.columns()));
    }
    int step = variant.pixelStep();
    int sinceFence = 0;
    for (int i = 0; i < (pixels - 1) * step + variant.turn(); i++) {
      code.broadcast(x, IN, first.plus(i));
      for (int p = 0; p <= i / step && p < pixels; p++) {
        int tap = i - p * step;
        if (tap < variant.turn()) {
          for (int v = 0; v < panel.vectors(); v++) {
            code.multiplyAdd(sum[v][p], x, weight[tap][v]);
          }
          sinceFence += panel.vectors();
        }
      }
      if (sinceFence >= PRODUCTS_BETWEEN_FENCES) {
        code.fence();
        sinceFence = 0;
      }
    }
  }

  /** One k: the inputs of the tile's pixels, of which the first lies at an index. */
  private void products(Whole first) {
    int pixelsBetweenFences = Math.max(1, PRODUCTS_BETWEEN_FENCES / panel.vectors());
    for (int p = 0; p < pixels; p++) {
      VectorVariable input = p % 2 == 0 ? x : next;
      code.broadcast(input, IN, first.plus(p * variant.pixelStep()));
      for (int v = 0; v < panel.whole(); v++) {
        code.multiplyAdd(sum[v][p], input, weight[0][v]);
      }
      if (panel.endsHalf() && p % 2 == 1) {
        pairs.join(x, next);
        code.multiplyAdd(sum[panel.whole()][p / 2], x, weight[0][panel.whole()]);
      }
      if ((p + 1) % pixelsBetweenFences == 0 || p == pixels - 1) {
        code.fence();
      }
    }
  }

  /** Adds, applies the tail and stores, all in registers. */
  private void finish() {
    TailCode tail = new TailCode(code, variant.tail(), lanes);
    eachSum((each, paired, out, added) -> {
      add(each, added); // a pair's would be added later
      tail.apply(each);
      store(each, paired, out);
    });
  }

  /**
   * Stores the sums, and adds and applies the tail in a loop over what was stored, which still lies
   * in the first cache: so much code with the sums makes C2 spill some of them inside the loop over
   * k, or C1 give up.
   */
  private void finishLater() {
    eachSum((each, paired, out, _) -> store(each, paired, out));
    TailCode tail = new TailCode(code, variant.tail(), lanes);
    IntVariable out = code.integer();
    IntVariable added = code.integer();
    code.set(out, OUT_OFFSET);
    code.set(added, RESIDUAL_OFFSET);
    code.loop(
        code.integer(),
        code.held(panel.vectors()),
        1,
        () -> {
          code.eachStored(
              OUT,
              out,
              pixels * lanes,
              lanes,
              (stored, at) -> {
                add(stored, added.plus(at));
                tail.apply(stored);
              });
          code.increase(out, OUT_BLOCK);
          code.increase(added, RESIDUAL_BLOCK);
        });
  }

  private void add(VectorVariable each, Whole at) {
    if (addsResidual()) {
      code.load(x, RESIDUAL, at);
      code.add(each, each, x);
    }
  }

  private void load(VectorVariable into, boolean paired, Whole at) {
    if (paired) {
      pairs.load(into, OUT, at);
    } else {
      code.load(into, OUT, at);
    }
  }

  private void store(VectorVariable each, boolean paired, Whole at) {
    if (paired) {
      pairs.store(each, OUT, at);
    } else {
      code.store(each, OUT, at);
    }
  }

  /** What is done with a vector of sums, of one pixel or a pair. */
  private interface EachSum {
    void sum(VectorVariable each, boolean paired, Whole out, Whole residual);
  }

  /** Walks over the vectors of the panel, each in a block of its own, and their pixels. */
  private void eachSum(EachSum work) {
    IntVariable out = code.integer();
    IntVariable added = code.integer();
    code.set(out, OUT_OFFSET);
    if (addsResidual()) {
      code.set(added, RESIDUAL_OFFSET);
    }
    for (int v = 0; v < panel.vectors(); v++) {
      if (v > 0) {
        code.increase(out, OUT_BLOCK);
        if (addsResidual()) {
          code.increase(added, RESIDUAL_BLOCK);
        }
      }
      int step = pixelsOf(v);
      for (int i = 0; i < sum[v].length; i++) {
        int at = i * step * lanes;
        work.sum(sum[v][i], step == 2, out.plus(at), added.plus(at));
      }
    }
  }
}
