package org.mobilenet4j.kernels.gradient;

import org.mobilenet4j.kernels.Activation;

/** The passes, number by number. */
final class ScalarPasses implements ChannelPasses {
  private final Activation activation;
  private final int lanes;

  ScalarPasses(Activation activation, int lanes) {
    this.activation = activation;
    this.lanes = lanes;
  }

  @Override
  public void normalize(
      float[] z,
      int offset,
      float[] coefficients,
      int coefficientOffset,
      float[] out,
      int outOffset,
      int pixels,
      int rows,
      int outRow) {
    for (int i = 0; i < rows * pixels * lanes; i++) {
      int c = coefficientOffset + i % lanes;
      float y = Math.fma(z[offset + i], coefficients[c], coefficients[c + SHIFT * lanes]);
      out[outOffset + place(i, pixels, outRow)] = ActivationSlope.value(activation, y);
    }
  }

  /** Where a number lies in the result. */
  private int place(int i, int pixels, int outRow) {
    int floats = pixels * lanes;
    return i / floats * outRow + i % floats;
  }

  @Override
  public void moments(float[] z, int offset, float[] out, int outOffset, int pixels) {
    for (int lane = 0; lane < lanes; lane++) {
      float first = z[offset + lane];
      double sum = 0;
      double squares = 0;
      for (int p = 0; p < pixels; p++) {
        double difference = z[offset + p * lanes + lane] - first;
        sum += difference;
        squares += difference * difference;
      }
      out[outOffset + lane] = first;
      out[outOffset + lanes + lane] = (float) sum;
      out[outOffset + 2 * lanes + lane] = (float) squares;
    }
  }

  @Override
  public void gradientSums(
      float[] z,
      int offset,
      float[] g,
      int gradientOffset,
      float[] coefficients,
      int coefficientOffset,
      float[] sums,
      int sumsOffset,
      int pixels) {
    for (int lane = 0; lane < lanes; lane++) {
      double sum = 0;
      double products = 0;
      float mean = coefficients[coefficientOffset + MEAN * lanes + lane];
      for (int i = lane; i < pixels * lanes; i += lanes) {
        double d =
            gradient(z[offset + i], g[gradientOffset + i], coefficients, coefficientOffset + lane);
        sum += d;
        products += d * (z[offset + i] - mean);
      }
      sums[sumsOffset + lane] += (float) sum;
      sums[sumsOffset + lanes + lane] += (float) products;
    }
  }

  @Override
  public void inputGradient(
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
      int outRow) {
    for (int i = 0; i < rows * pixels * lanes; i++) {
      int c = coefficientOffset + i % lanes;
      float d = gradient(z[offset + i], g[gradientOffset + i], coefficients, c);
      float rest =
          Math.fma(
              z[offset + i],
              coefficients[c + INPUT_FACTOR * lanes],
              coefficients[c + CONSTANT * lanes]);
      out[outOffset + place(i, pixels, outRow)] =
          Math.fma(d, coefficients[c + GRADIENT_FACTOR * lanes], rest);
    }
  }

  private float gradient(float z, float g, float[] coefficients, int c) {
    float y = Math.fma(z, coefficients[c], coefficients[c + SHIFT * lanes]);
    return g * ActivationSlope.slope(activation, y);
  }
}
