package org.mobilenet4j.vision.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;

/** The formats that are read, told apart by a file's first bytes and never by its name. */
enum ImageFormat {
  JPEG("JPEG"),
  PNG("PNG"),
  WEBP("WebP"),
  BMP("BMP"),
  GIF("GIF"),
  TIFF("TIFF");

  /** As many first bytes tell every format. */
  static final int MAGIC_BYTES = 12;

  private final String title;

  ImageFormat(String title) {
    this.title = title;
  }

  /** The name as people write it. */
  String title() {
    return title;
  }

  static Optional<ImageFormat> of(byte[] bytes) {
    if (startsWith(bytes, 0, "\u00FF\u00D8\u00FF")) {
      return Optional.of(JPEG);
    }
    if (startsWith(bytes, 0, "\u0089PNG\r\n\u001A\n")) {
      return Optional.of(PNG);
    }
    if (startsWith(bytes, 0, "RIFF") && startsWith(bytes, 8, "WEBP")) {
      return Optional.of(WEBP);
    }
    if (startsWith(bytes, 0, "BM")) {
      return Optional.of(BMP);
    }
    if (startsWith(bytes, 0, "GIF87a") || startsWith(bytes, 0, "GIF89a")) {
      return Optional.of(GIF);
    }
    if (startsWith(bytes, 0, "II*\0") || startsWith(bytes, 0, "MM\0*")) {
      return Optional.of(TIFF);
    }
    return Optional.empty();
  }

  private static boolean startsWith(byte[] bytes, int offset, String magic) {
    byte[] expected = magic.getBytes(ISO_8859_1);
    if (bytes.length < offset + expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (bytes[offset + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }
}
