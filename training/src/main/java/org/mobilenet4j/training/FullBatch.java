package org.mobilenet4j.training;

/**
 * A batch that lacks pictures, filled up by repeating its own: a network in training has room for a
 * fixed number.
 */
final class FullBatch {
  private FullBatch() {}

  /**
   * @param rows numbers of each picture, one behind the other
   * @param size pictures there are; at least 1
   * @param wanted pictures there shall be
   * @return the same array, or a longer one
   */
  static float[] of(float[] rows, int size, int wanted) {
    if (size == wanted) {
      return rows;
    }
    int row = rows.length / size;
    float[] full = new float[row * wanted];
    for (int i = 0; i < wanted; i++) {
      System.arraycopy(rows, i % size * row, full, i * row, row);
    }
    return full;
  }
}
