package org.mobilenet4j.vision.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures as PNG, for people and pages to look at; {@link Images} reads them. */
public final class Png {
  private Png() {}

  /**
   * A picture as the bytes of a file; nothing is lost.
   *
   * @param picture any picture
   * @return a PNG with 8 bits of red, green and blue
   */
  public static byte[] encode(Pixels picture) {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = picture.toByteArray();
    int[] row = new int[picture.width()];
    for (int y = 0, at = 0; y < picture.height(); y++) {
      for (int x = 0; x < row.length; x++, at += Pixels.CHANNELS) {
        row[x] = (rgb[at] & 0xFF) << 16 | (rgb[at + 1] & 0xFF) << 8 | (rgb[at + 2] & 0xFF);
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
    return png.toByteArray();
  }
}
