package org.mobilenet4j.kernels;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Ten chains of vectors, which fit the registers of every machine.
 *
 * <p>A template: it runs as a hidden class whose class data is a {@link Specialization}.
 */
final class VectorFmaLoop implements FmaLoop {
  private static final VectorSpecies<Float> SPECIES =
      Specialization.of(MethodHandles.lookup()).species();

  VectorFmaLoop() {}

  @Override
  public int multiplyAddsPerRound() {
    return 10 * SPECIES.length();
  }

  @Override
  public float run(int rounds) {
    FloatVector x = FloatVector.broadcast(SPECIES, 0.999f);
    FloatVector y = FloatVector.broadcast(SPECIES, 1e-3f);
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = FloatVector.broadcast(SPECIES, 0.1f);
    FloatVector c = FloatVector.broadcast(SPECIES, 0.2f);
    FloatVector d = FloatVector.broadcast(SPECIES, 0.3f);
    FloatVector e = FloatVector.broadcast(SPECIES, 0.4f);
    FloatVector f = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector g = FloatVector.broadcast(SPECIES, 0.6f);
    FloatVector h = FloatVector.broadcast(SPECIES, 0.7f);
    FloatVector i = FloatVector.broadcast(SPECIES, 0.8f);
    FloatVector j = FloatVector.broadcast(SPECIES, 0.9f);
    for (int round = 0; round < rounds; round++) {
      a = a.fma(x, y);
      b = b.fma(x, y);
      c = c.fma(x, y);
      d = d.fma(x, y);
      e = e.fma(x, y);
      f = f.fma(x, y);
      g = g.fma(x, y);
      h = h.fma(x, y);
      i = i.fma(x, y);
      j = j.fma(x, y);
    }
    FloatVector sum = a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j);
    return sum.reduceLanes(VectorOperators.ADD);
  }
}
