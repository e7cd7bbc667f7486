package org.mobilenet4j.kernels.blocked;

import org.mobilenet4j.kernels.CacheLine;

/**
 * Some packed weights in an array that may also hold the first float of each of its cache lines
 * once more, close together, for {@link Prefetch}.
 */
final class PackedFloats {
  private final float[] array;
  private final int start;
  private final int floats;
  private final int firsts;

  /**
   * @param array the array
   * @param start the first of the weights, which begins a line
   * @param floats how many they are, whole lines
   * @param firsts where all lines end and where, unless the array ends there, the first float of
   *     its first line lies once more, those of the others behind it
   */
  PackedFloats(float[] array, int start, int floats, int firsts) {
    this.array = array;
    this.start = start;
    this.floats = floats;
    this.firsts = firsts;
  }

  float[] array() {
    return array;
  }

  int start() {
    return start;
  }

  /** Where the first floats of all lines of the array lie once more. */
  int firsts() {
    return firsts;
  }

  /** Whether they lie there. */
  boolean holdsFirsts() {
    return firsts < array.length;
  }

  /**
   * To be called when the weights were written, before any kernel that prefetches runs on the
   * array: it would store the first floats as they were.
   */
  void written() {
    if (holdsFirsts()) {
      for (int line = start; line < start + floats; line += CacheLine.FLOATS) {
        array[firsts + line / CacheLine.FLOATS] = array[line];
      }
    }
  }
}
