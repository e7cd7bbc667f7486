package org.mobilenet4j.vision.image;

import org.mobilenet4j.network.Extent;

/**
 * An immutable picture of 8-bit RGB pixels, {@code [height, width, 3]}, rows from the top.
 *
 * <p>Instances are safe to share between threads.
 */
public final class Pixels {
  /** Red, green, blue. */
  public static final int CHANNELS = 3;

  private final Extent extent;
  private final byte[] rgb;

  private Pixels(Extent extent, byte[] rgb) {
    this.extent = extent;
    this.rgb = rgb;
  }

  /**
   * A picture of the given bytes, which are copied.
   *
   * @param extent height and width
   * @param rgb {@code [height, width, 3]}: red, green, blue of the first pixel of the top row, and
   *     so on
   * @return the picture
   * @throws IllegalArgumentException if there are not three bytes a pixel
   */
  public static Pixels of(Extent extent, byte[] rgb) {
    return owning(extent, rgb.clone());
  }

  /** The same without the copy: nobody may write to {@code rgb} afterwards. */
  static Pixels owning(Extent extent, byte[] rgb) {
    if (rgb.length != extent.area() * CHANNELS) {
      throw new IllegalArgumentException(
          "%d bytes for a picture of %s pixels; expected %d, three a pixel."
              .formatted(rgb.length, extent, extent.area() * CHANNELS));
    }
    return new Pixels(extent, rgb);
  }

  /** The bytes themselves; callers only read. */
  byte[] bytes() {
    return rgb;
  }

  /**
   * The size in pixels.
   *
   * @return height and width
   */
  public Extent extent() {
    return extent;
  }

  /**
   * The number of rows.
   *
   * @return at least 1
   */
  public int height() {
    return extent.height();
  }

  /**
   * The number of pixels in a row.
   *
   * @return at least 1
   */
  public int width() {
    return extent.width();
  }

  /**
   * One value.
   *
   * @param y row, from the top
   * @param x column, from the left
   * @param channel 0 red, 1 green, 2 blue
   * @return from 0 to 255
   * @throws IndexOutOfBoundsException outside the picture
   */
  public int value(int y, int x, int channel) {
    if (y < 0 || y >= height() || x < 0 || x >= width() || channel < 0 || channel >= CHANNELS) {
      throw new IndexOutOfBoundsException(
          "Row %d, column %d, channel %d of a picture of %s pixels."
              .formatted(y, x, channel, extent));
    }
    return rgb[(y * width() + x) * CHANNELS + channel] & 0xFF;
  }

  /**
   * A copy of all values.
   *
   * @return {@code [height, width, 3]}, unsigned bytes
   */
  public byte[] toByteArray() {
    return rgb.clone();
  }

  /**
   * This picture in a mirror: left is right.
   *
   * @return a picture of the same size
   */
  public Pixels mirrored() {
    byte[] mirrored = new byte[rgb.length];
    int rowBytes = width() * CHANNELS;
    for (int y = 0; y < height(); y++) {
      int from = y * rowBytes;
      int to = from + rowBytes;
      for (int i = 0; i < rowBytes; i += CHANNELS) {
        System.arraycopy(rgb, from + i, mirrored, to - CHANNELS - i, CHANNELS);
      }
    }
    return new Pixels(extent, mirrored);
  }

  /**
   * A rectangle of this picture.
   *
   * @param top first row
   * @param left first column
   * @param size height and width of the rectangle
   * @return the rectangle
   * @throws IllegalArgumentException if it does not lie inside the picture
   */
  public Pixels cropped(int top, int left, Extent size) {
    if (top < 0 || left < 0 || size.height() > height() - top || size.width() > width() - left) {
      throw new IllegalArgumentException(
          "Crop of %s at row %d, column %d of a picture of %s pixels; it must lie inside."
              .formatted(size, top, left, extent));
    }
    int rowBytes = size.width() * CHANNELS;
    byte[] cut = new byte[size.height() * rowBytes];
    for (int y = 0; y < size.height(); y++) {
      System.arraycopy(rgb, ((top + y) * width() + left) * CHANNELS, cut, y * rowBytes, rowBytes);
    }
    return new Pixels(size, cut);
  }
}
