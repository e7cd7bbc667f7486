package org.mobilenet4j.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** {@link Exponential} by vectors, step by step the same. */
final class VectorExponential {
  private VectorExponential() {}

  static FloatVector sigmoid(FloatVector x) {
    return x.broadcast(1f).div(of(x.neg()).add(1f));
  }

  static FloatVector swish(FloatVector x) {
    return x.div(of(x.neg()).add(1f));
  }

  private static FloatVector of(FloatVector x) {
    FloatVector low =
        x.blend(Exponential.LOWEST, x.compare(VectorOperators.LT, Exponential.LOWEST));
    FloatVector y =
        low.blend(Exponential.HIGHEST, low.compare(VectorOperators.GT, Exponential.HIGHEST));
    FloatVector sum = y.fma(x.broadcast(Exponential.LOG2_E), x.broadcast(Exponential.ROUNDER));
    FloatVector n = sum.sub(Exponential.ROUNDER);
    FloatVector r =
        n.fma(x.broadcast(-Exponential.LN2_LOW), n.fma(x.broadcast(-Exponential.LN2_HIGH), y));
    FloatVector power = series(r);
    FloatVector half =
        sum.reinterpretAsInts()
            .lanewise(VectorOperators.LSHL, Exponential.EXPONENT_SHIFT)
            .reinterpretAsFloats();
    return power.add(power).mul(half);
  }

  // The factors of Exponential as constants of the code: C2 would load elements of an array again
  // and again.
  private static FloatVector series(FloatVector r) {
    return r.broadcast(1f / 5040)
        .fma(r, r.broadcast(1f / 720))
        .fma(r, r.broadcast(1f / 120))
        .fma(r, r.broadcast(1f / 24))
        .fma(r, r.broadcast(1f / 6))
        .fma(r, r.broadcast(1f / 2))
        .fma(r, r.broadcast(1f))
        .fma(r, r.broadcast(1f));
  }
}
