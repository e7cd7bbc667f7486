package org.mobilenet4j.kernels;

/**
 * The shape of a matrix product {@code rows × inner} by {@code inner × columns}: a pointwise
 * convolution (rows are pixels, inner the input channels, columns the output channels) or a dense
 * layer (rows are pictures, inner its inputs, columns its units). Weights are {@code [inner,
 * columns]}.
 *
 * @param rows rows of input and output; at least 1
 * @param inner values of an input row; at least 1
 * @param columns values of an output row; at least 1
 */
public record MatrixShape(int rows, int inner, int columns) {
  /** Checks that every side is positive and that input, weights and output each fit one array. */
  public MatrixShape {
    if (rows < 1 || inner < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "Matrix product of %d rows, inner size %d and %d columns; each must be at least 1."
              .formatted(rows, inner, columns));
    }
    if ((long) rows * inner > Integer.MAX_VALUE
        || (long) rows * columns > Integer.MAX_VALUE
        || (long) inner * columns > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Matrix product of %d rows, inner size %d and %d columns does not fit into arrays."
              .formatted(rows, inner, columns));
    }
  }
}
