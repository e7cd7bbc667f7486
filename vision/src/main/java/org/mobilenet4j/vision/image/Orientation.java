package org.mobilenet4j.vision.image;

import org.mobilenet4j.network.Extent;

/**
 * The eight ways a picture may be stored, in the order of EXIF tag 0x0112 (values 1 to 8).
 *
 * <p>Each is made of at most three steps from the stored to the upright picture: a transposition
 * (rows become columns) after reading rows and columns forwards or backwards.
 */
enum Orientation {
  UPRIGHT(false, false, false),
  MIRRORED(false, false, true),
  UPSIDE_DOWN(false, true, true),
  MIRRORED_UPSIDE_DOWN(false, true, false),
  TRANSPOSED(true, false, false),
  LYING_ON_THE_LEFT(true, true, false),
  TRANSPOSED_UPSIDE_DOWN(true, true, true),
  LYING_ON_THE_RIGHT(true, false, true);

  private final boolean transpose;
  private final boolean rowsBackwards;
  private final boolean columnsBackwards;

  Orientation(boolean transpose, boolean rowsBackwards, boolean columnsBackwards) {
    this.transpose = transpose;
    this.rowsBackwards = rowsBackwards;
    this.columnsBackwards = columnsBackwards;
  }

  /**
   * The orientation of that tag value; values outside 1 to 8 mean nothing and leave the picture as
   * it is.
   */
  static Orientation ofTag(int value) {
    return value >= 1 && value <= 8 ? values()[value - 1] : UPRIGHT;
  }

  /** Bytes of memory that turning needs for each pixel. */
  int bytesPerPixel() {
    return this == UPRIGHT ? 0 : Pixels.CHANNELS;
  }

  Pixels turnUpright(Pixels stored) {
    if (this == UPRIGHT) {
      return stored;
    }
    int height = stored.height();
    int width = stored.width();
    byte[] from = stored.bytes();
    byte[] to = new byte[from.length];
    Extent turned =
        transpose ? new Extent(/* height= */ width, /* width= */ height) : stored.extent();
    int xStep = Pixels.CHANNELS * (transpose ? height : 1);
    int yStep = Pixels.CHANNELS * (transpose ? 1 : width);
    for (int y = 0; y < height; y++) {
      int target = (rowsBackwards ? height - 1 - y : y) * yStep;
      int step = xStep;
      if (columnsBackwards) {
        target += (width - 1) * xStep;
        step = -xStep;
      }
      int source = y * width * Pixels.CHANNELS;
      for (int x = 0; x < width; x++, source += Pixels.CHANNELS, target += step) {
        to[target] = from[source];
        to[target + 1] = from[source + 1];
        to[target + 2] = from[source + 2];
      }
    }
    return Pixels.owning(turned, to);
  }
}
