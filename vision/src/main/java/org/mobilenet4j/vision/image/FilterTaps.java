package org.mobilenet4j.vision.image;

import org.mobilenet4j.model.Preprocessing.Resampling;

/**
 * Which input pixels make up each output pixel along one axis, and by how much, in fixed point.
 *
 * <p>When a picture shrinks, the filter is stretched by the same factor, so that every input pixel
 * counts. The weights are normalised in double precision and then rounded to 22 fractional bits, as
 * Pillow does ({@code src/libImaging/Resample.c}), so that the results are equal to the bit.
 */
final class FilterTaps {
  /**
   * Fractional bits of a weight: what an {@code int} has beyond 8 bits of pixel and 2 of overshoot.
   */
  static final int FRACTION_BITS = 32 - 8 - 2;

  private final int[] first;
  private final int[] count;
  private final int[] weights;
  private final int stride;

  private FilterTaps(int outputs, int stride) {
    this.first = new int[outputs];
    this.count = new int[outputs];
    this.weights = new int[Math.multiplyExact(outputs, stride)];
    this.stride = stride;
  }

  /**
   * The taps of the outputs inside a window; only those are ever computed.
   *
   * @param inputs pixels there are
   * @param outputs pixels that all inputs together would become
   */
  static FilterTaps of(int inputs, long outputs, Window window, Resampling resampling) {
    double scale = (double) inputs / outputs;
    double stretch = Math.max(scale, 1);
    double support = radius(resampling) * stretch;
    FilterTaps taps = new FilterTaps(window.size(), (int) Math.ceil(support) * 2 + 1);
    double[] exact = new double[taps.stride];
    for (int output = 0; output < window.size(); output++) {
      double centre = (window.start() + output + 0.5) * scale;
      int from = Math.max((int) (centre - support + 0.5), 0);
      int to = Math.min((int) (centre + support + 0.5), inputs);
      double sum = 0;
      for (int input = from; input < to; input++) {
        double weight = weight(resampling, (input - centre + 0.5) * (1 / stretch));
        exact[input - from] = weight;
        sum += weight;
      }
      taps.first[output] = from;
      taps.count[output] = to - from;
      for (int tap = 0; tap < to - from; tap++) {
        double weight = sum == 0 ? exact[tap] : exact[tap] / sum;
        taps.weights[output * taps.stride + tap] = fixedPoint(weight);
      }
    }
    return taps;
  }

  private static int fixedPoint(double weight) {
    double scaled = weight * (1 << FRACTION_BITS);
    return (int) (weight < 0 ? scaled - 0.5 : scaled + 0.5);
  }

  private static double radius(Resampling resampling) {
    return switch (resampling) {
      case BILINEAR -> 1;
      case BICUBIC -> 2;
    };
  }

  private static double weight(Resampling resampling, double distance) {
    double x = Math.abs(distance);
    return switch (resampling) {
      case BILINEAR -> x < 1 ? 1 - x : 0;
      case BICUBIC -> cubic(x);
    };
  }

  /** Keys 1981, equation 15, with a = -1/2. */
  private static double cubic(double x) {
    double a = -0.5;
    if (x < 1) {
      return ((a + 2) * x - (a + 3)) * x * x + 1;
    }
    if (x < 2) {
      return (((x - 5) * x + 8) * x - 4) * a;
    }
    return 0;
  }

  /** The first input of an output. */
  int first(int output) {
    return first[output];
  }

  /** The input behind the last one that any output needs. */
  int end() {
    return first[first.length - 1] + count[count.length - 1];
  }

  /** All weights; those of an output lie from {@link #offset} to before {@link #end(int)}. */
  int[] weights() {
    return weights;
  }

  int offset(int output) {
    return output * stride;
  }

  int end(int output) {
    return output * stride + count[output];
  }
}
