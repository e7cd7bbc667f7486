package org.mobilenet4j.training.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.mobilenet4j.model.Preprocessing.Resampling;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.vision.image.Pixels;
import org.mobilenet4j.vision.image.Resizer;

/** A small copy of a picture that stands in the page itself. */
final class Thumbnail {
  /** Pixels of the longer side; twice what the page shows small pictures at, for fine screens. */
  static final int LONGEST_SIDE = 160;

  private Thumbnail() {}

  /** A PNG as a {@code data:} address. */
  static String dataUri(Pixels pixels) {
    Pixels small = reduced(pixels);
    BufferedImage image =
        new BufferedImage(small.width(), small.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = small.toByteArray();
    int[] row = new int[small.width()];
    for (int y = 0, i = 0; y < small.height(); y++) {
      for (int x = 0; x < row.length; x++, i += Pixels.CHANNELS) {
        row[x] = (rgb[i] & 0xFF) << 16 | (rgb[i + 1] & 0xFF) << 8 | (rgb[i + 2] & 0xFF);
      }
      image.setRGB(0, y, row.length, 1, row, 0, row.length);
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    // In memory: ImageIO would otherwise make a file of its own somewhere.
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(png)) {
      ImageIO.write(image, "png", stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
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
