package org.mobilenet4j.vision.image;

import java.awt.image.BufferedImage;
import javax.imageio.spi.ImageReaderSpi;

/**
 * BMP through the JDK's decoder: 1 to 32 bits, palettes, bit masks, run lengths, either row order.
 *
 * <p>Source: the structures BITMAPCOREHEADER to BITMAPV5HEADER of the Windows documentation.
 */
final class BmpDecoder {
  private static final ImageReaderSpi JDK = ForeignDecoder.ofJdk(ImageFormat.BMP);
  private static final int FILE_HEADER_BYTES = 14;
  private static final int CORE_HEADER_BYTES = 12;
  private static final int INFO_HEADER_BYTES = 40;
  private static final int V4_HEADER_BYTES = 108;
  private static final int COLOUR_SPACE_OFFSET = FILE_HEADER_BYTES + 56;
  private static final int SRGB = 0x73524742;

  private BmpDecoder() {}

  static Decoded decode(EncodedPicture picture, Budget budget) {
    long header = picture.length() < 30 ? 0 : picture.littleEndian32(FILE_HEADER_BYTES);
    boolean core = header == CORE_HEADER_BYTES;
    if (!core && (header < INFO_HEADER_BYTES || FILE_HEADER_BYTES + header > picture.length())) {
      throw picture.refusal(
          "a BMP file whose header is cut off or damaged; open it in a picture editor and save it again.");
    }
    if (core) {
      budget.admit(
          picture,
          picture.littleEndian16(20),
          picture.littleEndian16(18),
          bytesPerPixel(picture.littleEndian16(24)));
    } else {
      long compression = picture.littleEndian32(30);
      if (compression > 3 && compression != 6) {
        throw picture.refusal(
            "a BMP file with compression %d; 0 (none), 1 and 2 (run lengths), 3 and 6 (bit masks) are read."
                .formatted(compression));
      }
      // A negative height is a picture stored from its top row on.
      budget.admit(
          picture,
          Math.abs(signed32(picture, 22)),
          signed32(picture, 18),
          bytesPerPixel(picture.littleEndian16(28)));
    }
    Pixels pixels =
        ForeignDecoder.read(
            picture,
            ImageFormat.BMP,
            JDK,
            withoutProfile(picture, header),
            (reader, _) -> {
              BufferedImage image = reader.read(0);
              return RasterPixels.of(image.getRaster(), image.getColorModel());
            });
    return new Decoded(pixels, Orientation.UPRIGHT);
  }

  private static long signed32(EncodedPicture picture, int offset) {
    return (picture.littleEndian32(offset) ^ 0x8000_0000L) - 0x8000_0000L;
  }

  /** The raster, run lengths unfolded beside it, the pixels. */
  private static int bytesPerPixel(int bits) {
    return Math.clamp((bits + 7) / 8, 1, 4) + 1 + Pixels.CHANNELS;
  }

  /** The latest headers may hold a profile, or even name a file with one; both are ignored. */
  private static byte[] withoutProfile(EncodedPicture picture, long header) {
    if (header < V4_HEADER_BYTES) {
      return picture.bytes();
    }
    byte[] bytes = picture.bytes().clone();
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[COLOUR_SPACE_OFFSET + i] = (byte) (SRGB >> (8 * i));
    }
    return bytes;
  }
}
