package org.mobilenet4j.kernels.blocked;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kernels that compute rows of pixels, of one panel and one depth of its sums.
 *
 * @param tile the kernel for whole tiles
 * @param rows how rows end that are no whole tiles
 */
record RowKernels(Slot<PointwiseKernel> tile, List<Row> rows) {
  /**
   * A row that ends with smaller tiles.
   *
   * @param length its pixels
   * @param tiles whole tiles before
   * @param smaller the kernel of the smaller ones
   * @param count how many of them
   */
  record Row(int length, int tiles, Slot<PointwiseKernel> smaller, int count) {}

  /**
   * @param kernels where they come from
   * @param tiling how rows are cut
   * @param whole the variant for whole tiles
   * @param lengths pixels of all calls that will be made, the most important first
   * @param mayMove whether the last tile of a row may be moved back
   */
  static RowKernels of(
      GeneratedKernels kernels,
      Tiling tiling,
      PointwiseVariant whole,
      int[] lengths,
      boolean mayMove) {
    List<Row> rows = new ArrayList<>();
    for (int length : Arrays.stream(lengths).distinct().toArray()) {
      if (mayMove && length != lengths[0] && length >= whole.pixels()) {
        continue; // a rare length is worth no kernel of its own
      }
      Tiling.Cut cut = tiling.cut(length, whole.pixels(), whole.panel(), mayMove);
      if (cut.smaller() > 0) {
        Slot<PointwiseKernel> smaller = kernels.of(whole.withPixels(cut.pixels()));
        rows.add(new Row(length, cut.tiles(), smaller, cut.smaller()));
      }
    }
    return new RowKernels(kernels.of(whole), rows);
  }

  /** How a row of so many pixels ends; where none is there, its last whole tile is moved back. */
  @Nullable Row row(int length) {
    for (int i = 0; i < rows.size(); i++) { // two or three, and no iterator to allocate
      if (rows.get(i).length() == length) {
        return rows.get(i);
      }
    }
    return null;
  }
}
