package org.mobilenet4j.vision.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;
import javax.imageio.spi.ImageReaderSpi;

/**
 * The first page of a TIFF file through the JDK's decoder, from which only the samples are taken.
 */
final class TiffDecoder {
  private static final ImageReaderSpi JDK = ForeignDecoder.ofJdk(ImageFormat.TIFF);
  private static final int MOST_SAMPLES = 8;
  private static final int OLD_JPEG = 6;
  private static final int JPEG = 7;
  private static final int PALETTE = 3;
  private static final int CMYK = 5;
  private static final int YCBCR = 6;

  private TiffDecoder() {}

  static Decoded decode(EncodedPicture picture, Budget budget) {
    TiffDirectory directory = TiffDirectory.first(picture);
    long samples = directory.value(TiffDirectory.SAMPLES_PER_PIXEL, 0, 1);
    long bits = directory.largest(TiffDirectory.BITS_PER_SAMPLE, 1);
    long format = directory.largest(TiffDirectory.SAMPLE_FORMAT, 1);
    long colours = directory.value(TiffDirectory.PHOTOMETRIC, 0, 1);
    if (samples < 1 || samples > MOST_SAMPLES || bits < 1 || bits > 16 || format != 1) {
      throw picture.refusal(
          ("a TIFF file with %d samples a pixel of %d bits and sample format %d; up to %d samples of 1 to 16"
                  + " bits are read, in format 1 (unsigned integers).")
              .formatted(samples, bits, format, MOST_SAMPLES));
    }
    if (colours > YCBCR || colours == 4) {
      throw picture.refusal(
          ("a TIFF file with photometric interpretation %d; 0 and 1 (grey), 2 (RGB), 3 (palette), 5 (CMYK) and"
                  + " 6 (YCbCr) are read.")
              .formatted(colours));
    }
    Orientation orientation =
        Orientation.ofTag((int) Math.min(directory.value(TiffDirectory.ORIENTATION, 0, 1), 9));
    // The raster, a strip or tile unpacked beside it, the pixels.
    int bytesPerPixel =
        (int) (2 * samples * (bits > 8 ? 2 : 1)) + Pixels.CHANNELS + orientation.bytesPerPixel();
    budget.admit(
        picture,
        directory.value(TiffDirectory.HEIGHT, 0, 0),
        directory.value(TiffDirectory.WIDTH, 0, 0),
        bytesPerPixel);
    if (directory.has(TiffDirectory.TILE_WIDTH) || directory.has(TiffDirectory.TILE_HEIGHT)) {
      budget.admit(
          picture,
          directory.value(TiffDirectory.TILE_HEIGHT, 0, 0),
          directory.value(TiffDirectory.TILE_WIDTH, 0, 0),
          bytesPerPixel);
    }
    long compression = directory.value(TiffDirectory.COMPRESSION, 0, 1);
    if (compression == OLD_JPEG) {
      throw picture.refusal(
          "a TIFF file with JPEG data of the old kind (compression 6); open it in a picture editor and save it"
              + " again.");
    }
    if (compression == JPEG) {
      admitFrames(picture, directory, budget);
    }
    Pixels pixels =
        ForeignDecoder.read(
            picture,
            ImageFormat.TIFF,
            JDK,
            directory.tidied(),
            (reader, _) -> pixels(reader.read(0), directory, (int) colours));
    return new Decoded(pixels, orientation);
  }

  /** Each strip or tile of JPEG data has a size of its own, which the decoder believes. */
  private static void admitFrames(EncodedPicture picture, TiffDirectory directory, Budget budget) {
    boolean tiles = directory.has(TiffDirectory.TILE_OFFSETS);
    int offsets = tiles ? TiffDirectory.TILE_OFFSETS : TiffDirectory.STRIP_OFFSETS;
    int lengths = tiles ? TiffDirectory.TILE_LENGTHS : TiffDirectory.STRIP_LENGTHS;
    long all = 0;
    for (int i = 0; i < directory.count(offsets); i++) {
      int start = (int) Math.min(directory.value(offsets, i, 0), picture.length());
      long length = directory.value(lengths, i, picture.length());
      int end = (int) Math.min(start + length, picture.length());
      all += end - start;
      if (all > picture.length()) {
        throw picture.refusal("a TIFF file whose strips overlap, so it is damaged.");
      }
      JpegSegments frame =
          JpegSegments.of(picture.with(Arrays.copyOfRange(picture.bytes(), start, end)));
      frame.requireEndurableScans(
          budget.admit(
              picture,
              frame.height(),
              frame.width(),
              frame.components() + frame.coefficientBytesPerPixel()));
    }
  }

  private static Pixels pixels(BufferedImage image, TiffDirectory directory, int colours) {
    Raster raster = image.getRaster();
    if (colours == CMYK && raster.getNumBands() >= 4) {
      // The JDK takes every JPEG of four components for an inverted one, also inside a TIFF, where
      // none is.
      boolean inverted = directory.value(TiffDirectory.COMPRESSION, 0, 1) == JPEG;
      return RasterPixels.ofCmyk(raster, inverted ? 255 : 0);
    }
    ColorModel model = image.getColorModel();
    return RasterPixels.of(
        raster, colours == PALETTE ? palette(directory, model.getPixelSize()) : model);
  }

  /** The colour map's own 16-bit values, shifted like all other samples. */
  private static IndexColorModel palette(TiffDirectory directory, int bits) {
    int size = directory.count(TiffDirectory.COLOUR_MAP) / Pixels.CHANNELS;
    byte[][] map = new byte[Pixels.CHANNELS][size];
    for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
      for (int i = 0; i < size; i++) {
        map[channel][i] =
            (byte) (directory.value(TiffDirectory.COLOUR_MAP, channel * size + i, 0) >> 8);
      }
    }
    return new IndexColorModel(bits, size, map[0], map[1], map[2]);
  }
}
