package org.mobilenet4j.kernels;

/**
 * Weights and bias in the order in which one implementation of {@link Kernels} reads them. Made by
 * its {@code pack…} methods, understood by the same kernels alone, immutable, shared by threads.
 */
public final class PackedWeights {
  private final Kernels owner;
  private final int inner;
  private final int columns;
  private final float[] values;

  /**
   * @param inner weights per output value
   * @param columns output channels or units
   */
  PackedWeights(Kernels owner, int inner, int columns, float[] values) {
    this.owner = owner;
    this.inner = inner;
    this.columns = columns;
    this.values = values;
  }

  /** Bytes that the packed form takes, padding and bias included. */
  public long bytes() {
    return (long) Float.BYTES * values.length;
  }

  /**
   * The packed numbers, after a check that they were made by {@code reader} for a layer of this
   * size.
   */
  float[] valuesFor(Kernels reader, int expectedInner, int expectedColumns) {
    if (!owner.equals(reader)) {
      throw new IllegalArgumentException(
          "Weights packed by the kernels '%s' given to the kernels '%s'; pack them with the kernels that run them."
              .formatted(owner.name(), reader.name()));
    }
    if (inner != expectedInner || columns != expectedColumns) {
      throw new IllegalArgumentException(
          "Weights packed as %d x %d given to a layer that needs %d x %d."
              .formatted(inner, columns, expectedInner, expectedColumns));
    }
    return values;
  }

  /** Checks the lengths of weights and bias before they are packed. */
  static void check(float[] weights, float[] bias, int inner, int columns) {
    if (weights.length != inner * columns) {
      throw new IllegalArgumentException(
          "%d weights for a layer of %d x %d; expected %d."
              .formatted(weights.length, inner, columns, inner * columns));
    }
    if (bias.length != columns) {
      throw new IllegalArgumentException(
          "%d biases for %d output channels; give one each (zeros where there is none)."
              .formatted(bias.length, columns));
    }
  }
}
