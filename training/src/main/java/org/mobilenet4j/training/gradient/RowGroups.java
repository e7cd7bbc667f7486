package org.mobilenet4j.training.gradient;

import org.mobilenet4j.kernels.blocked.BlockedMap;
import org.mobilenet4j.kernels.gradient.GradientKernels.WeightGradient;

/**
 * How the pixels of a matrix product are cut: into groups whose inputs and outputs stay in the
 * second cache, and these into slices that sum weight gradients each by itself. Both depend on the
 * shape alone, so that sums do not depend on the number of threads.
 *
 * @param rows pixels
 * @param group pixels of a group; the last one has what is left
 * @param groupsPerSlice neighbouring groups whose weight gradients one slice sums
 */
record RowGroups(int rows, int group, int groupsPerSlice) {
  /**
   * Inputs of a group, or outputs if these are more: 320 KB. They stay in the second cache while all
   * weights pass by; the more pixels, the fewer times the weights and their gradients do.
   */
  private static final int GROUP_FLOATS = 80 * 1024;

  private static final int MOST_ROWS = 240;
  private static final int FEWEST_ROWS = 24;

  /** Tiles of 6 pixels, and the grain of weight gradients. */
  private static final int GRAIN = 12;

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
    int groups = (rows + group - 1) / group;
    long traffic = 3L * rows * (inner + columns);
    long worth = traffic / (2L * inner * columns * SHARE_OF_SLICES) * SHARE_OF_SLICES;
    int slices = Math.min(groups, (int) Math.clamp(worth, 2, MOST_SLICES));
    return new RowGroups(rows, group, (groups + slices - 1) / slices);
  }

  /** How many groups. */
  int groups() {
    return (rows + group - 1) / group;
  }

  int first(int number) {
    return number * group;
  }

  int length(int number) {
    return Math.min(group, rows - first(number));
  }

  /** The lengths that occur, the most frequent first. */
  int[] lengths() {
    int last = length(groups() - 1);
    return last == group ? new int[] {group} : new int[] {group, last};
  }

  /** How many slices. */
  int slices() {
    return (groups() + groupsPerSlice - 1) / groupsPerSlice;
  }

  int firstGroup(int slice) {
    return slice * groupsPerSlice;
  }

  int endGroup(int slice) {
    return Math.min(groups(), (slice + 1) * groupsPerSlice);
  }

  /** The groups of a batch, as parts of its rows. */
  Chunks chunks() {
    return Chunks.of(1, rows, group);
  }

  /** Pixels of a group, filled up for weight gradients. */
  int filled() {
    return filled(group);
  }

  static int filled(int length) {
    int grain = WeightGradient.PIXEL_GRAIN;
    return (length + grain - 1) / grain * grain;
  }

  /** Floats from a block of a group's scratch to the next. */
  int block(int lanes) {
    return BlockedMap.spread(filled() * lanes, lanes);
  }
}
