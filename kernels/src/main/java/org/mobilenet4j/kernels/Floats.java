package org.mobilenet4j.kernels;

/** Some floats of an array, from one on that begins a cache line where the array does. */
public final class Floats {
  private final float[] array;
  private final int start;

  /**
   * @param array the array
   * @param start the first of them
   */
  public Floats(float[] array, int start) {
    this.array = array;
    this.start = start;
  }

  /**
   * @return the array
   */
  public float[] array() {
    return array;
  }

  /**
   * @return the first of them
   */
  public int start() {
    return start;
  }
}
