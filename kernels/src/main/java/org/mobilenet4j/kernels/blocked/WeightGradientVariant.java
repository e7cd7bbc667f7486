package org.mobilenet4j.kernels.blocked;

import org.mobilenet4j.kernels.blocked.VectorCode.ArrayVariable;
import org.mobilenet4j.kernels.blocked.VectorCode.IntVariable;
import org.mobilenet4j.kernels.blocked.VectorCode.VectorVariable;

/**
 * The gradient of the weights of a pointwise convolution, summed over pixels:
 *
 * <pre>
 *   sums[k][n] += Σ p: in[k][p] · gradient[n][p]
 * </pre>
 *
 * for a tile of neighbouring channels k and a panel of output channels n whose sums all stay in
 * registers.
 *
 * @param inputs channels k of a tile; a divisor of {@code lanes}
 * @param panel the vectors of output channels of a panel, each a block
 * @param pixelStep floats from the input of a pixel to that of the next
 * @param lanes channels of a block of the maps
 */
record WeightGradientVariant(int inputs, Panel panel, int pixelStep, int lanes)
    implements Variant<WeightGradientKernel> {
  /** Pixels to a turn of the loop. */
  static final int UNROLL = 4;

  // So often in a step the loads that follow are held back.
  private static final int FENCES = 2;

  private static final ArrayVariable IN = new ArrayVariable(1);
  private static final IntVariable IN_OFFSET = new IntVariable(2);
  private static final ArrayVariable GRADIENTS = new ArrayVariable(3);
  private static final IntVariable GRADIENT_OFFSET = new IntVariable(4);
  private static final IntVariable GRADIENT_BLOCK = new IntVariable(5);
  private static final ArrayVariable SUMS = new ArrayVariable(6);
  private static final IntVariable SUMS_OFFSET = new IntVariable(7);
  private static final IntVariable SUMS_ROW = new IntVariable(8);
  private static final IntVariable PIXELS = new IntVariable(9);
  private static final IntVariable TILES = new IntVariable(10);

  @Override
  public String name() {
    return "weight_gradient_%dx%s%s"
        .formatted(inputs, panel.name(), pixelStep == lanes ? "" : "_step" + pixelStep);
  }

  @Override
  public Class<WeightGradientKernel> seam() {
    return WeightGradientKernel.class;
  }

  @Override
  public Trial<WeightGradientKernel> trial() {
    return new WeightGradientTrial(this);
  }

  @Override
  public void emit(VectorCode code) {
    VectorVariable[][] sum = new VectorVariable[inputs][];
    for (int k = 0; k < inputs; k++) {
      sum[k] = code.vectors(panel.vectors(), lanes);
    }
    VectorVariable[] gradient = code.vectors(panel.vectors(), lanes);
    VectorVariable x = code.vector(lanes);
    code.loop(
        code.integer(),
        TILES,
        1,
        () -> {
          eachRow(code, (k, v, at) -> code.load(sum[k][v], SUMS, at));
          IntVariable p = code.integer();
          code.loop(p, PIXELS, UNROLL, () -> products(code, p, sum, gradient, x));
          eachRow(code, (k, v, at) -> code.store(sum[k][v], SUMS, at));
          code.increase(IN_OFFSET, Whole.of(inputs));
          code.increase(SUMS_OFFSET, SUMS_ROW.times(inputs));
        });
  }

  /** {@code sum[k] += in[k][p] · gradient[p]} for some p. */
  private void products(
      VectorCode code,
      IntVariable p,
      VectorVariable[][] sum,
      VectorVariable[] gradient,
      VectorVariable x) {
    IntVariable pixel = code.integer();
    IntVariable[] column = new IntVariable[panel.vectors()];
    int inputsBetweenFences = Math.max(1, inputs / FENCES);
    code.set(pixel, p.times(pixelStep).plus(IN_OFFSET));
    for (int v = 0; v < column.length; v++) {
      column[v] = code.integer();
      code.set(
          column[v],
          v == 0 ? p.times(lanes).plus(GRADIENT_OFFSET) : column[v - 1].plus(GRADIENT_BLOCK));
    }
    for (int step = 0; step < UNROLL; step++) {
      for (int v = 0; v < column.length; v++) {
        code.load(gradient[v], GRADIENTS, column[v].plus(step * lanes));
      }
      for (int k = 0; k < inputs; k++) {
        code.broadcast(x, IN, pixel.plus(step * pixelStep + k));
        for (int v = 0; v < column.length; v++) {
          code.multiplyAdd(sum[k][v], x, gradient[v]);
        }
        if ((k + 1) % inputsBetweenFences == 0) {
          code.fence();
        }
      }
    }
  }

  /** What is done with one vector of sums. */
  private interface Sums {
    void vector(int k, int v, Whole at);
  }

  private void eachRow(VectorCode code, Sums sums) {
    IntVariable row = code.integer();
    code.set(row, SUMS_OFFSET);
    for (int k = 0; k < inputs; k++) {
      for (int v = 0; v < panel.vectors(); v++) {
        sums.vector(k, v, row.plus(v * lanes));
      }
      code.increase(row, SUMS_ROW);
    }
  }
}
