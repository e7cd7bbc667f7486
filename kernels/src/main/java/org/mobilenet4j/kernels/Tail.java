package org.mobilenet4j.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The activations that vector kernels apply to their sums before they store them; any other is a
 * pass of its own.
 */
public enum Tail {
  NONE,
  RELU,
  RELU6,
  HARD_SWISH,
  SWISH;

  private static final float SIXTH = 1f / 6f;

  /** The tail that is fused for an activation: its own or none. */
  public static Tail of(Activation activation) {
    return switch (activation) {
      case Activation.None _, Activation.HardSigmoid _, Activation.Sigmoid _ -> NONE;
      case Activation.Relu _ -> RELU;
      case Activation.Relu6 _ -> RELU6;
      case Activation.HardSwish _ -> HARD_SWISH;
      case Activation.Swish _ -> SWISH;
    };
  }

  /**
   * The tail for kernels that apply it in registers, beside their sums: its own, but for swish,
   * whose steps take more registers than are left.
   */
  static Tail inRegisters(Activation activation) {
    Tail tail = of(activation);
    return tail == SWISH ? NONE : tail;
  }

  /** What is left to apply after this tail. */
  public Activation rest(Activation activation) {
    return this == NONE ? activation : Activation.NONE;
  }

  /**
   * Applies the tail. Comparisons instead of a switch: on a constant tail the compiler keeps one
   * branch.
   */
  FloatVector apply(FloatVector x) {
    if (this == RELU) {
      return relu(x);
    }
    if (this == RELU6) {
      return clamp(x, 6f);
    }
    if (this == HARD_SWISH) {
      return x.mul(SIXTH).mul(clamp(x.add(3f), 6f));
    }
    if (this == SWISH) {
      return VectorExponential.swish(x);
    }
    return x;
  }

  /**
   * {@code x} or 0 where it is below. A comparison and a blend keep NaN; {@code max} takes twice
   * the instructions.
   */
  static FloatVector relu(FloatVector x) {
    return x.blend(0f, x.compare(VectorOperators.LT, 0f));
  }

  /** {@code x} held between 0 and {@code high}, NaN kept. */
  static FloatVector clamp(FloatVector x, float high) {
    FloatVector low = relu(x);
    return low.blend(high, low.compare(VectorOperators.GT, high));
  }
}
