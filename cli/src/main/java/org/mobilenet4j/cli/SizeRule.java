package org.mobilenet4j.cli;

/** How large a network sees pictures of a size, where nobody has said. */
final class SizeRule {
  /** Up to here, pixels of the longer side, pictures count as small. */
  static final int SMALL_PICTURES = 64;

  /** With fewer pixels a side there is nothing to see. */
  static final int SMALLEST = 16;

  /** What a preview shows at most of one picture. */
  static final int MOST_PIXELS = 1 << 20;

  /** Photos are larger, but training takes a time in proportion to the pixels. */
  private static final int USUAL_FOR_PHOTOS = 128;

  /** What the networks' strides divide. */
  private static final int GRAIN = 32;

  private SizeRule() {}

  /**
   * @param side the usual longer side of the pictures
   * @return height and width of the input
   */
  static int resolution(int side) {
    return side <= SMALL_PICTURES
        ? Math.max(SMALLEST, side)
        : Math.min(USUAL_FOR_PHOTOS, Math.ceilDiv(side, GRAIN) * GRAIN);
  }

  /**
   * @param side the usual longer side of the pictures
   * @return the name of our recipe for them
   */
  static String recipe(int side) {
    return side <= SMALL_PICTURES ? "small-pictures" : "small-data";
  }

  /**
   * @param side the usual longer side of the pictures
   * @return the name of the network for them
   */
  static String architecture(int side) {
    return side <= SMALL_PICTURES ? DefaultRun.ARCHITECTURE : "mobilenet-v3-small";
  }
}
