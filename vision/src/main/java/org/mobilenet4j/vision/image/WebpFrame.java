package org.mobilenet4j.vision.image;

import java.util.Arrays;

/**
 * Where the first frame of a WebP file is, found before anything is decoded.
 *
 * <p>Source: WebP Container Specification; RFC 6386, section 9.1, and RFC 9649, section 3.4, for
 * the sizes in the two kinds of bit streams.
 *
 * @param canvasHeight rows of the whole picture, of which the frame may be a part
 * @param canvasWidth columns of the whole picture
 * @param top row of the canvas on which the frame begins
 * @param left column of the canvas on which the frame begins
 * @param height rows of the frame, as its bit stream says
 * @param width columns of the frame, as its bit stream says
 * @param file the frame alone as a simple WebP file, without profile, metadata and separate alpha
 * @param orientation as the EXIF chunk says
 */
record WebpFrame(
    long canvasHeight,
    long canvasWidth,
    int top,
    int left,
    int height,
    int width,
    EncodedPicture file,
    Orientation orientation) {
  private static final int RIFF_BYTES = 12;
  private static final int CHUNK_BYTES = 8;
  private static final int ANIMATION_FRAME_BYTES = 16;
  private static final String LOSSY = "VP8 ";
  private static final String LOSSLESS = "VP8L";

  /**
   * A chunk's four letters, and where its data are; they end where the file ends if it is cut off.
   */
  private record Chunk(String kind, int start, int end) {
    int length() {
      return end - start;
    }
  }

  static WebpFrame first(EncodedPicture picture) {
    long canvasHeight = 0;
    long canvasWidth = 0;
    int top = 0;
    int left = 0;
    int stream = -1;
    Orientation orientation = Orientation.UPRIGHT;
    int position = RIFF_BYTES;
    while (position + CHUNK_BYTES <= picture.length()) {
      Chunk chunk = chunk(picture, position);
      position = chunk.end() + (chunk.length() & 1);
      switch (chunk.kind()) {
        case "VP8X" -> {
          if (chunk.length() >= 10) {
            canvasWidth = 1L + littleEndian24(picture, chunk.start() + 4);
            canvasHeight = 1L + littleEndian24(picture, chunk.start() + 7);
          }
        }
        case LOSSY, LOSSLESS -> stream = stream < 0 ? chunk.start() - CHUNK_BYTES : stream;
        case "ANMF" -> {
          if (stream < 0 && chunk.length() >= ANIMATION_FRAME_BYTES) {
            left = 2 * littleEndian24(picture, chunk.start());
            top = 2 * littleEndian24(picture, chunk.start() + 3);
            stream = streamOf(picture, chunk);
          }
        }
        case "EXIF" -> orientation = exif(picture, chunk);
        default -> {} // alpha, profiles, animation settings, other metadata: no part of the pixels
      }
    }
    if (stream < 0) {
      throw cutOff(picture);
    }
    Chunk pixels = chunk(picture, stream);
    int size = size(picture, pixels);
    int height = size >>> 16;
    int width = size & 0xFFFF;
    return new WebpFrame(
        Math.max(canvasHeight, (long) top + height),
        Math.max(canvasWidth, (long) left + width),
        top,
        left,
        height,
        width,
        alone(picture, pixels),
        orientation);
  }

  private static Chunk chunk(EncodedPicture picture, int position) {
    long end = position + CHUNK_BYTES + picture.littleEndian32(position + 4);
    String kind = picture.ascii(position, 4);
    return new Chunk(kind, position + CHUNK_BYTES, (int) Math.min(end, picture.length()));
  }

  /** The first bit stream inside a frame of an animation, or -1. */
  private static int streamOf(EncodedPicture picture, Chunk frame) {
    int position = frame.start() + ANIMATION_FRAME_BYTES;
    while (position + CHUNK_BYTES <= frame.end()) {
      Chunk chunk = chunk(picture, position);
      if (chunk.kind().equals(LOSSY) || chunk.kind().equals(LOSSLESS)) {
        return position;
      }
      position = chunk.end() + (chunk.length() & 1);
    }
    return -1;
  }

  private static Orientation exif(EncodedPicture picture, Chunk chunk) {
    boolean prefixed = chunk.length() >= 6 && picture.ascii(chunk.start(), 4).equals("Exif");
    int start = chunk.start() + (prefixed ? 6 : 0);
    return ExifOrientation.find(Arrays.copyOfRange(picture.bytes(), start, chunk.end()));
  }

  /** Height in the upper, width in the lower 16 bits. */
  private static int size(EncodedPicture picture, Chunk stream) {
    int start = stream.start();
    if (stream.length() < 10) {
      throw cutOff(picture);
    }
    if (stream.kind().equals(LOSSLESS)) {
      int bits = (int) picture.littleEndian32(start + 1);
      return ((bits >>> 14 & 0x3FFF) + 1) << 16 | ((bits & 0x3FFF) + 1);
    }
    int width = picture.littleEndian16(start + 6) & 0x3FFF;
    int height = picture.littleEndian16(start + 8) & 0x3FFF;
    return height << 16 | width;
  }

  private static EncodedPicture alone(EncodedPicture picture, Chunk stream) {
    int data = stream.length() + (stream.length() & 1);
    byte[] file = new byte[RIFF_BYTES + CHUNK_BYTES + data];
    System.arraycopy(picture.bytes(), 0, file, 0, RIFF_BYTES);
    int riff = file.length - CHUNK_BYTES;
    for (int i = 0; i < 4; i++) {
      file[4 + i] = (byte) (riff >> (8 * i));
    }
    System.arraycopy(
        picture.bytes(),
        stream.start() - CHUNK_BYTES,
        file,
        RIFF_BYTES,
        CHUNK_BYTES + stream.length());
    return picture.with(file);
  }

  private static int littleEndian24(EncodedPicture picture, int offset) {
    return picture.littleEndian16(offset) | picture.unsignedByte(offset + 2) << 16;
  }

  private static ImageFormatException cutOff(EncodedPicture picture) {
    return picture.refusal(
        "a WebP file without a picture in it; it is cut off or damaged, so get it again from where it came"
            + " from.");
  }
}
