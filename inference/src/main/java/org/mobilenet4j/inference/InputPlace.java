package org.mobilenet4j.inference;

import java.util.Arrays;

/**
 * Where an image goes in the workspace: row by row, channels last, in a frame of zeros that stands
 * for the padding of the first convolution.
 *
 * @param offset where the frame begins
 * @param height rows of the image
 * @param row floats of a row
 * @param top rows of zeros above
 * @param left zeros before each row
 * @param bottom rows of zeros below
 * @param right zeros behind each row
 */
record InputPlace(int offset, int height, int row, int top, int left, int bottom, int right) {
  /** A place without a frame. */
  static InputPlace bare(int offset, int height, int row) {
    return new InputPlace(offset, height, row, 0, 0, 0, 0);
  }

  /**
   * @return rows of the frame
   */
  int rows() {
    return top + height + bottom;
  }

  /**
   * Copies some rows of the frame: those of the image, and zeros around them.
   *
   * @param images images one behind the other, each {@code [height, width, channels]}
   * @param image where the image begins
   * @param workspace where it goes
   * @param fromRow the first row of the frame
   * @param toRow the row after the last
   */
  void copy(float[] images, int image, float[] workspace, int fromRow, int toRow) {
    int pitch = left + row + right;
    for (int y = fromRow; y < toRow; y++) {
      int at = offset + y * pitch;
      int source = y - top;
      if (source < 0 || source >= height) {
        Arrays.fill(workspace, at, at + pitch, 0f);
      } else {
        Arrays.fill(workspace, at, at + left, 0f);
        System.arraycopy(images, image + source * row, workspace, at + left, row);
        Arrays.fill(workspace, at + left + row, at + pitch, 0f);
      }
    }
  }
}
