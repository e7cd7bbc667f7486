package org.mobilenet4j.kernels;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Four rows by two vectors of columns: 8 accumulators, two weights and a broadcast fit into 16
 * vector registers.
 *
 * <p>A template: it runs as a hidden class whose class data is a {@link Specialization}.
 */
final class VectorTile4x2 implements Tile {
  private static final Specialization SPECIALIZATION = Specialization.of(MethodHandles.lookup());
  private static final VectorSpecies<Float> SPECIES = SPECIALIZATION.species();
  private static final int LANES = SPECIES.length();
  private static final Tail TAIL = SPECIALIZATION.tail();
  private static final boolean ADDS_RESIDUAL = SPECIALIZATION.residual() == Residual.ADDED;

  VectorTile4x2() {}

  @Override
  public int rows() {
    return 4;
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
      int row0 = inOffset + (tile * 4 + 0) * inStride;
      int row1 = inOffset + (tile * 4 + 1) * inStride;
      int row2 = inOffset + (tile * 4 + 2) * inStride;
      int row3 = inOffset + (tile * 4 + 3) * inStride;
      FloatVector sum00 = FloatVector.fromArray(SPECIES, panel, panelOffset);
      FloatVector sum01 = FloatVector.fromArray(SPECIES, panel, panelOffset + LANES);
      FloatVector sum10 = sum00;
      FloatVector sum11 = sum01;
      FloatVector sum20 = sum00;
      FloatVector sum21 = sum01;
      FloatVector sum30 = sum00;
      FloatVector sum31 = sum01;
      int at = panelOffset + 2 * LANES;
      for (int k = 0; k < inner; k++) {
        FloatVector weight0 = FloatVector.fromArray(SPECIES, panel, at);
        FloatVector weight1 = FloatVector.fromArray(SPECIES, panel, at + LANES);
        at += 2 * LANES;
        FloatVector x0 = FloatVector.broadcast(SPECIES, in[row0 + k]);
        sum00 = x0.fma(weight0, sum00);
        sum01 = x0.fma(weight1, sum01);
        FloatVector x1 = FloatVector.broadcast(SPECIES, in[row1 + k]);
        sum10 = x1.fma(weight0, sum10);
        sum11 = x1.fma(weight1, sum11);
        FloatVector x2 = FloatVector.broadcast(SPECIES, in[row2 + k]);
        sum20 = x2.fma(weight0, sum20);
        sum21 = x2.fma(weight1, sum21);
        FloatVector x3 = FloatVector.broadcast(SPECIES, in[row3 + k]);
        sum30 = x3.fma(weight0, sum30);
        sum31 = x3.fma(weight1, sum31);
      }
      int o = outOffset + tile * 4 * outStride;
      int r = residualOffset + tile * 4 * outStride;
      finish(sum00, residual, r, out, o, columns);
      finish(sum01, residual, r + LANES, out, o + LANES, columns - LANES);
      finish(sum10, residual, r + outStride, out, o + outStride, columns);
      finish(sum11, residual, r + outStride + LANES, out, o + outStride + LANES, columns - LANES);
      finish(sum20, residual, r + 2 * outStride, out, o + 2 * outStride, columns);
      finish(
          sum21,
          residual,
          r + 2 * outStride + LANES,
          out,
          o + 2 * outStride + LANES,
          columns - LANES);
      finish(sum30, residual, r + 3 * outStride, out, o + 3 * outStride, columns);
      finish(
          sum31,
          residual,
          r + 3 * outStride + LANES,
          out,
          o + 3 * outStride + LANES,
          columns - LANES);
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
