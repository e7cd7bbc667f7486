package org.mobilenet4j.kernels;

/**
 * The tiles of one specialization, and how a panel's rows are shared among them: the tallest first.
 */
final class PanelTiles {
  private final Tile[] pairs;
  private final Tile[] singles;

  PanelTiles(Specialization specialization) {
    Tile four = specialization.instance(Tile.class, VectorTile4x2.class);
    Tile one = specialization.instance(Tile.class, VectorTile1x2.class);
    pairs = new Tile[] {four, one};
    singles = new Tile[] {specialization.instance(Tile.class, VectorTile1x1.class)};
  }

  /** Tiles for panels of two vectors. */
  Tile[] pairs() {
    return pairs;
  }

  /** Tiles for panels of one vector. */
  Tile[] singles() {
    return singles;
  }

  /** Computes all rows of one panel; the arguments are those of {@link Tile#run}. */
  static void panel(
      Tile[] tiles,
      int rows,
      int inner,
      float[] in,
      int inOffset,
      int inStride,
      float[] panels,
      int panelOffset,
      float[] residual,
      int residualOffset,
      float[] out,
      int outOffset,
      int outStride,
      int columns) {
    int row = 0;
    for (Tile tile : tiles) {
      int count = (rows - row) / tile.rows();
      if (count > 0) {
        tile.run(
            count,
            inner,
            in,
            inOffset + row * inStride,
            inStride,
            panels,
            panelOffset,
            residual,
            residualOffset + row * outStride,
            out,
            outOffset + row * outStride,
            outStride,
            columns);
        row += count * tile.rows();
      }
    }
  }
}
