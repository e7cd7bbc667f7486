package org.mobilenet4j.network.architecture;

import org.mobilenet4j.network.Extent;

/**
 * A kernel and its stride as the papers write them in one cell: {@code 7x7/2}.
 *
 * @param kernel height and width
 * @param stride in both directions
 */
record Window(Extent kernel, int stride) {
  static Window read(TableRow row, String column) {
    String text = row.text(column);
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw row.refuse(column, text, "kernel and stride, for instance 7x7/2");
    }
    return new Window(
        row.extent(column, text.substring(0, slash)),
        row.number(column, text.substring(slash + 1), TableRow.MOST_TAPS));
  }

  Extent strides() {
    return Extent.square(stride);
  }
}
