package org.mobilenet4j.network.cost;

import java.util.Locale;

/** Kinds of layers in the sense of V1's Table 2. */
public enum LayerKind {
  /**
   * A convolution with a kernel larger than one pixel, in any number of groups but one a channel.
   */
  CONV,
  /** A convolution with one filter a channel. */
  DEPTHWISE,
  /** A convolution with a kernel of one pixel. */
  POINTWISE,
  /** One of the two layers of squeeze-and-excite. */
  SE,
  /** A fully connected layer. */
  DENSE,
  /** A pool; costs nothing in the sense of {@link Cost}. */
  POOL,
  /** A batch normalisation that belongs to no layer before it. */
  BATCH_NORM;

  /**
   * @return the name in tables and files: {@code depthwise}
   */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
