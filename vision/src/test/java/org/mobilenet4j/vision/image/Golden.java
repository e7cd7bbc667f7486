package org.mobilenet4j.vision.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The small files of our own under {@code golden}; the recipes that made them lie beside them. */
final class Golden {
  private Golden() {}

  static byte[] bytes(String path) {
    try (InputStream stream =
        Objects.requireNonNull(Golden.class.getResourceAsStream("/golden/" + path), path)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The largest difference of two pictures' values, which must be of one length. */
  static int largestDifference(byte[] pixels, byte[] expected) {
    if (pixels.length != expected.length) {
      throw new IllegalArgumentException(
          "%d values beside %d".formatted(pixels.length, expected.length));
    }
    int largest = 0;
    for (int i = 0; i < pixels.length; i++) {
      largest = Math.max(largest, Math.abs((pixels[i] & 0xFF) - (expected[i] & 0xFF)));
    }
    return largest;
  }
}
