package org.mobilenet4j.kernels;

/**
 * Where floats lie in an array so that no vector lies across two cache lines. A vector of 64 bytes
 * that does is loaded and stored twice; kernels that load much, such as depthwise convolutions, are
 * nearly twice as slow.
 *
 * <p>Nothing in Java says where an array begins. G1, the JVM's usual collector, puts one that takes
 * half a region or more at the beginning of a region and never moves it, so that its floats follow
 * 16 bytes of header: {@link #FIRST} is the first that begins a line. Regions have 1 to 4 MB for
 * heaps up to 8 GB and grow with the heap, to 32 MB. Elsewhere results are the same and come later.
 */
public final class CacheLine {
  /** Floats of a cache line of 64 bytes. */
  public static final int FLOATS = 16;

  /** The first float that begins a line: those before it share one with the array's header. */
  public static final int FIRST = 12;

  /** Floats of an array that with its header fills a region of 4 MB, but for a few bytes. */
  public static final int REGION = (1 << 20) - FLOATS;

  private CacheLine() {}

  /**
   * @param floats how many; at least 0
   * @return those of as many whole lines as hold them
   * @throws ArithmeticException if these are more than an {@code int} counts
   */
  public static int wholeLines(int floats) {
    return Math.addExact(floats, -floats & (FLOATS - 1));
  }
}
