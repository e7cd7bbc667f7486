package org.mobilenet4j.vision.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import javax.imageio.spi.ImageReaderSpi;

/**
 * PNG through the JDK's decoder, which sees only the chunks that hold pixels.
 *
 * <p>Profiles, gamma, transparent colours and texts are left out: they do not change the stored
 * samples, and compressed texts may unfold to gigabytes.
 *
 * <p>Source: PNG (Third Edition), W3C, section 11.
 */
final class PngDecoder {
  private static final ImageReaderSpi JDK = ForeignDecoder.ofJdk(ImageFormat.PNG);
  private static final int SIGNATURE_BYTES = 8;
  private static final int CHUNK_BYTES = 12; // length, type and checksum around the data
  private static final int HEADER = 0x49484452; // IHDR
  private static final int PALETTE = 0x504C5445; // PLTE
  private static final int DATA = 0x49444154; // IDAT
  private static final int END = 0x49454E44; // IEND
  private static final int EXIF = 0x65584966; // eXIf

  private PngDecoder() {}

  static Decoded decode(EncodedPicture picture, Budget budget) {
    if (picture.length() < SIGNATURE_BYTES + CHUNK_BYTES + 13
        || picture.bigEndian32(SIGNATURE_BYTES + 4) != HEADER) {
      throw picture.refusal(
          "a PNG file without a header, so it is cut off or damaged; get it again from where it came from.");
    }
    ByteArrayOutputStream tidied = new ByteArrayOutputStream(picture.length());
    Orientation orientation = tidy(picture, tidied);
    budget.admit(
        picture,
        picture.bigEndian32(20),
        picture.bigEndian32(16),
        rasterBytesPerPixel(picture) + Pixels.CHANNELS + orientation.bytesPerPixel());
    Pixels pixels =
        ForeignDecoder.read(
            picture,
            ImageFormat.PNG,
            JDK,
            tidied.toByteArray(),
            (reader, _) -> {
              BufferedImage image = reader.read(0);
              return RasterPixels.of(image.getRaster(), image.getColorModel());
            });
    return new Decoded(pixels, orientation);
  }

  private static int rasterBytesPerPixel(EncodedPicture picture) {
    int bits = picture.unsignedByte(24);
    int samples =
        switch (picture.unsignedByte(25)) {
          case 0, 3 -> 1;
          case 4 -> 2;
          case 2 -> 3;
          default -> 4;
        };
    return samples * (bits > 8 ? 2 : 1);
  }

  private static Orientation tidy(EncodedPicture picture, ByteArrayOutputStream tidied) {
    Orientation orientation = Orientation.UPRIGHT;
    tidied.write(picture.bytes(), 0, SIGNATURE_BYTES);
    int position = SIGNATURE_BYTES;
    while (position + CHUNK_BYTES <= picture.length()) {
      long size = picture.bigEndian32(position);
      int kind = (int) picture.bigEndian32(position + 4);
      // The last chunk of a file that is cut off goes to the decoder as far as it is there.
      int bytes = (int) Math.min(CHUNK_BYTES + size, picture.length() - position);
      if (kind == HEADER || kind == PALETTE || kind == DATA || kind == END) {
        tidied.write(picture.bytes(), position, bytes);
      }
      if (kind == EXIF && bytes == CHUNK_BYTES + size) {
        orientation =
            ExifOrientation.find(
                Arrays.copyOfRange(picture.bytes(), position + 8, position + bytes - 4));
      }
      position += bytes;
      if (kind == END) {
        break;
      }
    }
    return orientation;
  }
}
