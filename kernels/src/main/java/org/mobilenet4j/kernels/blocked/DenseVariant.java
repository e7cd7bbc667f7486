package org.mobilenet4j.kernels.blocked;

import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.kernels.blocked.VectorCode.ArrayVariable;
import org.mobilenet4j.kernels.blocked.VectorCode.IntVariable;
import org.mobilenet4j.kernels.blocked.VectorCode.VectorVariable;

/**
 * The product of one row with a matrix, {@code out[n] = tail(bias[n] + Σ k: in[k] · weight[k][n])},
 * a panel of n at a time. Its weights are read once and come from memory, so that nothing but
 * reading them in order matters; one call walks over all panels.
 *
 * @param panel the vectors of units of a panel
 * @param tail what is applied last
 */
record DenseVariant(Panel panel, Tail tail) implements Variant<DenseKernel> {
  private static final ArrayVariable IN = new ArrayVariable(1);
  private static final IntVariable IN_OFFSET = new IntVariable(2);
  private static final ArrayVariable WEIGHTS = new ArrayVariable(3);
  private static final IntVariable WEIGHT_OFFSET = new IntVariable(4);
  private static final ArrayVariable OUT = new ArrayVariable(5);
  private static final IntVariable OUT_OFFSET = new IntVariable(6);
  private static final IntVariable INNER = new IntVariable(7);
  private static final IntVariable PANELS = new IntVariable(8);

  @Override
  public String name() {
    return "dense_" + panel.name() + Variant.suffix(tail);
  }

  @Override
  public Class<DenseKernel> seam() {
    return DenseKernel.class;
  }

  @Override
  public Trial<DenseKernel> trial() {
    return new DenseTrial(this);
  }

  @Override
  public void emit(VectorCode code) {
    VectorVariable[] sum = code.vectors(panel.vectors(), panel.lanes());
    VectorVariable weight = code.vector(panel.lanes());
    VectorVariable x = code.vector(panel.lanes());
    code.loop(
        code.integer(),
        PANELS,
        1,
        () -> {
          for (int v = 0; v < panel.vectors(); v++) {
            code.loadExactly(sum[v], WEIGHTS, WEIGHT_OFFSET.plus(panel.column(v)));
          }
          code.increase(WEIGHT_OFFSET, Whole.of(panel.columns()));
          IntVariable k = code.integer();
          code.loop(
              k,
              INNER,
              1,
              () -> {
                IntVariable row = code.integer();
                code.set(row, k.times(panel.columns()).plus(WEIGHT_OFFSET));
                code.broadcast(x, IN, IN_OFFSET.plus(k));
                for (int v = 0; v < panel.vectors(); v++) {
                  code.load(weight, WEIGHTS, row.plus(panel.column(v)));
                  code.multiplyAdd(sum[v], x, weight);
                }
              });
          code.increase(WEIGHT_OFFSET, INNER.times(panel.columns()));
          TailCode tailCode = new TailCode(code, tail, panel.lanes());
          for (int v = 0; v < panel.vectors(); v++) {
            if (tail != Tail.SWISH) {
              tailCode.apply(sum[v]);
            }
            code.store(sum[v], OUT, OUT_OFFSET.plus(panel.column(v)));
          }
          if (tail == Tail.SWISH) {
            tailCode.applyToStored(OUT, OUT_OFFSET, panel.columns());
          }
          code.increase(OUT_OFFSET, Whole.of(panel.columns()));
        });
  }
}
