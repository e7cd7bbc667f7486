package org.mobilenet4j.vision.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import org.mobilenet4j.network.Extent;

/** The pixels of images that a program made or read by itself. */
final class BufferedPixels {
  private BufferedPixels() {}

  static Pixels copy(BufferedImage image) {
    return samplesAreColours(image)
        ? RasterPixels.of(image.getRaster(), image.getColorModel())
        : byModel(image);
  }

  /** Whether the samples are grey or sRGB values of at least 8 bits, or indices of such. */
  private static boolean samplesAreColours(BufferedImage image) {
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel) {
      return true;
    }
    boolean known =
        model.getColorSpace().isCS_sRGB()
            || model.getColorSpace().equals(ColorSpace.getInstance(ColorSpace.CS_GRAY));
    int[] bits = image.getSampleModel().getSampleSize();
    boolean whole =
        bits[0] == 8
            || (bits[0] == 16 && image.getRaster().getTransferType() == DataBuffer.TYPE_USHORT);
    return known && whole && !model.isAlphaPremultiplied();
  }

  private static Pixels byModel(BufferedImage image) {
    Extent extent = new Extent(image.getHeight(), image.getWidth());
    byte[] rgb = new byte[Math.toIntExact(extent.area() * Pixels.CHANNELS)];
    int[] row = new int[extent.width()];
    for (int y = 0, target = 0; y < extent.height(); y++) {
      image.getRGB(0, y, extent.width(), 1, row, 0, extent.width());
      for (int argb : row) {
        rgb[target++] = (byte) (argb >> 16);
        rgb[target++] = (byte) (argb >> 8);
        rgb[target++] = (byte) argb;
      }
    }
    return Pixels.owning(extent, rgb);
  }
}
