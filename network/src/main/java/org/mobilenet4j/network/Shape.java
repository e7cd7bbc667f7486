package org.mobilenet4j.network;

/**
 * The shape of one image's activations, channels last: {@code [height, width, channels]}.
 *
 * <p>The batch is no part of it: a network describes what happens to one image.
 *
 * @param height rows; at least 1
 * @param width columns; at least 1
 * @param channels numbers a pixel; at least 1
 */
public record Shape(int height, int width, int channels) {
  public Shape {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "Shape %d×%d×%d; height, width and channels must be at least 1."
              .formatted(height, width, channels));
    }
  }

  /**
   * @param channels how many numbers
   * @return the shape of a vector: one pixel of that many channels
   */
  public static Shape vector(int channels) {
    return new Shape(1, 1, channels);
  }

  /**
   * @return height and width without the channels
   */
  public Extent extent() {
    return new Extent(height, width);
  }

  /**
   * @return height times width
   */
  public long pixels() {
    return (long) height * width;
  }

  /**
   * @return how many numbers a tensor of this shape holds
   */
  public long elements() {
    return pixels() * channels;
  }

  /**
   * @param channels the new number of channels
   * @return the same plane with other channels
   */
  public Shape withChannels(int channels) {
    return new Shape(height, width, channels);
  }

  /** As the papers print it: {@code 112x112x32}. */
  @Override
  public String toString() {
    return height + "x" + width + "x" + channels;
  }
}
