package org.mobilenet4j.inference;

import java.util.Locale;

/** Kinds of layers by which one asks where the time of an image goes. */
public enum LayerType {
  /** A convolution of the network's input. */
  STEM,
  /** Any other convolution with a kernel of several pixels that mixes channels. */
  CONVOLUTION,
  /** A convolution with a kernel of one pixel: expansions and projections. */
  POINTWISE,
  /** A convolution with one filter a channel. */
  DEPTHWISE,
  /** Squeeze-and-excite from its pool to the multiplication. */
  SQUEEZE_EXCITE,
  /** A dense layer, or a convolution of a single pixel. */
  DENSE,
  /** A pool. */
  POOL,
  /** What computes no sums of products: additions, activations by themselves, copies. */
  OTHER;

  /**
   * @return the name in tables and files: {@code squeeze-excite}
   */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
