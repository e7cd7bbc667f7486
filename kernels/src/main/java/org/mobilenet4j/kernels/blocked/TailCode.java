package org.mobilenet4j.kernels.blocked;

import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.kernels.blocked.VectorCode.ArrayVariable;
import org.mobilenet4j.kernels.blocked.VectorCode.VectorVariable;

/** The fused activations as emitters write them, with their constants held in registers. */
final class TailCode {
  private final VectorCode code;
  private final Tail tail;
  private final int lanes;
  private final VectorVariable zero;
  private final VectorVariable six;
  private final VectorVariable three;
  private final VectorVariable sixth;
  private final SwishCode swish;

  /** Loads the constants of a tail; to be made where they shall be loaded. */
  TailCode(VectorCode code, Tail tail, int lanes) {
    this.code = code;
    this.tail = tail;
    this.lanes = lanes;
    this.zero = code.vector(lanes);
    this.six = code.vector(lanes);
    this.three = code.vector(lanes);
    this.sixth = code.vector(lanes);
    this.swish = new SwishCode(code, lanes);
    switch (tail) {
      case NONE -> {}
      case RELU -> code.broadcast(zero, 0f);
      case RELU6 -> {
        code.broadcast(zero, 0f);
        code.broadcast(six, 6f);
      }
      case HARD_SWISH -> {
        code.broadcast(zero, 0f);
        code.broadcast(six, 6f);
        code.broadcast(three, 3f);
        code.broadcast(sixth, 1f / 6f);
      }
      case SWISH -> swish.load();
    }
  }

  /** {@code x = tail(x)}. */
  void apply(VectorVariable x) {
    switch (tail) {
      case NONE -> {}
      case RELU -> code.atLeast(x, zero);
      case RELU6 -> {
        code.atLeast(x, zero);
        code.atMost(x, six);
      }
      case HARD_SWISH -> {
        VectorVariable gate = code.vector(lanes);
        code.add(gate, x, three);
        code.bitsAtLeast(gate, zero);
        code.bitsAtMost(gate, six);
        code.multiply(x, x, sixth); // which keeps a NaN, whatever became of the gate
        code.multiply(x, x, gate);
      }
      case SWISH -> swish.apply(x);
    }
  }

  /**
   * Applies the tail to what was just stored and still lies in the first cache, a vector a turn: a
   * long tail takes no registers from sums, and its code is there once.
   */
  void applyToStored(ArrayVariable array, Whole from, int floats) {
    code.eachStored(array, from, floats, lanes, (stored, _) -> apply(stored));
  }

  /** {@code d = d · tail'(y)}; at a corner of ReLU and ReLU6 the slope is 0, as torch has it. */
  void applySlope(VectorVariable d, VectorVariable y) {
    switch (tail) {
      case NONE -> {}
      case RELU -> code.replaceWhere(d, zero, y, "LE", zero);
      case RELU6 -> {
        code.replaceWhere(d, zero, y, "LE", zero);
        code.replaceWhere(d, zero, y, "GE", six);
      }
      case HARD_SWISH -> {
        VectorVariable slope = code.vector(lanes);
        VectorVariable limit = code.vector(lanes);
        code.broadcast(slope, 0.5f);
        code.broadcast(limit, 1f / 3f);
        code.multiplyAdd(slope, y, limit);
        code.broadcast(limit, -3f);
        code.replaceWhere(slope, zero, y, "LT", limit);
        code.broadcast(limit, 1f);
        code.replaceWhere(slope, limit, y, "GT", three);
        code.multiply(d, d, slope);
      }
      case SWISH -> swish.applySlope(d, y);
    }
  }
}
