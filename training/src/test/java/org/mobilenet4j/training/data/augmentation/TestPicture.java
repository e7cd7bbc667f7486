package org.mobilenet4j.training.data.augmentation;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.vision.image.Pixels;

/** The picture of make_pixel_changes.py. */
final class TestPicture {
  private TestPicture() {}

  static Pixels of(int height, int width) {
    byte[] rgb = new byte[height * width * 3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          int step = 40 * ((x / 9 + y / 8) % 2);
          rgb[(y * width + x) * 3 + c] =
              (byte) ((x * (5 + c) + y * 3 + x * y / (7 + c) + step) % 251);
        }
      }
    }
    return Pixels.of(new Extent(height, width), rgb);
  }

  static String hash(Pixels picture) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(picture.toByteArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
