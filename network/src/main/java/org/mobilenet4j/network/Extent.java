package org.mobilenet4j.network;

/**
 * A size in the plane: a kernel, a stride, a dilation or a picture.
 *
 * @param height rows; at least 1
 * @param width columns; at least 1
 */
public record Extent(int height, int width) {
  /** One by one: the kernel of a pointwise convolution, the stride that skips nothing. */
  public static final Extent ONE = new Extent(1, 1);

  public Extent {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "Extent of %d×%d; height and width must be at least 1.".formatted(height, width));
    }
  }

  /**
   * @param side height and width alike
   * @return the square of that side
   */
  public static Extent square(int side) {
    return new Extent(side, side);
  }

  /**
   * @return height times width
   */
  public long area() {
    return (long) height * width;
  }

  /** Height before width, as everywhere: {@code 48×192}. */
  @Override
  public String toString() {
    return height + "×" + width;
  }
}
