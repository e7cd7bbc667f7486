package org.mobilenet4j.training.gradient;

import org.mobilenet4j.kernels.Gang;

/**
 * One thread of the gang at work on a step.
 *
 * @param index its number, from 0
 * @param gang the whole gang
 * @param scratch room of its own, as large as the hungriest step asks for
 */
@SuppressWarnings("ArrayRecordComponent") // identity is what is meant: nobody compares members
record Member(int index, Gang gang, float[] scratch) {
  /** The first of its items out of so many. */
  int from(int items) {
    return Gang.start(items, 1, index, gang.size());
  }

  /** The item behind its last. */
  int to(int items) {
    return Gang.start(items, 1, index + 1, gang.size());
  }

  /** Waits for the others. */
  void barrier() {
    gang.barrier();
  }
}
