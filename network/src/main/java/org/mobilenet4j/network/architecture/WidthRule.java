package org.mobilenet4j.network.architecture;

/**
 * How a width multiplier turns the channels of a paper's table into whole numbers.
 *
 * <p>The papers do not say; the published implementations differ, and so do the networks that they
 * make for any width but 1. At width 1 the numbers of the table stand as they are under every rule.
 */
public enum WidthRule {
  /**
   * torchvision: channels to multiples of eight; in V3 the expansion sizes are scaled like
   * channels, the last convolution is a multiple of the last block, and the head is scaled.
   */
  TORCHVISION,
  /**
   * timm: channels to multiples of eight; in V3 the expansion is a ratio printed with two decimals,
   * the first layer is kept below width 0.75, and the head is never scaled.
   */
  TIMM,
  /**
   * Keras: V1 cuts off; V2 cuts off before it rounds to multiples of eight; in V3 the first layer
   * is never scaled and the head only above width 1.
   */
  KERAS,
  /** The authors' TensorFlow-Slim as it is by default: the last layer is scaled like all others. */
  SLIM,
  /**
   * TensorFlow-Slim in its {@code finegrain_classification_mode}, which the published V2 and V3
   * models use: the last layer keeps its size (in V2 below width 1, in V3 always).
   */
  SLIM_FINEGRAIN;

  private static final int DIVISOR = 8;

  /**
   * @return the name in options and files: {@code slim-finegrain}
   */
  public String key() {
    return EnumText.key(this);
  }

  /**
   * @param channels of the table
   * @param width the multiplier
   * @return their product as a multiple of eight; at width 1 the table's own number
   */
  static int scale(int channels, double width) {
    return width == 1 ? channels : roundToEight(channels * width);
  }

  /**
   * Rounds a scaled channel number to a multiple of eight: to the nearest, never below eight, and
   * one step up where rounding would lose more than a tenth of the channels.
   *
   * <p>Source: the authors' code ({@code slim/nets/mobilenet/conv_blocks.py}); the papers do not
   * say.
   *
   * @param channels channels of the table times the width multiplier; positive
   * @return a multiple of eight
   */
  static int roundToEight(double channels) {
    int nearest = Math.max(DIVISOR, (int) (channels + DIVISOR / 2.0) / DIVISOR * DIVISOR);
    return nearest < 0.9 * channels ? nearest + DIVISOR : nearest;
  }
}
