package org.mobilenet4j.kernels;

import java.util.concurrent.ConcurrentHashMap;

/**
 * The matrix product on vectors: cuts weights into panels of two vectors of columns (and one of one
 * vector where that is left over), rows into tiles, and hands both to the {@link Tile}s. A packed
 * panel is its bias, then {@code [inner, panel columns]}, with zeros where the panel is wider than
 * what is left.
 */
final class VectorProduct implements MatrixProduct {
  // 64 K floats are 256 KB: rows that stay in a second-level cache of 512 KB while every panel
  // passes over them.
  private static final int BLOCK_FLOATS = 64 * 1024;

  private final VectorWidth width;
  private final int lanes;
  private final ConcurrentHashMap<Tail, PanelTiles> plain = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Tail, PanelTiles> adding = new ConcurrentHashMap<>();

  VectorProduct(VectorWidth width) {
    this.width = width;
    lanes = width.lanes();
  }

  /** Columns of a whole panel. */
  int panelColumns() {
    return 2 * lanes;
  }

  private int panelColumns(int left) {
    return left > lanes ? 2 * lanes : lanes;
  }

  @Override
  public int packedSize(int inner, int columns) {
    return Math.multiplyExact(inner + 1, Math.ceilDiv(columns, lanes) * lanes);
  }

  @Override
  public void pack(
      int inner,
      float[] weights,
      float[] bias,
      int weightColumns,
      int fromColumn,
      int columns,
      float[] packed,
      int packedOffset) {
    int at = packedOffset;
    for (int n = 0; n < columns; n += panelColumns()) {
      int panel = panelColumns(columns - n);
      int valid = Math.min(panel, columns - n);
      System.arraycopy(bias, fromColumn + n, packed, at, valid);
      at += panel;
      for (int k = 0; k < inner; k++) {
        System.arraycopy(weights, k * weightColumns + fromColumn + n, packed, at, valid);
        at += panel;
      }
    }
  }

  @Override
  public void run(
      Activation activation,
      Residual mode,
      int rows,
      int inner,
      float[] in,
      int inOffset,
      int inStride,
      float[] packed,
      int packedOffset,
      float[] residual,
      int residualOffset,
      float[] out,
      int outOffset,
      int outStride,
      int columns) {
    PanelTiles kernels = tiles(Tail.inRegisters(activation), mode);
    // A multiple of the heights of all tiles.
    int block = Math.max(1, BLOCK_FLOATS / (28 * inner)) * 28;
    for (int row = 0; row < rows; row += block) {
      int at = packedOffset;
      for (int n = 0; n < columns; n += panelColumns()) {
        int panel = panelColumns(columns - n);
        PanelTiles.panel(
            panel == lanes ? kernels.singles() : kernels.pairs(),
            Math.min(block, rows - row),
            inner,
            in,
            inOffset + row * inStride,
            inStride,
            packed,
            at,
            residual,
            residualOffset + row * outStride + n,
            out,
            outOffset + row * outStride + n,
            outStride,
            columns - n);
        at += panel * (inner + 1);
      }
    }
  }

  @Override
  public void runColumns(
      Activation activation,
      int rows,
      int inner,
      float[] in,
      int inOffset,
      float[] packed,
      float[] out,
      int outOffset,
      int columns,
      int fromColumn,
      int toColumn) {
    // Whole panels as a matrix; columns before the first and behind the last of them one by one.
    int panel = panelColumns();
    int fromWhole = Math.min(Math.ceilDiv(fromColumn, panel) * panel, toColumn);
    int toWhole = toColumn == columns ? columns : Math.max(fromWhole, toColumn / panel * panel);
    if (toWhole > fromWhole) {
      int first = outOffset + fromWhole;
      int at = fromWhole * (inner + 1);
      int count = toWhole - fromWhole;
      run(
          activation,
          Residual.NONE,
          rows,
          inner,
          in,
          inOffset,
          inner,
          packed,
          at,
          out,
          first,
          out,
          first,
          columns,
          count);
    }
    for (int row = 0; row < rows; row++) {
      int x = inOffset + row * inner;
      int sums = outOffset + row * columns;
      edge(activation, inner, in, x, packed, out, sums, columns, fromColumn, fromWhole);
      edge(activation, inner, in, x, packed, out, sums, columns, toWhole, toColumn);
    }
  }

  /** Columns of one row without vectors. */
  private void edge(
      Activation activation,
      int inner,
      float[] in,
      int inOffset,
      float[] packed,
      float[] out,
      int outOffset,
      int columns,
      int fromColumn,
      int toColumn) {
    for (int n = fromColumn; n < toColumn; n++) {
      int first = n / panelColumns() * panelColumns();
      int step = panelColumns(columns - first);
      int at = first * (inner + 1) + n - first;
      float sum = packed[at];
      for (int k = 0; k < inner; k++) {
        at += step;
        sum = Fma.fma(in[inOffset + k], packed[at], sum);
      }
      out[outOffset + n] = sum;
    }
    if (Tail.inRegisters(activation) != Tail.NONE) {
      ScalarActivation.apply(
          activation,
          out,
          outOffset + fromColumn,
          out,
          outOffset + fromColumn,
          toColumn - fromColumn);
    }
  }

  @Override
  public void finish(Activation activation, float[] out, int outOffset, int count) {
    width
        .elements()
        .activate(
            Tail.inRegisters(activation).rest(activation), out, outOffset, out, outOffset, count);
  }

  private PanelTiles tiles(Tail tail, Residual mode) {
    PanelTiles made =
        switch (mode) {
          case NONE -> plain.get(tail);
          case ADDED -> adding.get(tail);
        };
    return made != null ? made : make(tail, mode);
  }

  private PanelTiles make(Tail tail, Residual mode) {
    ConcurrentHashMap<Tail, PanelTiles> tiles =
        switch (mode) {
          case NONE -> plain;
          case ADDED -> adding;
        };
    return tiles.computeIfAbsent(
        tail, missing -> new PanelTiles(new Specialization(width.species(), missing, mode)));
  }
}
