package org.mobilenet4j.training.gradient;

import org.mobilenet4j.kernels.blocked.BlockedMap;
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
  BatchMap {
    long floats =
        (long) ((shape.channels() + lanes - 1) / lanes)
            * BlockedMap.spread(Math.toIntExact(batch * shape.pixels() * lanes), lanes);
    if (floats > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException(
          "A batch of %d maps of %s does not fit one array; use a smaller batch or resolution."
              .formatted(batch, shape));
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
