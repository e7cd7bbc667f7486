package org.mobilenet4j.inference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mobilenet4j.kernels.CacheLine;

/**
 * Gives every buffer of a plan its place in one workspace, so that buffers alive at the same time
 * do not overlap and the workspace stays small. A buffer starts on a cache line if the workspace
 * does.
 *
 * <p>The largest buffer is placed first, each at the lowest place that is free during its life. For
 * networks that are chains of blocks this comes out at or near the largest sum of buffers alive at
 * once, which is the least that any layout can need.
 */
final class WorkspaceLayout {
  /**
   * A buffer and its life.
   *
   * @param size floats
   * @param firstStep the step that writes it
   * @param lastStep the last step that reads it; not before the first
   */
  record Buffer(long size, int firstStep, int lastStep) {
    private boolean livesWith(Buffer other) {
      return firstStep <= other.lastStep && other.firstStep <= lastStep;
    }

    private long span() {
      return (size + CacheLine.FLOATS - 1) / CacheLine.FLOATS * CacheLine.FLOATS;
    }
  }

  private final long[] offsets;
  private final long size;

  private WorkspaceLayout(long[] offsets, long size) {
    this.offsets = offsets;
    this.size = size;
  }

  /**
   * @param buffers all buffers of a plan
   * @return a place for each
   */
  static WorkspaceLayout of(List<Buffer> buffers) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < buffers.size(); i++) {
      order.add(i);
    }
    order.sort(
        Comparator.<Integer>comparingLong(i -> -buffers.get(i).size())
            .thenComparingInt(i -> buffers.get(i).firstStep())
            .thenComparingInt(i -> i));
    long[] offsets = new long[buffers.size()];
    List<Integer> placed = new ArrayList<>();
    long size = 0;
    for (int index : order) {
      Buffer buffer = buffers.get(index);
      long offset = 0;
      for (int other : placed) { // in the order of their offsets
        Buffer neighbour = buffers.get(other);
        if (neighbour.livesWith(buffer)) {
          if (offset + buffer.span() <= offsets[other]) {
            break;
          }
          offset = Math.max(offset, offsets[other] + neighbour.span());
        }
      }
      offsets[index] = offset;
      placed.add(index);
      placed.sort(Comparator.comparingLong(i -> offsets[i]));
      size = Math.max(size, offset + buffer.span());
    }
    return new WorkspaceLayout(offsets, size);
  }

  /**
   * @param buffer its index in the list given
   * @return the place of its first float
   */
  long offset(int buffer) {
    return offsets[buffer];
  }

  /**
   * @return floats of the whole workspace
   */
  long size() {
    return size;
  }
}
