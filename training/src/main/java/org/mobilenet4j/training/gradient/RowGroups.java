package org.mobilenet4j.training.gradient;

import org.mobilenet4j.kernels.blocked.BlockedMap;
import org.mobilenet4j.kernels.gradient.GradientKernels.WeightGradient;

/**
 * How the pixels of a matrix product are cut: into groups whose inputs stay in the second cache
 * while all weights pass by; on the way back some groups into a run, so that the sums of the
 * weights' gradient are loaded and stored seldom; some runs into a slice, which sums by itself. All
 * depends on the shape alone, so that sums do not depend on the number of threads.
 *
 * @param rows pixels
 * @param group pixels of a group; the last one has what is left
 * @param run pixels of a run, a multiple of the group; the last one has what is left
 * @param runsPerSlice neighbouring runs of a slice
 */
record RowGroups(int rows, int group, int run, int runsPerSlice) {
  /** Inputs of a group, or outputs if these are more: 320 KB of a second cache of 512. */
  private static final int GROUP_FLOATS = 80 * 1024;

  private static final int MOST_ROWS = 240;
  private static final int FEWEST_ROWS = 24;

  /** Tiles of 6 pixels, and the grain of weight gradients. */
  private static final int GRAIN = 12;

  /** Pixels of a run, about. */
  private static final int RUN_ROWS = 216;

  private static final int MOST_SLICES = 16;

  /** Of all traffic, about the share that partial sums may cause. */
  private static final int SHARE_OF_SLICES = 8;

  /**
   * @param rows pixels
   * @param inner floats of an input pixel
   * @param columns floats of an output pixel
   */
  static RowGroups of(int rows, int inner, int columns) {
    int wanted = GROUP_FLOATS / Math.max(inner, columns) / GRAIN * GRAIN;
    int group = Math.min(rows, Math.clamp(wanted, FEWEST_ROWS, MOST_ROWS));
    int run = group * Math.max(1, RUN_ROWS / group);
    int runs = (rows + run - 1) / run;
    long traffic = 3L * rows * (inner + columns);
    long worth = traffic * SHARE_OF_SLICES / (100L * inner * columns);
    int slices = Math.min(runs, Math.clamp(worth, 2, MOST_SLICES));
    return new RowGroups(rows, group, run, (runs + slices - 1) / slices);
  }

  /** How many groups. */
  int groups() {
    return (rows + group - 1) / group;
  }

  /** The first pixel of a group. */
  int first(int number) {
    return number * group;
  }

  /** Pixels of a group. */
  int length(int number) {
    return Math.min(group, rows - first(number));
  }

  /** The lengths of groups that occur, the most frequent first. */
  int[] lengths() {
    int last = length(groups() - 1);
    return last == group ? new int[] {group} : new int[] {group, last};
  }

  /** How many runs. */
  int runs() {
    return (rows + run - 1) / run;
  }

  /** How many slices. */
  int slices() {
    return (runs() + runsPerSlice - 1) / runsPerSlice;
  }

  /** The first run of a slice. */
  int firstRun(int slice) {
    return slice * runsPerSlice;
  }

  /** The run behind the last of a slice. */
  int endRun(int slice) {
    return Math.min(runs(), (slice + 1) * runsPerSlice);
  }

  /** The groups of a batch, as parts of its rows. */
  Chunks chunks() {
    return Chunks.of(1, rows, group);
  }

  /** Pixels filled up for weight gradients. */
  static int filled(int length) {
    int grain = WeightGradient.PIXEL_GRAIN;
    return (length + grain - 1) / grain * grain;
  }

  /** Floats from a block of a run's scratch to the next. */
  int block(int lanes) {
    return BlockedMap.spread(filled(run) * lanes, lanes);
  }
}
