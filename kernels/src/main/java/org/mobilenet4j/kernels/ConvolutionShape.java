package org.mobilenet4j.kernels;

/**
 * The shape of a general convolution. Weights are {@code [kernelHeight, kernelWidth, in.channels /
 * groups, out.channels]}; output channel {@code n} belongs to group {@code n / (out.channels /
 * groups)} and reads the input channels of that group alone.
 *
 * @param in the input map
 * @param out the output map
 * @param window kernel, stride, dilation and padding
 * @param groups parts into which the channels of input and output are split; 1 is the ordinary
 *     convolution
 */
public record ConvolutionShape(FeatureMap in, FeatureMap out, Window window, int groups) {
  /** Checks that the groups divide the channels of both maps and that a patch fits one array. */
  public ConvolutionShape {
    if (groups < 1 || in.channels() % groups != 0 || out.channels() % groups != 0) {
      throw new IllegalArgumentException(
          "Convolution from %d to %d channels in %d groups; both must be multiples of the groups."
              .formatted(in.channels(), out.channels(), groups));
    }
    if (window.isPoint() && (in.height() != out.height() || in.width() != out.width())) {
      throw new IllegalArgumentException(
          "A 1x1 convolution with stride 1 from %d x %d to %d x %d; without padding both maps must be of one size."
              .formatted(in.height(), in.width(), out.height(), out.width()));
    }
    long patch = (long) window.kernelHeight() * window.kernelWidth() * (in.channels() / groups);
    if (patch * out.channels() > Integer.MAX_VALUE || patch * out.width() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Convolution with %d values per patch, %d columns and %d output channels does not fit one array."
              .formatted(patch, out.width(), out.channels()));
    }
  }

  /**
   * Values of one patch, taps times input channels of a group: the inner size of the matrix
   * product.
   */
  public int patch() {
    return window.taps() * groupInputs();
  }

  /** Input channels of one group. */
  public int groupInputs() {
    return in.channels() / groups;
  }

  /** Output channels of one group. */
  public int groupOutputs() {
    return out.channels() / groups;
  }

  /** Whether the input already is the matrix of patches, so that nothing has to be gathered. */
  public boolean isPointwise() {
    return groups == 1 && window.isPoint();
  }

  /** Number of weights. */
  public int weights() {
    return patch() * out.channels();
  }
}
