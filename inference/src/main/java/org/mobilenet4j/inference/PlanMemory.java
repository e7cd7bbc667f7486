package org.mobilenet4j.inference;

import java.util.List;

/**
 * The memory of a plan's activations: one workspace for a session, and scratch for each of its
 * threads. Weights are not counted.
 *
 * @param workspaceBytes size of the workspace
 * @param scratchBytes what each thread has for itself: rings of rows, panels of channels
 * @param buffers what lies in the workspace; values that are never needed together may share a
 *     place
 */
public record PlanMemory(long workspaceBytes, long scratchBytes, List<PlanBuffer> buffers) {
  /** Keeps its own copy of the buffers. */
  public PlanMemory {
    buffers = List.copyOf(buffers);
  }

  /**
   * @param threads threads of a session
   * @return bytes of its activations
   */
  public long bytes(int threads) {
    return workspaceBytes + threads * scratchBytes;
  }

  /**
   * @return the step at which most of the workspace is needed, counted from 0; the first of them
   */
  public int peakStep() {
    int peak = 0;
    int last = buffers.stream().mapToInt(PlanBuffer::lastStep).max().orElse(0);
    for (int step = 1; step <= last; step++) {
      if (liveBytes(step) > liveBytes(peak)) {
        peak = step;
      }
    }
    return peak;
  }

  /**
   * @param step a step, counted from 0
   * @return bytes of the values that are needed while it runs
   */
  public long liveBytes(int step) {
    return buffers.stream()
        .filter(buffer -> buffer.livesAt(step))
        .mapToLong(PlanBuffer::bytes)
        .sum();
  }
}
