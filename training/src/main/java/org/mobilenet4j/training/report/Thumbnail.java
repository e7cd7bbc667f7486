package org.mobilenet4j.training.report;

import java.util.Base64;
import org.mobilenet4j.model.Preprocessing.Resampling;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.vision.image.Pixels;
import org.mobilenet4j.vision.image.Png;
import org.mobilenet4j.vision.image.Resizer;

/** A small copy of a picture that stands in the page itself. */
final class Thumbnail {
  /** Pixels of the longer side; twice what the page shows small pictures at, for fine screens. */
  static final int LONGEST_SIDE = 160;

  private Thumbnail() {}

  /** A PNG as a {@code data:} address. */
  static String dataUri(Pixels pixels) {
    byte[] png = Png.encode(reduced(pixels));
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }

  private static Pixels reduced(Pixels pixels) {
    int longest = Math.max(pixels.height(), pixels.width());
    if (longest <= LONGEST_SIDE) {
      return pixels;
    }
    double scale = (double) LONGEST_SIDE / longest;
    return Resizer.resize(
        pixels,
        new Extent(side(pixels.height() * scale), side(pixels.width() * scale)),
        Resampling.BILINEAR);
  }

  private static int side(double pixels) {
    return Math.max(1, (int) Math.round(pixels));
  }
}
