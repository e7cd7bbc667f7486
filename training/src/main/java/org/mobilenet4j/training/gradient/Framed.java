package org.mobilenet4j.training.gradient;

import java.util.Arrays;

/**
 * One block of channels of one picture in scratch, with the zeros around it that a window reaches.
 * Rows of zeros are one row, to which the table of places points as often as needed.
 */
final class Framed {
  private final int height;
  private final int width;
  private final int columnStep;
  private final int left;
  private final int pitch;
  private final int lanes;
  private final int[] places;

  /**
   * @param height rows of the picture
   * @param width columns of the picture
   * @param rowStep rows from a row of the picture to the next; what lies between is zero
   * @param columnStep columns from a pixel of a row to the next
   * @param top rows of zeros above
   * @param left columns of zeros before
   * @param rows rows that are read, those above included
   * @param columns columns that are read, those before included
   * @param lanes floats of a pixel
   */
  Framed(
      int height,
      int width,
      int rowStep,
      int columnStep,
      int top,
      int left,
      int rows,
      int columns,
      int lanes) {
    this.height = height;
    this.width = width;
    this.columnStep = columnStep;
    this.left = left;
    this.lanes = lanes;
    this.pitch = Math.max(columns, left + (width - 1) * columnStep + 1) * lanes;
    this.places = new int[rows];
    int zeros = height * pitch;
    for (int y = 0; y < rows; y++) {
      int row = y - top;
      boolean inside = row >= 0 && row % rowStep == 0 && row / rowStep < height;
      places[y] = inside ? row / rowStep * pitch : zeros;
    }
  }

  /** Floats of scratch. */
  int floats() {
    return (height + 1) * pitch;
  }

  /** Where each row that is read begins, from the beginning of the scratch. */
  int[] places() {
    return places;
  }

  /** The same, from elsewhere. */
  int[] places(int offset) {
    int[] moved = places.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += offset;
    }
    return moved;
  }

  /** Where the first pixel of a row of the picture lies. */
  int at(int row) {
    return row * pitch + left * lanes;
  }

  /** Floats from a row to the next. */
  int pitch() {
    return pitch;
  }

  /** Sets everything to zero. */
  void clear(float[] scratch, int offset) {
    Arrays.fill(scratch, offset, offset + floats(), 0f);
  }

  /** Copies the picture into its frame. */
  void copyFrom(float[] picture, int pictureAt, float[] scratch, int offset) {
    int from = pictureAt;
    for (int y = 0; y < height; y++) {
      int to = offset + at(y);
      if (columnStep == 1) {
        System.arraycopy(picture, from, scratch, to, width * lanes);
        from += width * lanes;
      } else {
        for (int x = 0; x < width; x++) {
          for (int lane = 0; lane < lanes; lane++) {
            scratch[to + lane] = picture[from + lane];
          }
          from += lanes;
          to += columnStep * lanes;
        }
      }
    }
  }
}
