package org.mobilenet4j.kernels.blocked;

/**
 * The output channels that a tile computes at once: some vectors side by side.
 *
 * @param vectors how many
 * @param lanes channels of each: those of a block
 */
record Panel(int vectors, int lanes) {
  String name() {
    return vectors + "x" + lanes;
  }

  int columns() {
    return vectors * lanes;
  }

  /** The first output channel of a vector, counted from the panel's. */
  int column(int vector) {
    return vector * lanes;
  }
}
