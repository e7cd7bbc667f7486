package org.mobilenet4j.kernels.blocked;

import org.mobilenet4j.kernels.CacheLine;

/**
 * Room for the packed weights of the layers that are bound: one after the other in an array, in the
 * order in which an image needs them, each from the beginning of a cache line on.
 */
final class PackedRoom {
  /** What panels and blocks that are not full add to the weights of a network, at most usually. */
  private static final double FILLED_UP = 1.125;

  /** How large a further array is, where that was not enough: this part of the first. */
  private static final int FURTHER = 8;

  private static final int MOST = 1 << 30;

  private float[] array = {};
  private int next;
  private int size;

  /**
   * @param weights how many weights are to come, so that they lie in one array; 0 gives each layer
   *     an array of its own
   */
  PackedRoom(long weights) {
    this.size = (int) Math.min(MOST, (long) (FILLED_UP * weights));
  }

  /** Some floats of an array, all of them zero at first. */
  static final class Place {
    private final float[] array;
    private final int start;

    private Place(float[] array, int start) {
      this.array = array;
      this.start = start;
    }

    float[] array() {
      return array;
    }

    /** The first of them. */
    int start() {
      return start;
    }
  }

  /**
   * @param floats how many
   * @return a place for them, which nobody else gets
   */
  synchronized Place take(int floats) {
    int lines = CacheLine.wholeLines(floats);
    if (lines > array.length - next) {
      array = new float[Math.addExact(CacheLine.FIRST, Math.max(lines, size))];
      next = CacheLine.FIRST;
      size /= FURTHER;
    }
    Place place = new Place(array, next);
    next += lines;
    return place;
  }
}
