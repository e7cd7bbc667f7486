package org.mobilenet4j.kernels.gradient;

/**
 * Batch normalisation and the activation behind it over the pixels of one block of channels. With z
 * the sum of a convolution and g the gradient of what the activation gave,
 *
 * <pre>
 *   y[p] = z[p] · scale + shift
 *   d[p] = g[p] · activation'(y[p])
 * </pre>
 *
 * <p>Coefficients lie one kind after the other, {@code lanes} of each, in the order of the
 * constants here.
 */
public interface ChannelPasses {
  /** Place of the factor of z in y. */
  int SCALE = 0;

  /** Place of the constant in y. */
  int SHIFT = 1;

  /** Place of the mean of z. */
  int MEAN = 2;

  /** Place of the factor of d in the gradient of z. */
  int GRADIENT_FACTOR = 3;

  /** Place of the factor of z in the gradient of z. */
  int INPUT_FACTOR = 4;

  /** Place of the constant in the gradient of z. */
  int CONSTANT = 5;

  /** Kinds of coefficients. */
  int KINDS = 6;

  /** {@code out[p] = activation(y[p])}. */
  default void normalize(
      float[] z,
      int offset,
      float[] coefficients,
      int coefficientOffset,
      float[] out,
      int outOffset,
      int pixels) {
    normalize(z, offset, coefficients, coefficientOffset, out, outOffset, pixels, 1, 0);
  }

  /**
   * The same for rows of pixels, whose results lie apart.
   *
   * @param pixels of a row
   * @param rows how many, one behind the other
   * @param outRow floats from a row of the result to the next
   */
  void normalize(
      float[] z,
      int offset,
      float[] coefficients,
      int coefficientOffset,
      float[] out,
      int outOffset,
      int pixels,
      int rows,
      int outRow);

  /** {@code out = z[0], Σ (z[p] - z[0]), Σ (z[p] - z[0])²}, {@code lanes} of each. */
  void moments(float[] z, int offset, float[] out, int outOffset, int pixels);

  /** {@code sums += Σ d[p], Σ d[p] · (z[p] - mean)}, {@code lanes} of each. */
  void gradientSums(
      float[] z,
      int offset,
      float[] g,
      int gradientOffset,
      float[] coefficients,
      int coefficientOffset,
      float[] sums,
      int sumsOffset,
      int pixels);

  /** {@code out[p] = d[p] · gradientFactor + z[p] · inputFactor + constant}. */
  default void inputGradient(
      float[] z,
      int offset,
      float[] g,
      int gradientOffset,
      float[] coefficients,
      int coefficientOffset,
      float[] out,
      int outOffset,
      int pixels) {
    inputGradient(
        z,
        offset,
        g,
        gradientOffset,
        coefficients,
        coefficientOffset,
        out,
        outOffset,
        pixels,
        1,
        0);
  }

  /**
   * The same for rows of pixels, whose results lie apart.
   *
   * @param pixels of a row
   * @param rows how many, one behind the other
   * @param outRow floats from a row of the result to the next
   */
  void inputGradient(
      float[] z,
      int offset,
      float[] g,
      int gradientOffset,
      float[] coefficients,
      int coefficientOffset,
      float[] out,
      int outOffset,
      int pixels,
      int rows,
      int outRow);
}
