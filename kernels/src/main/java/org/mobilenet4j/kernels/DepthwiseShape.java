package org.mobilenet4j.kernels;

/**
 * The shape of a depthwise convolution with one filter per channel. Weights are {@code
 * [kernelHeight, kernelWidth, channels]}. (Several filters per channel are a {@link
 * ConvolutionShape} with as many groups as input channels.)
 *
 * @param in the input map
 * @param out the output map, with as many channels
 * @param window kernel, stride, dilation and padding
 */
public record DepthwiseShape(FeatureMap in, FeatureMap out, Window window) {
  /** Checks that both maps have the same channels. */
  public DepthwiseShape {
    if (in.channels() != out.channels()) {
      throw new IllegalArgumentException(
          "Depthwise convolution from %d to %d channels; both must be equal."
              .formatted(in.channels(), out.channels()));
    }
    if ((long) window.taps() * in.channels() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Depthwise convolution with %d taps on %d channels does not fit one array."
              .formatted(window.taps(), in.channels()));
    }
  }

  /** Channels of both maps. */
  public int channels() {
    return in.channels();
  }

  /** The same convolution of a map whose columns hold the zeros to the left and to the right. */
  public DepthwiseShape withSidesInTheMap() {
    int columns = window.inputColumns(out.width());
    return new DepthwiseShape(
        new FeatureMap(in.height(), columns, in.channels()),
        out,
        new Window(
            window.kernelHeight(),
            window.kernelWidth(),
            window.strideHeight(),
            window.strideWidth(),
            window.dilationHeight(),
            window.dilationWidth(),
            window.padTop(),
            0));
  }
}
