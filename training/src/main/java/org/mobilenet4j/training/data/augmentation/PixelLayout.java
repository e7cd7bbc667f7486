package org.mobilenet4j.training.data.augmentation;

import java.util.function.IntBinaryOperator;
import org.mobilenet4j.vision.image.Pixels;

/** Where pixels lie: shifted, sheared, turned. */
final class PixelLayout {
  /** The place of a pixel that is in no picture: black. */
  static final int OUTSIDE = -1;

  private static final int FRACTION_BITS = 16;

  private PixelLayout() {}

  /**
   * What lies {@code down} rows and {@code right} columns further is moved to where we are.
   *
   * @param beyond from a place outside and the length of the axis to a place inside, or {@link
   *     #OUTSIDE}; also asked for places inside
   */
  static Pixels shifted(Pixels picture, int down, int right, IntBinaryOperator beyond) {
    byte[] from = picture.toByteArray();
    byte[] to = new byte[from.length];
    int height = picture.height();
    int width = picture.width();
    for (int y = 0; y < height; y++) {
      int row = inside(y + down, height, beyond);
      for (int x = 0; x < width; x++) {
        int column = inside(x + right, width, beyond);
        if (row != OUTSIDE && column != OUTSIDE) {
          copy(from, row * width + column, to, y * width + x);
        }
      }
    }
    return Pixels.of(picture.extent(), to);
  }

  private static int inside(int at, int length, IntBinaryOperator beyond) {
    return at >= 0 && at < length ? at : beyond.applyAsInt(at, length);
  }

  /**
   * Each pixel comes from where the matrix says, the nearest one, black beyond the edge; in 16
   * fractional bits, as Pillow's {@code affine_fixed} has them ({@code src/libImaging/Geometry.c}).
   *
   * @param a of {@code x' = a x + b y + c}, with x and y at the middle of a pixel
   */
  static Pixels mapped(Pixels picture, double a, double b, double c, double d, double e, double f) {
    byte[] from = picture.toByteArray();
    byte[] to = new byte[from.length];
    int height = picture.height();
    int width = picture.width();
    long columnOfRow = fixed(c + a * 0.5 + b * 0.5);
    long rowOfRow = fixed(f + d * 0.5 + e * 0.5);
    for (int y = 0; y < height; y++) {
      long column = columnOfRow + y * fixed(b);
      long row = rowOfRow + y * fixed(e);
      for (int x = 0; x < width; x++) {
        long sourceX = column >> FRACTION_BITS;
        long sourceY = row >> FRACTION_BITS;
        if (sourceX >= 0 && sourceX < width && sourceY >= 0 && sourceY < height) {
          copy(from, (int) (sourceY * width + sourceX), to, y * width + x);
        }
        column += fixed(a);
        row += fixed(d);
      }
    }
    return Pixels.of(picture.extent(), to);
  }

  private static long fixed(double value) {
    double scaled = value * (1 << FRACTION_BITS);
    return (long) (value < 0 ? scaled - 0.5 : scaled + 0.5);
  }

  private static void copy(byte[] from, int source, byte[] to, int target) {
    to[target * Pixels.CHANNELS] = from[source * Pixels.CHANNELS];
    to[target * Pixels.CHANNELS + 1] = from[source * Pixels.CHANNELS + 1];
    to[target * Pixels.CHANNELS + 2] = from[source * Pixels.CHANNELS + 2];
  }
}
