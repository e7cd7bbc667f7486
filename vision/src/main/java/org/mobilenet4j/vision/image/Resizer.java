package org.mobilenet4j.vision.image;

import java.util.Arrays;
import org.mobilenet4j.model.Preprocessing.Resampling;
import org.mobilenet4j.network.Extent;

/**
 * Scales pictures like Pillow's {@code Image.resize}, to the byte: antialiased, first along the
 * rows, then along the columns, rounded to 8 bits after each.
 */
public final class Resizer {
  private static final int HALF = 1 << (FilterTaps.FRACTION_BITS - 1);

  private Resizer() {}

  /**
   * Scales a picture; height and width each by itself.
   *
   * @param photo the picture
   * @param size height and width wanted
   * @param resampling the filter
   * @return the scaled picture, or the same one when it has that size
   */
  public static Pixels resize(Pixels photo, Extent size, Resampling resampling) {
    return window(
        photo,
        size.height(),
        size.width(),
        new Window(0, size.height()),
        new Window(0, size.width()),
        resampling);
  }

  /**
   * A part of the scaled picture; the rest of it is never computed, so it may be of any size.
   *
   * @param height rows of the whole scaled picture
   * @param width columns of the whole scaled picture
   */
  static Pixels window(
      Pixels photo, long height, long width, Window rows, Window columns, Resampling resampling) {
    FilterTaps vertical = FilterTaps.of(photo.height(), height, rows, resampling);
    // The second pass looks at these rows only. An axis that keeps its size is not filtered at all.
    boolean keepsHeight = height == photo.height();
    int top = keepsHeight ? (int) rows.start() : vertical.first(0);
    int bottom = keepsHeight ? top + rows.size() : vertical.end();
    Extent band = new Extent(bottom - top, columns.size());
    Pixels narrowed =
        width == photo.width()
            ? photo.cropped(top, (int) columns.start(), band)
            : alongRows(photo, top, band, FilterTaps.of(photo.width(), width, columns, resampling));
    return keepsHeight ? narrowed : alongColumns(narrowed, top, rows.size(), vertical);
  }

  private static Pixels alongRows(Pixels photo, int top, Extent size, FilterTaps taps) {
    byte[] from = photo.bytes();
    byte[] to = new byte[Math.toIntExact(size.area() * Pixels.CHANNELS)];
    int[] weights = taps.weights();
    int target = 0;
    for (int y = 0; y < size.height(); y++) {
      int row = (top + y) * photo.width();
      for (int x = 0; x < size.width(); x++) {
        int red = HALF;
        int green = HALF;
        int blue = HALF;
        int source = (row + taps.first(x)) * Pixels.CHANNELS;
        int end = taps.end(x);
        for (int tap = taps.offset(x); tap < end; tap++, source += Pixels.CHANNELS) {
          int weight = weights[tap];
          red += (from[source] & 0xFF) * weight;
          green += (from[source + 1] & 0xFF) * weight;
          blue += (from[source + 2] & 0xFF) * weight;
        }
        to[target++] = rounded(red);
        to[target++] = rounded(green);
        to[target++] = rounded(blue);
      }
    }
    return Pixels.owning(size, to);
  }

  /** {@code top} is the row of the whole picture with which {@code photo} begins. */
  private static Pixels alongColumns(Pixels photo, int top, int height, FilterTaps taps) {
    byte[] from = photo.bytes();
    int rowBytes = photo.width() * Pixels.CHANNELS;
    Extent size = new Extent(height, photo.width());
    byte[] to = new byte[Math.toIntExact(size.area() * Pixels.CHANNELS)];
    int[] sums = new int[rowBytes];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, HALF);
      int source = (taps.first(y) - top) * rowBytes;
      for (int tap = taps.offset(y); tap < taps.end(y); tap++, source += rowBytes) {
        int weight = taps.weights()[tap];
        for (int i = 0; i < rowBytes; i++) {
          sums[i] += (from[source + i] & 0xFF) * weight;
        }
      }
      for (int i = 0; i < rowBytes; i++) {
        to[y * rowBytes + i] = rounded(sums[i]);
      }
    }
    return Pixels.owning(size, to);
  }

  private static byte rounded(int sum) {
    return (byte) Math.clamp(sum >> FilterTaps.FRACTION_BITS, 0, 255);
  }
}
