package org.mobilenet4j.model.onnx;

import java.util.List;

/**
 * A constant of an ONNX graph: real numbers, or whole ones for shapes and axes.
 *
 * @param dimensions sizes of the axes; empty for a single number
 * @param data its numbers, row-major
 */
record OnnxTensor(List<Integer> dimensions, Data data) {
  /** The numbers of a constant. */
  sealed interface Data {
    /** How many. */
    int size();
  }

  /** Single-precision numbers; half precision is widened. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Reals(float[] values) implements Data {
    @Override
    public int size() {
      return values.length;
    }
  }

  /** Whole numbers. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Wholes(long[] values) implements Data {
    @Override
    public int size() {
      return values.length;
    }
  }

  OnnxTensor {
    dimensions = List.copyOf(dimensions);
  }

  static OnnxTensor of(long... values) {
    return new OnnxTensor(List.of(values.length), new Wholes(values));
  }

  OnnxTensor withDimensions(List<Integer> other) {
    return new OnnxTensor(other, data);
  }

  int size() {
    return data.size();
  }

  /** Whether this is the other tensor, perhaps seen with other axes. */
  @SuppressWarnings("ReferenceEquality") // identity is what is meant
  boolean sharesNumbers(OnnxTensor other) {
    return data == other.data;
  }
}
