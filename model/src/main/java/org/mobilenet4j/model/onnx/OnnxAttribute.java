package org.mobilenet4j.model.onnx;

/** The value of an attribute. */
sealed interface OnnxAttribute {
  /** A whole number. */
  record Whole(long value) implements OnnxAttribute {}

  /** A real number. */
  record Real(float value) implements OnnxAttribute {}

  /** A text. */
  record Text(String value) implements OnnxAttribute {}

  /** Several whole numbers. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Wholes(long[] values) implements OnnxAttribute {}

  /** Several real numbers. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Reals(float[] values) implements OnnxAttribute {}

  /** A tensor. */
  record Constant(OnnxTensor value) implements OnnxAttribute {}

  /** Anything else, such as a graph inside a loop. */
  record Other() implements OnnxAttribute {}
}
