package org.mobilenet4j.vision.image;

import org.mobilenet4j.network.Extent;

/**
 * The size to which a photo is scaled before its middle is cut out. Of a picture one pixel high it
 * may be far larger than any picture in memory.
 */
record ScaledSize(long height, long width) {
  /**
   * The smallest size with the photo's proportions that covers the target divided by {@code share};
   * {@link Framing} has the rule.
   */
  static ScaledSize covering(Extent photo, Extent target, double share) {
    long boxHeight = (long) Math.rint(target.height() / share);
    long boxWidth = (long) Math.rint(target.width() / share);
    boolean widerThanBox = photo.width() * boxHeight >= photo.height() * boxWidth;
    return widerThanBox
        ? new ScaledSize(boxHeight, photo.width() * boxHeight / photo.height())
        : new ScaledSize(photo.height() * boxWidth / photo.width(), boxWidth);
  }
}
