package org.mobilenet4j.kernels;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row by two vectors of columns: 2 accumulators, for the rows that are left over.
 *
 * <p>A template: it runs as a hidden class whose class data is a {@link Specialization}.
 */
final class VectorTile1x2 implements Tile {
  private static final Specialization SPECIALIZATION = Specialization.of(MethodHandles.lookup());
  private static final VectorSpecies<Float> SPECIES = SPECIALIZATION.species();
  private static final int LANES = SPECIES.length();
  private static final Tail TAIL = SPECIALIZATION.tail();
  private static final boolean ADDS_RESIDUAL = SPECIALIZATION.residual() == Residual.ADDED;

  VectorTile1x2() {}

  @Override
  public int rows() {
    return 1;
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
      int row0 = inOffset + tile * inStride;
      FloatVector sum00 = FloatVector.fromArray(SPECIES, panel, panelOffset);
      FloatVector sum01 = FloatVector.fromArray(SPECIES, panel, panelOffset + LANES);
      int at = panelOffset + 2 * LANES;
      for (int k = 0; k < inner; k++) {
        FloatVector weight0 = FloatVector.fromArray(SPECIES, panel, at);
        FloatVector weight1 = FloatVector.fromArray(SPECIES, panel, at + LANES);
        at += 2 * LANES;
        FloatVector x0 = FloatVector.broadcast(SPECIES, in[row0 + k]);
        sum00 = x0.fma(weight0, sum00);
        sum01 = x0.fma(weight1, sum01);
      }
      int o = outOffset + tile * outStride;
      int r = residualOffset + tile * outStride;
      finish(sum00, residual, r, out, o, columns);
      finish(sum01, residual, r + LANES, out, o + LANES, columns - LANES);
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
