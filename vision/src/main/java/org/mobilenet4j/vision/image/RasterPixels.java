package org.mobilenet4j.vision.image;

import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import org.mobilenet4j.network.Extent;

/**
 * The samples of a decoder's raster as 8-bit RGB, without its ideas about colour spaces.
 *
 * <p>{@code getRGB} would convert grey through a gamma curve, apply profiles and round 16-bit
 * samples. Here a palette is looked up, one or two bands are grey (and alpha), three or more begin
 * with red, green and blue; samples of 9 to 16 bits are shifted, those below 8 bits stretched.
 */
final class RasterPixels {
  private RasterPixels() {}

  /**
   * A copy of the samples, or an {@link IllegalArgumentException} for samples that are no small
   * integers.
   */
  static Pixels of(Raster raster, ColorModel model) {
    Extent extent = new Extent(raster.getHeight(), raster.getWidth());
    byte[] rgb = new byte[Math.toIntExact(extent.area() * Pixels.CHANNELS)];
    int bands = raster.getNumBands();
    int[] row = new int[extent.width() * bands];
    byte[][] tables = tables(raster, model);
    int green = bands < Pixels.CHANNELS ? 0 : 1;
    int blue = 2 * green;
    for (int y = 0, target = 0; y < extent.height(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, extent.width(), 1, row);
      for (int i = 0; i < row.length; i += bands, target += Pixels.CHANNELS) {
        rgb[target] = tables[0][row[i]];
        rgb[target + 1] = tables[1][row[i + green]];
        rgb[target + 2] = tables[2][row[i + blue]];
      }
    }
    return Pixels.owning(extent, rgb);
  }

  /**
   * The same for cyan, magenta, yellow and black, multiplied out without a profile.
   *
   * @param noInk the 8-bit sample that stands for no ink: 0, or 255 in inverted pictures
   */
  static Pixels ofCmyk(Raster raster, int noInk) {
    Extent extent = new Extent(raster.getHeight(), raster.getWidth());
    byte[] rgb = new byte[Math.toIntExact(extent.area() * Pixels.CHANNELS)];
    int bands = raster.getNumBands();
    byte[] table = stretched(raster, 0);
    int[] row = new int[extent.width() * bands];
    for (int y = 0, target = 0; y < extent.height(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, extent.width(), 1, row);
      for (int i = 0; i < row.length; i += bands) {
        int white = 255 - Math.abs(noInk - (table[row[i + 3]] & 0xFF));
        for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
          int light = 255 - Math.abs(noInk - (table[row[i + channel]] & 0xFF));
          rgb[target++] = (byte) JpegColours.share(light, white);
        }
      }
    }
    return Pixels.owning(extent, rgb);
  }

  /** For red, green and blue the 8-bit value of every possible sample. */
  private static byte[][] tables(Raster raster, ColorModel model) {
    if (model instanceof IndexColorModel palette) {
      int bits = Math.max(raster.getSampleModel().getSampleSize(0), 1);
      byte[][] tables = new byte[Pixels.CHANNELS][Math.max(palette.getMapSize(), 1 << bits)];
      palette.getReds(tables[0]);
      palette.getGreens(tables[1]);
      palette.getBlues(tables[2]);
      return tables;
    }
    boolean grey = raster.getNumBands() < Pixels.CHANNELS;
    return new byte[][] {
      stretched(raster, 0), stretched(raster, grey ? 0 : 1), stretched(raster, grey ? 0 : 2)
    };
  }

  private static byte[] stretched(Raster raster, int band) {
    int bits = raster.getSampleModel().getSampleSize(band);
    if (bits < 1 || bits > 16 || raster.getTransferType() == DataBuffer.TYPE_SHORT) {
      throw new IllegalArgumentException(
          "samples of %d bits, but unsigned integers of 1 to 16 bits are read".formatted(bits));
    }
    byte[] table = new byte[1 << bits];
    int largest = table.length - 1;
    for (int sample = 0; sample < table.length; sample++) {
      table[sample] = (byte) (bits >= 8 ? sample >> (bits - 8) : sample * 255 / largest);
    }
    return table;
  }
}
