package org.mobilenet4j.vision.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import javax.imageio.spi.ImageReaderSpi;
import org.mobilenet4j.network.Extent;

/**
 * The first frame of a GIF on its canvas, through the JDK's decoder.
 *
 * <p>What the frame leaves free has the transparent colour's index, or else index 0, as in Pillow;
 * a frame that does not fit makes the canvas larger.
 *
 * <p>Source: GIF89a specification, sections 18 to 23.
 */
final class GifDecoder {
  private static final ImageReaderSpi JDK = ForeignDecoder.ofJdk(ImageFormat.GIF);
  private static final int BYTES_PER_PIXEL = 1 + 1 + Pixels.CHANNELS; // frame, canvas, pixels
  private static final int SCREEN_BYTES = 13;
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int IMAGE = 0x2C;
  private static final int IMAGE_BYTES = 10;

  private GifDecoder() {}

  /** Where the first frame lies, and the index of the transparent colour or 0. */
  private record Frame(int top, int left, int height, int width, int background) {}

  static Decoded decode(EncodedPicture picture, Budget budget) {
    Frame frame = firstFrame(picture);
    Extent canvas =
        budget.admit(
            picture,
            Math.max(picture.littleEndian16(8), frame.top() + frame.height()),
            Math.max(picture.littleEndian16(6), frame.left() + frame.width()),
            BYTES_PER_PIXEL);
    Pixels pixels =
        ForeignDecoder.read(
            picture,
            ImageFormat.GIF,
            JDK,
            picture.bytes(),
            (reader, _) -> onCanvas(reader.read(0), frame, canvas));
    return new Decoded(pixels, Orientation.UPRIGHT);
  }

  private static Pixels onCanvas(BufferedImage image, Frame frame, Extent canvas) {
    Raster raster = image.getRaster();
    if (!(image.getColorModel() instanceof IndexColorModel palette)) {
      return RasterPixels.of(raster, image.getColorModel());
    }
    WritableRaster whole =
        Raster.createInterleavedRaster(
            DataBuffer.TYPE_BYTE, canvas.width(), canvas.height(), 1, null);
    if (frame.background() != 0) {
      byte[] row = new byte[canvas.width()];
      Arrays.fill(row, (byte) frame.background());
      for (int y = 0; y < canvas.height(); y++) {
        whole.setDataElements(0, y, canvas.width(), 1, row);
      }
    }
    int[] row = new int[raster.getWidth()];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, raster.getWidth(), 1, row);
      whole.setPixels(frame.left(), frame.top() + y, raster.getWidth(), 1, row);
    }
    return RasterPixels.of(whole, palette);
  }

  private static Frame firstFrame(EncodedPicture picture) {
    int position = SCREEN_BYTES;
    if (picture.length() > SCREEN_BYTES) {
      position += colourTableBytes(picture.unsignedByte(10));
    }
    int background = 0;
    while (position + IMAGE_BYTES <= picture.length()) {
      int kind = picture.unsignedByte(position);
      if (kind == IMAGE) {
        return new Frame(
            picture.littleEndian16(position + 3),
            picture.littleEndian16(position + 1),
            picture.littleEndian16(position + 7),
            picture.littleEndian16(position + 5),
            background);
      }
      if (kind != EXTENSION) {
        break;
      }
      if (picture.unsignedByte(position + 1) == GRAPHIC_CONTROL
          && (picture.unsignedByte(position + 3) & 1) != 0) {
        background = picture.unsignedByte(position + 6);
      }
      position = afterBlocks(picture, position + 2);
    }
    throw picture.refusal(
        "a GIF file without a picture in it; it is cut off or damaged, so get it again from where it came"
            + " from.");
  }

  /** Three bytes a colour, a power of two of them. */
  private static int colourTableBytes(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  private static int afterBlocks(EncodedPicture picture, int start) {
    int position = start;
    while (position < picture.length() && picture.unsignedByte(position) != 0) {
      position += 1 + picture.unsignedByte(position);
    }
    return position + 1;
  }
}
