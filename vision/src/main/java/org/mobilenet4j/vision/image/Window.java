package org.mobilenet4j.vision.image;

/**
 * A range of pixels along one axis of a scaled picture.
 *
 * @param start the first one
 * @param size how many
 */
record Window(long start, int size) {
  /**
   * The middle {@code size} of {@code all}; an odd pixel too many lies on the side that makes the
   * start even.
   */
  static Window middle(long all, int size) {
    return new Window((long) Math.rint((all - size) / 2.0), size);
  }
}
