package org.mobilenet4j.kernels;

/**
 * The shape of a pool: every output pixel is the maximum or the average of a window of the input,
 * per channel.
 *
 * @param in the input map
 * @param out the output map, with as many channels
 * @param window size, stride, dilation and padding of the window
 */
public record PoolShape(FeatureMap in, FeatureMap out, Window window) {
  /**
   * Checks that both maps have the same channels and that no window lies wholly outside the input.
   */
  public PoolShape {
    if (in.channels() != out.channels()) {
      throw new IllegalArgumentException(
          "Pool from %d to %d channels; both must be equal."
              .formatted(in.channels(), out.channels()));
    }
    for (int y = 0; y < out.height(); y++) {
      int first = window.firstRow(y);
      if (Window.firstTap(first, window.dilationHeight())
          >= Window.endTap(first, window.dilationHeight(), window.kernelHeight(), in.height())) {
        throw new IllegalArgumentException(
            "Pool whose output row %d reads no row of an input of height %d; use less padding or fewer output rows."
                .formatted(y, in.height()));
      }
    }
    for (int x = 0; x < out.width(); x++) {
      int first = window.firstColumn(x);
      if (Window.firstTap(first, window.dilationWidth())
          >= Window.endTap(first, window.dilationWidth(), window.kernelWidth(), in.width())) {
        throw new IllegalArgumentException(
            "Pool whose output column %d reads no column of an input of width %d; use less padding or a narrower output."
                .formatted(x, in.width()));
      }
    }
  }

  /** Channels of both maps. */
  public int channels() {
    return in.channels();
  }
}
