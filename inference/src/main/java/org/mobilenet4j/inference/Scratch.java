package org.mobilenet4j.inference;

/**
 * Room that a member of a gang has for itself: floats of an array, from the beginning of a cache
 * line on.
 */
final class Scratch {
  private final float[] array;
  private final int start;

  /**
   * @param array the array
   * @param start the first of its floats
   */
  Scratch(float[] array, int start) {
    this.array = array;
    this.start = start;
  }

  float[] array() {
    return array;
  }

  int start() {
    return start;
  }
}
