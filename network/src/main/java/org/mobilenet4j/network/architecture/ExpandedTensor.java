package org.mobilenet4j.network.architecture;

/**
 * What the depthwise convolution of a block reads, for the block behind it.
 *
 * @param node by which it is called
 * @param channels of it
 * @param output the block's result, which has the same height and width
 */
record ExpandedTensor(String node, int channels, String output) {
  /**
   * Whether it has the shape of another block's expanded tensor.
   *
   * @param input what that block reads
   * @param expansion its channels
   */
  boolean fits(String input, int expansion) {
    return output.equals(input) && channels == expansion;
  }
}
