package org.mobilenet4j.vision.image;

/**
 * Finds the orientation in a block of EXIF, which is a small TIFF file.
 *
 * <p>Written here because it is one tag of the first directory; a metadata library would parse all
 * others as well, from bytes that nobody vouches for. Damaged metadata are no reason to refuse a
 * photo: they leave it as it is stored.
 *
 * <p>Source: TIFF 6.0, section 2; EXIF 2.32, section 4.6.4.
 */
final class ExifOrientation {
  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int ENTRY_BYTES = 12;

  private ExifOrientation() {}

  /**
   * The orientation that the first directory names, else upright.
   *
   * @param exif from the byte order mark on
   */
  static Orientation find(byte[] exif) {
    TiffBytes tiff = new TiffBytes(exif);
    if (!tiff.hasHeader()) {
      return Orientation.UPRIGHT;
    }
    long directory = tiff.unsigned32(4);
    if (!tiff.holds(directory, 2)) {
      return Orientation.UPRIGHT;
    }
    int entries = tiff.unsigned16(directory);
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + (long) ENTRY_BYTES * i;
      if (!tiff.holds(entry, ENTRY_BYTES)) {
        return Orientation.UPRIGHT;
      }
      if (tiff.unsigned16(entry) == ORIENTATION) {
        return switch (tiff.unsigned16(entry + 2)) {
          case SHORT -> Orientation.ofTag(tiff.unsigned16(entry + 8));
          case LONG -> Orientation.ofTag((int) Math.min(tiff.unsigned32(entry + 8), 9));
          default -> Orientation.UPRIGHT;
        };
      }
    }
    return Orientation.UPRIGHT;
  }
}
