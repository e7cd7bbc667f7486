package org.mobilenet4j.network.architecture;

/**
 * How the published implementations of MobileNet V3 scale its tables. They agree at width 1 and
 * differ everywhere else.
 *
 * @param rule whose code
 * @param width the multiplier
 */
record MobileNetV3Widths(WidthRule rule, double width) {
  /** Below this width timm keeps the first layer as it is in the table. */
  private static final double TIMM_SCALES_FIRST = 0.75;

  int first(int channels) {
    return switch (rule) {
      case KERAS -> channels;
      case TIMM -> width < TIMM_SCALES_FIRST ? channels : channels(channels);
      case TORCHVISION, SLIM, SLIM_FINEGRAIN -> channels(channels);
    };
  }

  int channels(int channels) {
    return WidthRule.scale(channels, width);
  }

  /**
   * @param size the table's expansion size
   * @param tableIn the table's channels before the block
   * @param in the network's channels before the block
   */
  int expansion(int size, int tableIn, int in) {
    if (rule == WidthRule.TORCHVISION || width == 1) {
      return channels(size);
    }
    double ratio = (double) size / tableIn;
    if (rule == WidthRule.TIMM) {
      ratio = Math.round(ratio * 100) / 100.0; // written with two decimals in its code: 2.3, 3.67
    }
    return ratio == 1 ? in : WidthRule.roundToEight(in * ratio);
  }

  /** Channels between the two layers of squeeze-and-excite: a quarter of the expansion. */
  int squeezed(int expansion) {
    return switch (rule) {
      case TORCHVISION -> WidthRule.roundToEight(Math.floorDiv(expansion, 4));
      case TIMM, KERAS, SLIM, SLIM_FINEGRAIN -> WidthRule.roundToEight(expansion / 4.0);
    };
  }

  /**
   * The last convolution.
   *
   * @param channels the table's
   * @param tableIn the table's channels before it
   * @param in the network's channels before it
   */
  int last(int channels, int tableIn, int in) {
    return switch (rule) {
      case TORCHVISION, KERAS ->
          width == 1 ? channels : WidthRule.roundToEight((double) channels / tableIn * in);
      case TIMM, SLIM, SLIM_FINEGRAIN -> channels(channels);
    };
  }

  /** The layer after the pool. */
  int head(int channels) {
    return switch (rule) {
      case TORCHVISION, SLIM -> channels(channels);
      case KERAS -> width > 1 ? channels(channels) : channels;
      case TIMM, SLIM_FINEGRAIN -> channels;
    };
  }
}
