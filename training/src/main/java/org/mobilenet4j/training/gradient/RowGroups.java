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

  /**
   * Pixels of a tile with 16 vector registers; with 32 the last one of a group may be moved back.
   */
  private static final int TILE = 6;

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
    int most = Math.clamp(GROUP_FLOATS / Math.max(inner, columns), FEWEST_ROWS, MOST_ROWS);
    int groupsPerRun = Math.max(1, RUN_ROWS / most);
    long traffic = 3L * rows * (inner + columns);
    long worth = traffic * SHARE_OF_SLICES / (100L * inner * columns);
    int runs = Math.ceilDiv(rows, most * groupsPerRun);
    int slices = Integer.highestOneBit(Math.clamp(worth, 2, MOST_SLICES));
    // All slices have as many runs, as long as groups grow by a third at most.
    slices = rows < 2 * FEWEST_ROWS ? 1 : Math.min(slices, Math.max(2, runs));
    int fewer = Math.max(1, runs / slices);
    boolean fit = 3L * rows <= 4L * most * groupsPerRun * fewer * slices;
    int runsPerSlice = fit ? fewer : fewer + 1;
    // Runs are multiples of tiles and of the grain of weight gradients.
    int grain = groupsPerRun % 2 == 0 ? TILE : 2 * TILE;
    int even = Math.ceilDiv(rows, slices * runsPerSlice * groupsPerRun);
    int group = Math.min(rows, Math.ceilDiv(even, grain) * grain);
    return new RowGroups(rows, group, group * groupsPerRun, runsPerSlice);
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
