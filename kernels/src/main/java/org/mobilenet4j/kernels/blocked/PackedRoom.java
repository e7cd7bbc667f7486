package org.mobilenet4j.kernels.blocked;

import org.mobilenet4j.kernels.CacheLine;

/**
 * Room for the packed weights of the layers that are bound: one after the other in an array, in the
 * order in which they are bound, each from the beginning of a cache line on. Where kernels
 * prefetch, the first floats of all lines lie once more behind them, a sixteenth as many.
 */
final class PackedRoom {
  /** What panels and blocks that are not full add to the weights of a network, at most usually. */
  private static final double FILLED_UP = 1.125;

  /**
   * Weights of an array at most, but for a layer that is larger: 32 MB, which G1 puts at the
   * beginning of a region of any size. More would be wasted on a network whose large layers are not
   * computed in blocks.
   */
  private static final long MOST = 8 << 20;

  private final Prefetching prefetching;
  private float[] array = {};
  private int next;
  private int end;
  private long expected;

  /**
   * @param weights how many weights are to come; a layer beyond that gets an array of its own
   * @param prefetching whether kernels may fetch what lies behind theirs
   */
  PackedRoom(long weights, Prefetching prefetching) {
    this.prefetching = prefetching;
    this.expected = (long) (FILLED_UP * weights);
  }

  /**
   * @param floats how many
   * @return so many floats, all of them zero, which nobody else gets
   */
  synchronized PackedFloats take(int floats) {
    int lines = CacheLine.wholeLines(floats);
    if (lines > end - next) {
      int size = CacheLine.wholeLines((int) Math.max(lines, Math.min(expected, MOST)));
      next = CacheLine.FIRST;
      end = Math.addExact(next, size);
      int firsts = prefetching == Prefetching.NEXT ? size / CacheLine.FLOATS : 0;
      array = new float[Math.addExact(end, firsts)];
      expected -= size;
    }
    PackedFloats taken = new PackedFloats(array, next, lines, end);
    next += lines;
    return taken;
  }
}
