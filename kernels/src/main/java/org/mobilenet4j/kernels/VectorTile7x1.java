package org.mobilenet4j.kernels;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Seven rows by one vector of columns: 7 accumulators, for the last columns, on any machine.
 *
 * <p>A template: it runs as a hidden class whose class data is a {@link Specialization}.
 */
final class VectorTile7x1 implements Tile {
  private static final Specialization SPECIALIZATION = Specialization.of(MethodHandles.lookup());
  private static final VectorSpecies<Float> SPECIES = SPECIALIZATION.species();
  private static final int LANES = SPECIES.length();
  private static final Tail TAIL = SPECIALIZATION.tail();
  private static final boolean ADDS_RESIDUAL = SPECIALIZATION.residual() == Residual.ADDED;

  VectorTile7x1() {}

  @Override
  public int rows() {
    return 7;
  }

  @Override
  public void run(
      int tiles,
      int inner,
      float[] in,
      int inOffset,
      int inStride,
      float[] panel,
      int panelOffset,
      float[] residual,
      int residualOffset,
      float[] out,
      int outOffset,
      int outStride,
      int columns) {
    for (int tile = 0; tile < tiles; tile++) {
      int row0 = inOffset + (tile * 7 + 0) * inStride;
      int row1 = inOffset + (tile * 7 + 1) * inStride;
      int row2 = inOffset + (tile * 7 + 2) * inStride;
      int row3 = inOffset + (tile * 7 + 3) * inStride;
      int row4 = inOffset + (tile * 7 + 4) * inStride;
      int row5 = inOffset + (tile * 7 + 5) * inStride;
      int row6 = inOffset + (tile * 7 + 6) * inStride;
      FloatVector sum00 = FloatVector.fromArray(SPECIES, panel, panelOffset);
      FloatVector sum10 = sum00;
      FloatVector sum20 = sum00;
      FloatVector sum30 = sum00;
      FloatVector sum40 = sum00;
      FloatVector sum50 = sum00;
      FloatVector sum60 = sum00;
      int at = panelOffset + LANES;
      for (int k = 0; k < inner; k++) {
        FloatVector weight0 = FloatVector.fromArray(SPECIES, panel, at);
        at += LANES;
        FloatVector x0 = FloatVector.broadcast(SPECIES, in[row0 + k]);
        sum00 = x0.fma(weight0, sum00);
        FloatVector x1 = FloatVector.broadcast(SPECIES, in[row1 + k]);
        sum10 = x1.fma(weight0, sum10);
        FloatVector x2 = FloatVector.broadcast(SPECIES, in[row2 + k]);
        sum20 = x2.fma(weight0, sum20);
        FloatVector x3 = FloatVector.broadcast(SPECIES, in[row3 + k]);
        sum30 = x3.fma(weight0, sum30);
        FloatVector x4 = FloatVector.broadcast(SPECIES, in[row4 + k]);
        sum40 = x4.fma(weight0, sum40);
        FloatVector x5 = FloatVector.broadcast(SPECIES, in[row5 + k]);
        sum50 = x5.fma(weight0, sum50);
        FloatVector x6 = FloatVector.broadcast(SPECIES, in[row6 + k]);
        sum60 = x6.fma(weight0, sum60);
      }
      int o = outOffset + tile * 7 * outStride;
      int r = residualOffset + tile * 7 * outStride;
      finish(sum00, residual, r, out, o, columns);
      finish(sum10, residual, r + outStride, out, o + outStride, columns);
      finish(sum20, residual, r + 2 * outStride, out, o + 2 * outStride, columns);
      finish(sum30, residual, r + 3 * outStride, out, o + 3 * outStride, columns);
      finish(sum40, residual, r + 4 * outStride, out, o + 4 * outStride, columns);
      finish(sum50, residual, r + 5 * outStride, out, o + 5 * outStride, columns);
      finish(sum60, residual, r + 6 * outStride, out, o + 6 * outStride, columns);
    }
  }

  private static void finish(
      FloatVector sum,
      float[] residual,
      int residualOffset,
      float[] out,
      int outOffset,
      int columns) {
    if (columns >= LANES) {
      FloatVector all =
          ADDS_RESIDUAL ? sum.add(FloatVector.fromArray(SPECIES, residual, residualOffset)) : sum;
      TAIL.apply(all).intoArray(out, outOffset);
    } else {
      VectorMask<Float> valid = SPECIES.indexInRange(0, columns);
      FloatVector all =
          ADDS_RESIDUAL
              ? sum.add(FloatVector.fromArray(SPECIES, residual, residualOffset, valid))
              : sum;
      TAIL.apply(all).intoArray(out, outOffset, valid);
    }
  }
}
