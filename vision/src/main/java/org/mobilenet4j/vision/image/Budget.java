package org.mobilenet4j.vision.image;

import java.util.Locale;
import org.mobilenet4j.network.Extent;

/** The limits that a picture's own claims are held against before any memory is taken for it. */
final class Budget {
  // A picture of more pixels than this has more bytes than a Java array.
  private static final long MOST_PIXELS = (Integer.MAX_VALUE - 8) / Pixels.CHANNELS;

  private final DecodeOptions options;

  Budget(DecodeOptions options) {
    this.options = options;
  }

  /**
   * The extent, if a picture of this size may be decoded.
   *
   * @param decoderBytesPerPixel what decoding needs at its height, from above, for each pixel
   */
  Extent admit(EncodedPicture picture, long height, long width, int decoderBytesPerPixel) {
    if (height < 1 || width < 1) {
      throw picture.refusal(
          "a picture %d pixels wide and %d high; both must be at least 1, so the file is damaged."
              .formatted(width, height));
    }
    // Neither factor is above 2^32, so a product that does not fit is beyond every limit.
    long pixels = width > Long.MAX_VALUE / height ? Long.MAX_VALUE : width * height;
    long limit = Math.min(options.maxPixels(), MOST_PIXELS);
    if (pixels > limit) {
      throw picture.refusal(
          ("a picture %d pixels wide and %d high, that is %s megapixels, but at most %s are read;"
                  + " scale it down first.")
              .formatted(width, height, mega(pixels), mega(limit)));
    }
    long needed = pixels * decoderBytesPerPixel + 2L * picture.length();
    if (needed > options.maxBytes()) {
      throw picture.refusal(
          ("a picture %d pixels wide and %d high needs %s MB of memory to decode, but %s MB are"
                  + " allowed; scale it down first or give the JVM more memory (-Xmx).")
              .formatted(width, height, mega(needed), mega(options.maxBytes())));
    }
    return new Extent((int) height, (int) width);
  }

  private static String mega(long number) {
    return String.format(Locale.ROOT, number < 10_000_000 ? "%.1f" : "%.0f", number / 1e6);
  }
}
