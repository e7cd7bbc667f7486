package org.mobilenet4j.training.gradient;

import java.util.Arrays;

/**
 * The pixels of a batch in parts, over each of which sums are taken in single precision before they
 * are put together in double.
 */
final class Chunks {
  private final int[] starts;

  private Chunks(int[] starts) {
    this.starts = starts;
  }

  /**
   * @param pictures how many
   * @param pixels of each picture
   * @param most pixels of a chunk at most; no chunk reaches from one picture into the next
   */
  static Chunks of(int pictures, int pixels, int most) {
    int each = (pixels + most - 1) / most;
    int[] starts = new int[pictures * each + 1];
    for (int i = 0; i < pictures * each; i++) {
      starts[i] = i / each * pixels + i % each * most;
    }
    starts[pictures * each] = pictures * pixels;
    return new Chunks(starts);
  }

  int count() {
    return starts.length - 1;
  }

  /** The first pixel of a chunk. */
  int start(int chunk) {
    return starts[chunk];
  }

  int length(int chunk) {
    return starts[chunk + 1] - starts[chunk];
  }

  /** The chunk that begins at a pixel. */
  int at(int row) {
    return Arrays.binarySearch(starts, row);
  }
}
