package org.mobilenet4j.kernels;

/**
 * The size of one picture or feature map {@code [height, width, channels]}, channels last: the
 * value of channel {@code c} at row {@code y} and column {@code x} lies at {@code (y * width + x) *
 * channels + c}.
 *
 * @param height rows; at least 1
 * @param width columns; at least 1
 * @param channels values per pixel; at least 1
 */
public record FeatureMap(int height, int width, int channels) {
  /** Checks that every side is positive and that the map fits one array. */
  public FeatureMap {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "Feature map of %d x %d x %d; height, width and channels must be at least 1."
              .formatted(height, width, channels));
    }
    if (Math.multiplyHigh((long) height * width, channels) != 0
        || (long) height * width * channels > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Feature map of %d x %d x %d has more values than one array holds; use a smaller input."
              .formatted(height, width, channels));
    }
  }

  /** Pixels of the map: height times width. */
  public int pixels() {
    return height * width;
  }

  /** Values of the map: height times width times channels. */
  public int size() {
    return height * width * channels;
  }
}
