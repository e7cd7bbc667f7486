package org.mobilenet4j.training.gradient;

import org.mobilenet4j.kernels.blocked.BlockedMap;
import org.mobilenet4j.model.InsufficientMemoryException;
import org.mobilenet4j.network.Shape;

/**
 * How the feature maps of a batch lie in an array: {@code [channels / lanes][batch · height ·
 * width][lanes]}. The pixels of all pictures are neighbours, so that a pointwise convolution over a
 * batch of small maps is one over a large map.
 *
 * @param batch pictures
 * @param shape the map of one picture
 * @param lanes channels of a block
 */
record BatchMap(int batch, Shape shape, int lanes) {
  private static final long MOST_FLOATS = Integer.MAX_VALUE - 64L;

  /** Floats at most between the end of a block and the next; see {@link BlockedMap#spread}. */
  private static final long MOST_SPREAD = 32;

  BatchMap {
    long block = batch * shape.pixels() * lanes + MOST_SPREAD;
    long floats = blocks(shape.channels(), lanes) * block;
    if (floats > MOST_FLOATS) {
      throw InsufficientMemoryException.beyondOneArray(
          "The maps of %s of %d pictures".formatted(shape, batch), floats);
    }
  }

  /** Pixels of one picture. */
  int pixels() {
    return Math.toIntExact(shape.pixels());
  }

  /** Pixels of the batch. */
  int rows() {
    return batch * pixels();
  }

  int channels() {
    return shape.channels();
  }

  /** Blocks of channels, the last one filled up. */
  int blocks() {
    return blocks(channels(), lanes);
  }

  static int blocks(int channels, int lanes) {
    return (channels + lanes - 1) / lanes;
  }

  /** Floats from a block to the next. */
  int block() {
    return BlockedMap.spread(rows() * lanes, lanes);
  }

  int floats() {
    return blocks() * block();
  }

  /** Where a pixel of a block lies. */
  int at(int block, int row) {
    return block * block() + row * lanes;
  }
}
