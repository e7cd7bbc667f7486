package org.mobilenet4j.training.gradient;

import org.mobilenet4j.kernels.Gang;

/**
 * What one thread does on the way back of a matrix product: some slices of the pixels, or, where
 * there are fewer slices than threads, a part of the channels of one slice. Each slice sums by
 * itself and each channel too, so that no bit depends on who does it.
 *
 * @param firstSlice the first of its slices
 * @param endSlice the slice behind its last
 * @param part which part of the channels, from 0
 * @param parts how many there are
 */
record SliceShare(int firstSlice, int endSlice, int part, int parts) {
  /**
   * @param slices how many there are
   * @param member number of the thread
   * @param members how many threads there are
   */
  static SliceShare of(int slices, int member, int members) {
    if (members <= slices) {
      return new SliceShare(
          Gang.start(slices, 1, member, members), Gang.start(slices, 1, member + 1, members), 0, 1);
    }
    int slice = member % slices;
    int parts = members / slices + (slice < members % slices ? 1 : 0);
    return new SliceShare(slice, slice + 1, member / slices, parts);
  }

  /** The first of its channels out of so many. */
  int from(int channels) {
    return Gang.start(channels, 1, part, parts);
  }

  /** The channel behind its last. */
  int to(int channels) {
    return Gang.start(channels, 1, part + 1, parts);
  }
}
