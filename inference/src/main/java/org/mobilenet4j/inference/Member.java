package org.mobilenet4j.inference;

import org.mobilenet4j.kernels.Floats;
import org.mobilenet4j.kernels.blocked.Prefetching;

/** A thread of a session's gang, as steps see it. */
final class Member {
  private final Floats scratch;
  private Prefetching prefetching = Prefetching.NONE;

  /**
   * @param scratch room for this member alone, of {@link Program.Memory#scratch()}
   */
  Member(Floats scratch) {
    this.scratch = scratch;
  }

  /** Room for this member alone. */
  Floats scratch() {
    return scratch;
  }

  /** What its products are to fetch: the next weights only while nobody else reads any. */
  Prefetching prefetching() {
    return prefetching;
  }

  /** To be called before it runs the first step of an image. */
  void readsWeightsAlone(boolean alone) {
    prefetching = alone ? Prefetching.NEXT : Prefetching.NONE;
  }
}
