package org.mobilenet4j.kernels.blocked;

/**
 * The output channels that a tile computes at once: some vectors side by side.
 *
 * @param vectors how many
 * @param lanes channels of each: those of a block
 * @param endsHalf whether no more than half of the last vector's lanes are channels: its sums are
 *     then computed for two pixels at once, and its weights are there twice
 */
record Panel(int vectors, int lanes, boolean endsHalf) {
  /** A panel of whole vectors. */
  Panel(int vectors, int lanes) {
    this(vectors, lanes, false);
  }

  String name() {
    return whole() + "x" + lanes + (endsHalf ? "_and_half" : "");
  }

  /** Vectors of sums for each pixel. */
  int whole() {
    return endsHalf ? vectors - 1 : vectors;
  }

  /** How many pixels a vector of sums serves at most; a tile has a multiple of it. */
  int pixelsOfASum() {
    return endsHalf ? 2 : 1;
  }

  /** Vectors of sums of a tile. */
  int sums(int pixels) {
    return pixels * whole() + (endsHalf ? pixels / 2 : 0);
  }

  int columns() {
    return vectors * lanes;
  }

  /** The first output channel of a vector, counted from the panel's. */
  int column(int vector) {
    return vector * lanes;
  }

  /** Whether an output channel, counted from the panel's first, is one of a half that is none. */
  boolean isIdle(int column) {
    return endsHalf && column >= columns() - lanes / 2;
  }

  /** Writes the last half of channels a second time, for the second pixel, into all rows. */
  void doubleHalf(float[] weights, int from, int rows) {
    if (endsHalf) {
      for (int row = 0; row < rows; row++) {
        int end = from + (row + 1) * columns();
        System.arraycopy(weights, end - lanes, weights, end - lanes / 2, lanes / 2);
      }
    }
  }
}
