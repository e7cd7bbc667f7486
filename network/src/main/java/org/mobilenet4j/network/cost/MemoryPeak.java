package org.mobilenet4j.network.cost;

import java.util.List;

/**
 * The most memory that activations take at one time, for one picture.
 *
 * @param elements numbers
 * @param at the layers or blocks where that is; more than one where they tie
 */
public record MemoryPeak(long elements, List<String> at) {
  /** Keeps its own copy of the list. */
  public MemoryPeak {
    at = List.copyOf(at);
  }

  /**
   * @return bytes if activations are 32-bit floats
   */
  public long bytesFloat32() {
    return 4 * elements;
  }

  /**
   * @return bytes if activations are 16-bit floats
   */
  public long bytesFloat16() {
    return 2 * elements;
  }
}
