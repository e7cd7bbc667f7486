package org.mobilenet4j.kernels.blocked;

import org.mobilenet4j.kernels.blocked.VectorCode.ArrayVariable;
import org.mobilenet4j.kernels.blocked.VectorCode.MaskVariable;
import org.mobilenet4j.kernels.blocked.VectorCode.VectorVariable;

/**
 * Vectors that hold the same few channels of two neighbouring pixels: those of the first in the
 * lower half of the lanes, those of the second in the upper half. In the maps each pixel has a
 * block of its own, the upper half of it zero.
 */
final class PixelPairs {
  private final VectorCode code;
  private final int lanes;
  private final MaskVariable second;
  private final VectorVariable other;

  PixelPairs(VectorCode code, int lanes) {
    this.code = code;
    this.lanes = lanes;
    this.second = code.mask();
    this.other = code.vector(lanes);
  }

  /** To be said before the other words, outside of loops. */
  void prepare() {
    code.upperHalf(second, lanes);
  }

  /** What holds the same number in all lanes for each pixel, in {@code first} for both. */
  void join(VectorVariable first, VectorVariable secondPixel) {
    code.blend(first, secondPixel, second);
  }

  /** The channels of two pixels, of which the first lies at an index. */
  void load(VectorVariable pair, ArrayVariable array, Whole at) {
    code.load(pair, array, at);
    code.load(other, array, at.plus(lanes / 2));
    code.blend(pair, other, second);
  }

  /**
   * Stores two pixels, after which the pair is lost. The second store puts the first pixel's
   * channels where its idle lanes are, and the last one puts both right.
   */
  void store(VectorVariable pair, ArrayVariable array, Whole at) {
    code.broadcast(other, 0f);
    code.store(other, array, at.plus(lanes));
    code.store(pair, array, at.plus(lanes / 2));
    code.blend(pair, other, second);
    code.store(pair, array, at);
  }
}
