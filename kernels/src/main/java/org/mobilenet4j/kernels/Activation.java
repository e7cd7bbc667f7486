package org.mobilenet4j.kernels;

/**
 * The function at the end of a kernel, value by value. Every one of them hands a NaN on as a NaN,
 * as torch and ONNX Runtime do: a broken weight must be seen in the output, not be clipped away.
 */
public sealed interface Activation {
  /** No function: the sum itself. */
  Activation NONE = new None();

  /** The sum itself. */
  record None() implements Activation {}

  /** {@code 0} below 0, else {@code x}. */
  record Relu() implements Activation {}

  /** {@code 0} below 0, {@code 6} above 6, else {@code x}. */
  record Relu6() implements Activation {}

  /**
   * {@code slope * x + offset} (rounded once), held between 0 and 1.
   *
   * @param slope 1/6 in MobileNet V3, 0.2 in older Keras
   * @param offset 0.5 in both
   */
  record HardSigmoid(float slope, float offset) implements Activation {}

  /** {@code (x * (1/6)) * relu6(x + 3)}. */
  record HardSwish() implements Activation {}

  /** {@code 1 / (1 + exp(-x))}, computed in double precision and rounded once. */
  record Sigmoid() implements Activation {}

  /** {@code x / (1 + exp(-x))}, computed in double precision and rounded once. */
  record Swish() implements Activation {}
}
