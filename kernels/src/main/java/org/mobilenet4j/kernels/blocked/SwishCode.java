package org.mobilenet4j.kernels.blocked;

import org.mobilenet4j.kernels.Exponential;
import org.mobilenet4j.kernels.blocked.VectorCode.VectorVariable;

/** Swish and its slope as emitters write them, with the steps of {@link Exponential}. */
final class SwishCode {
  private final VectorCode code;
  private final VectorVariable zero;
  private final VectorVariable one;
  private final VectorVariable lowest;
  private final VectorVariable highest;
  private final VectorVariable log2e;
  private final VectorVariable rounder;
  private final VectorVariable minusLn2High;
  private final VectorVariable minusLn2Low;
  private final VectorVariable[] factors;
  private final VectorVariable y;
  private final VectorVariable n;
  private final VectorVariable power;
  private final VectorVariable spare;

  /** Takes variables; {@link #load} fills those that hold constants. */
  SwishCode(VectorCode code, int lanes) {
    this.code = code;
    this.zero = code.vector(lanes);
    this.one = code.vector(lanes);
    this.lowest = code.vector(lanes);
    this.highest = code.vector(lanes);
    this.log2e = code.vector(lanes);
    this.rounder = code.vector(lanes);
    this.minusLn2High = code.vector(lanes);
    this.minusLn2Low = code.vector(lanes);
    this.factors = code.vectors(Exponential.factors(), lanes);
    this.y = code.vector(lanes);
    this.n = code.vector(lanes);
    this.power = code.vector(lanes);
    this.spare = code.vector(lanes);
  }

  /** Loads the constants. */
  void load() {
    code.broadcast(zero, 0f);
    code.broadcast(one, 1f);
    code.broadcast(lowest, Exponential.LOWEST);
    code.broadcast(highest, Exponential.HIGHEST);
    code.broadcast(log2e, Exponential.LOG2_E);
    code.broadcast(rounder, Exponential.ROUNDER);
    code.broadcast(minusLn2High, -Exponential.LN2_HIGH);
    code.broadcast(minusLn2Low, -Exponential.LN2_LOW);
    for (int i = 0; i < factors.length; i++) {
      code.broadcast(factors[i], Exponential.factor(i));
    }
  }

  /** {@code x = x / (1 + e^-x)}. */
  void apply(VectorVariable x) {
    exponential(x);
    code.add(power, power, one);
    code.divide(x, x, power);
  }

  /**
   * {@code d = d · s (1 + y (1 - s))} where s is the sigmoid of y. Above zero {@code 1 - s} would
   * lose the digits that the product with y needs; there it is {@code e^-y · s}.
   */
  void applySlope(VectorVariable d, VectorVariable at) {
    VectorVariable sigmoid = y; // which holds nothing any more
    VectorVariable rest = n;
    exponential(at);
    code.add(spare, power, one);
    code.divide(sigmoid, one, spare);
    code.multiply(rest, power, sigmoid);
    code.subtract(spare, one, sigmoid);
    code.replaceWhere(rest, spare, at, "LT", zero);
    VectorVariable near = power;
    code.copy(near, at);
    code.atMost(near, highest); // so that the last trace of e^-y stays one
    code.copy(spare, one);
    code.multiplyAdd(spare, near, rest);
    code.multiply(spare, sigmoid, spare);
    code.multiply(d, d, spare);
  }

  /** {@code power = e^-x}. */
  private void exponential(VectorVariable x) {
    code.subtract(y, zero, x);
    code.atLeast(y, lowest);
    code.atMost(y, highest);
    VectorVariable sum = spare;
    code.copy(sum, rounder);
    code.multiplyAdd(sum, y, log2e);
    code.subtract(n, sum, rounder);
    VectorVariable r = y;
    code.multiplyAdd(r, n, minusLn2High);
    code.multiplyAdd(r, n, minusLn2Low);
    VectorVariable next = n;
    code.copy(power, factors[0]);
    for (int i = 1; i < factors.length; i++) {
      code.copy(next, factors[i]);
      code.multiplyAdd(next, power, r);
      code.copy(power, next);
    }
    code.add(power, power, power);
    code.shiftedLeft(sum, sum, Exponential.EXPONENT_SHIFT);
    code.multiply(power, power, sum);
  }
}
