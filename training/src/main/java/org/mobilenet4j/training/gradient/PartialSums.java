package org.mobilenet4j.training.gradient;

import java.util.Arrays;
import org.mobilenet4j.model.InsufficientMemoryException;

/**
 * Room for the weight gradients of the slices of one step, shared by all steps, and their sum in a
 * fixed order.
 */
final class PartialSums {
  private int most;
  private float[] sums = new float[0];

  /** Notes what a step needs; to be called while the steps are made. */
  void reserve(long floats) {
    if (floats > Integer.MAX_VALUE - 64) {
      throw InsufficientMemoryException.beyondOneArray("The weight gradients of a layer", floats);
    }
    most = Math.max(most, (int) floats);
  }

  /** Makes room for all steps. */
  void allocate() {
    sums = new float[most];
  }

  float[] array() {
    return sums;
  }

  /** Sets a slice to zero. */
  void clear(int slice, int floats) {
    clear(slice, floats, 0, floats);
  }

  /** Sets a part of a slice to zero. */
  void clear(int slice, int floats, int from, int to) {
    Arrays.fill(sums, slice * floats + from, slice * floats + to, 0f);
  }

  /**
   * Adds the slices up for a share of the rows.
   *
   * @param slices how many
   * @param floats numbers of a slice
   * @param row floats from a row of a slice to the next
   * @param columns numbers of a row that count
   * @param fromRow the first row
   * @param toRow the row behind the last
   * @param gradient where the sums go, {@code [rows, columns]}
   */
  void addUp(
      int slices, int floats, int row, int columns, int fromRow, int toRow, float[] gradient) {
    int rows = toRow - fromRow;
    addUp(slices, floats, fromRow * row, row, rows, columns, gradient, fromRow * columns);
  }

  /**
   * Adds the slices up for some rows.
   *
   * @param slices how many
   * @param floats numbers of a slice
   * @param first where the first row begins in a slice
   * @param row floats from a row of a slice to the next
   * @param rows how many
   * @param columns numbers of a row that count
   * @param gradient where the sums go
   * @param at where those of the first row begin
   */
  void addUp(
      int slices, int floats, int first, int row, int rows, int columns, float[] gradient, int at) {
    for (int k = 0; k < rows; k++) {
      int to = at + k * columns;
      System.arraycopy(sums, first + k * row, gradient, to, columns);
      for (int slice = 1; slice < slices; slice++) {
        int from = slice * floats + first + k * row;
        for (int n = 0; n < columns; n++) {
          gradient[to + n] += sums[from + n];
        }
      }
    }
  }
}
