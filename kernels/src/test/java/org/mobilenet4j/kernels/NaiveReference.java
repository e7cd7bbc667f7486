package org.mobilenet4j.kernels;

/**
 * The operations as a textbook writes them, in double precision and without a thought for speed.
 */
final class NaiveReference {
  private NaiveReference() {}

  /** Sums of a convolution, and how far single precision may stray from them. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Sums(double[] values, double[] bounds) {}

  /**
   * A direct convolution with groups. Weights are {@code [kernelHeight, kernelWidth, in / groups,
   * out]}.
   *
   * <p>The bound is the one of a sum of k products in any order, {@code k * 2^-24} of the sum of
   * their magnitudes, with two roundings more for the bias and the last digit.
   */
  static Sums convolution(ConvolutionShape shape, float[] in, float[] weights, float[] bias) {
    FeatureMap out = shape.out();
    Window window = shape.window();
    double[] values = new double[out.size()];
    double[] bounds = new double[out.size()];
    for (int y = 0; y < out.height(); y++) {
      for (int x = 0; x < out.width(); x++) {
        for (int n = 0; n < out.channels(); n++) {
          int group = n / shape.groupOutputs();
          double sum = bias[n];
          double magnitude = Math.abs(bias[n]);
          for (int ky = 0; ky < window.kernelHeight(); ky++) {
            for (int kx = 0; kx < window.kernelWidth(); kx++) {
              int row = y * window.strideHeight() - window.padTop() + ky * window.dilationHeight();
              int column =
                  x * window.strideWidth() - window.padLeft() + kx * window.dilationWidth();
              if (row < 0
                  || row >= shape.in().height()
                  || column < 0
                  || column >= shape.in().width()) {
                continue;
              }
              for (int c = 0; c < shape.groupInputs(); c++) {
                int tap = ky * window.kernelWidth() + kx;
                double weight = weights[(tap * shape.groupInputs() + c) * out.channels() + n];
                int pixel = row * shape.in().width() + column;
                double value = in[pixel * shape.in().channels() + group * shape.groupInputs() + c];
                sum += weight * value;
                magnitude += Math.abs(weight * value);
              }
            }
          }
          int at = (y * out.width() + x) * out.channels() + n;
          values[at] = sum;
          bounds[at] = (shape.patch() + 2) * 0x1p-24 * magnitude;
        }
      }
    }
    return new Sums(values, bounds);
  }

  /** A matrix product, which is a convolution of one column of pixels. */
  static Sums product(MatrixShape shape, float[] in, float[] weights, float[] bias) {
    FeatureMap from = new FeatureMap(shape.rows(), 1, shape.inner());
    FeatureMap to = new FeatureMap(shape.rows(), 1, shape.columns());
    return convolution(new ConvolutionShape(from, to, Window.POINT, 1), in, weights, bias);
  }

  /** A depthwise convolution, which is a convolution with a group for each channel. */
  static Sums depthwise(DepthwiseShape shape, float[] in, float[] weights, float[] bias) {
    return convolution(
        new ConvolutionShape(shape.in(), shape.out(), shape.window(), shape.channels()),
        in,
        weights,
        bias);
  }

  /** What a pool makes of a window: its maximum, or its sum and the number of its pixels. */
  record Pooled(double max, double sum, int pixels) {}

  static Pooled pool(PoolShape shape, float[] in, int y, int x, int channel) {
    Window window = shape.window();
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    int pixels = 0;
    for (int ky = 0; ky < window.kernelHeight(); ky++) {
      for (int kx = 0; kx < window.kernelWidth(); kx++) {
        int row = y * window.strideHeight() - window.padTop() + ky * window.dilationHeight();
        int column = x * window.strideWidth() - window.padLeft() + kx * window.dilationWidth();
        if (row >= 0 && row < shape.in().height() && column >= 0 && column < shape.in().width()) {
          double value = in[(row * shape.in().width() + column) * shape.channels() + channel];
          max = Math.max(max, value);
          sum += value;
          pixels++;
        }
      }
    }
    return new Pooled(max, sum, pixels);
  }

  /** What bilinear interpolation makes of a map at one output position and channel. */
  static double interpolate(ResizeShape shape, float[] in, int y, int x, int channel) {
    double row = position(y, shape.in().height(), shape.out().height());
    double column = position(x, shape.in().width(), shape.out().width());
    double sum = 0;
    for (int sourceY = 0; sourceY < shape.in().height(); sourceY++) {
      for (int sourceX = 0; sourceX < shape.in().width(); sourceX++) {
        double share =
            Math.max(1 - Math.abs(row - sourceY), 0) * Math.max(1 - Math.abs(column - sourceX), 0);
        int pixel = sourceY * shape.in().width() + sourceX;
        sum += share * in[pixel * shape.in().channels() + channel];
      }
    }
    return sum;
  }

  private static double position(int index, int from, int to) {
    return Math.clamp((index + 0.5) * from / to - 0.5, 0, from - 1);
  }
}
