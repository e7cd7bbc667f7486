package org.mobilenet4j.kernels.blocked;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mobilenet4j.kernels.blocked.VectorCode.IntVariable;

/**
 * The columns of a tile's input that may lie before the row or behind it, in the code of a kernel.
 * For each there is a mask, all bits where the column is none, by which its place becomes that of
 * some zeros: a few whole numbers a tile, and no branch.
 */
final class RowSides {
  private static final int SIGN = 31;

  private final VectorCode code;
  private final int padLeft;
  private final int columns;
  private final int padRight;
  private final Map<Integer, IntVariable> outside = new LinkedHashMap<>(); // by column

  /**
   * @param code where the masks are computed
   * @param padLeft how many of the first columns may lie before the row
   * @param padRight how many of the last may lie behind it
   * @param columns of a tile's input
   */
  RowSides(VectorCode code, int padLeft, int padRight, int columns) {
    this.code = code;
    this.padLeft = padLeft;
    this.padRight = padRight;
    this.columns = columns;
    for (int column = 0; column < columns; column++) {
      if (mayLieBefore(column) || mayLieBehind(column)) {
        outside.put(column, code.integer());
      }
    }
  }

  private boolean mayLieBefore(int column) {
    return column < padLeft;
  }

  private boolean mayLieBehind(int column) {
    return column >= columns - padRight;
  }

  /**
   * Computes the masks of a tile.
   *
   * @param firstColumn which column of the row is the tile's first; negative before the row
   * @param width columns of the row
   */
  void beginTile(Whole firstColumn, Whole width) {
    outside.forEach((column, mask) -> {
      Whole at = firstColumn.plus(column); // negative before the row
      Whole right = width.minus(at).plus(-1); // negative behind it
      Whole sign = !mayLieBehind(column) ? at : !mayLieBefore(column) ? right : at.or(right);
      code.set(mask, sign.shiftedRight(SIGN));
    });
  }

  /**
   * @param column of the tile
   * @param place where it lies, if it does
   * @param zeros where some zeros lie
   * @return where to read
   */
  Whole place(int column, Whole place, Whole zeros) {
    IntVariable mask = outside.get(column);
    return mask == null ? place : place.plus(zeros.minus(place).and(mask));
  }
}
