package org.mobilenet4j.vision.image;

/**
 * How pictures are decoded, and how large they may be.
 *
 * @param exif what happens to the orientation that a camera wrote into the file
 * @param maxPixels pictures with more pixels are refused before they are decoded; positive
 * @param maxBytes pictures that would need more memory while being decoded are refused as well; the
 *     need is estimated from the header, from above; positive
 */
public record DecodeOptions(Exif exif, long maxPixels, long maxBytes) {
  private static final long USUAL_MAX_PIXELS = 100_000_000;

  /** What happens to the orientation that a camera wrote into the file. */
  public enum Exif {
    /** The picture is turned upright. */
    APPLY_ORIENTATION,
    /** The pixels stay as they are stored, as in most published ImageNet figures. */
    IGNORE_ORIENTATION
  }

  public DecodeOptions {
    if (maxPixels < 1 || maxBytes < 1) {
      throw new IllegalArgumentException(
          "Limits of %d pixels and %d bytes; both must be positive."
              .formatted(maxPixels, maxBytes));
    }
  }

  /**
   * Upright pictures of up to 100 megapixels that need at most half of the memory the JVM may use.
   *
   * @return the usual options
   */
  public static DecodeOptions standard() {
    return new DecodeOptions(
        Exif.APPLY_ORIENTATION, USUAL_MAX_PIXELS, Runtime.getRuntime().maxMemory() / 2);
  }

  /**
   * The same, but the pixels stay as they are stored.
   *
   * @return the changed options
   */
  public DecodeOptions ignoringOrientation() {
    return new DecodeOptions(Exif.IGNORE_ORIENTATION, maxPixels, maxBytes);
  }

  /**
   * The same with another limit of pixels.
   *
   * @param pixels positive
   * @return the changed options
   */
  public DecodeOptions withMaxPixels(long pixels) {
    return new DecodeOptions(exif, pixels, maxBytes);
  }

  /**
   * The same with another limit of memory; who decodes on several threads divides what there is.
   *
   * @param bytes positive
   * @return the changed options
   */
  public DecodeOptions withMaxBytes(long bytes) {
    return new DecodeOptions(exif, maxPixels, bytes);
  }
}
