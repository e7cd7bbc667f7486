package org.mobilenet4j.model;

import java.util.List;

/**
 * Numbers with a shape, row-major: the last dimension varies fastest.
 *
 * <p>The array is shared, not copied: weights are large. Whoever makes a tensor gives the array
 * away, and whoever reads one must not write to it.
 *
 * @param dimensions sizes of the axes, each at least 1; empty for a single number
 * @param values as many as the product of the dimensions
 */
@SuppressWarnings("ArrayRecordComponent") // identity is what is meant; see equals
public record Tensor(List<Integer> dimensions, float[] values) {
  public Tensor {
    dimensions = List.copyOf(dimensions);
    long elements = 1;
    for (int dimension : dimensions) {
      if (dimension < 1) {
        throw new IllegalArgumentException(
            "Tensor of shape %s; every dimension must be at least 1.".formatted(dimensions));
      }
      elements = Math.multiplyExact(elements, dimension);
    }
    if (elements != values.length) {
      throw new IllegalArgumentException(
          "Tensor of shape %s with %d values; expected %d."
              .formatted(dimensions, values.length, elements));
    }
  }

  /**
   * @param values the numbers
   * @return a tensor of one axis
   */
  public static Tensor vector(float... values) {
    return new Tensor(List.of(values.length), values);
  }

  /** Two tensors are equal when shape and every bit of every value are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor(List<Integer> shape, float[] numbers)
        && dimensions.equals(shape)
        && java.util.Arrays.equals(values, numbers);
  }

  @Override
  public int hashCode() {
    return 31 * dimensions.hashCode() + java.util.Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Tensor" + dimensions;
  }
}
