package org.mobilenet4j.vision.image;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.OptionalInt;
import org.mobilenet4j.network.Extent;

/**
 * What a JPEG's segments say, found in one pass over the file before anything is decoded.
 *
 * <p>Source: ITU-T T.81, annex B; Adobe's marker: Adobe technical note 5116, section 18.
 */
final class JpegSegments {
  private static final int START_OF_IMAGE = 0xD8;
  private static final int END_OF_IMAGE = 0xD9;
  private static final int START_OF_SCAN = 0xDA;
  private static final int NUMBER_OF_LINES = 0xDC;
  private static final int EXIF_SEGMENT = 0xE1;
  private static final int ADOBE_SEGMENT = 0xEE;

  // Every scan of a progressive picture goes over all of its coefficients, so a small file of
  // thousands of scans would be decoded for hours. Encoders write about ten.
  private static final int MOST_SCANS = 200;

  // Twenty scans of a picture of a hundred megapixels; some ten seconds of decoding.
  private static final long MOST_SCANNED_PIXELS = 2_000_000_000;

  private final EncodedPicture picture;
  private final ByteArrayOutputStream tidied;
  private int frameOffset = -1;
  private int tidiedFrameOffset = -1;
  private int numberOfLines;
  private int scans;
  private boolean progressive;
  private boolean jfif;
  private OptionalInt adobeTransform = OptionalInt.empty();
  private Orientation orientation = Orientation.UPRIGHT;

  private JpegSegments(EncodedPicture picture) {
    this.picture = picture;
    this.tidied = new ByteArrayOutputStream(picture.length());
  }

  static JpegSegments of(EncodedPicture picture) {
    JpegSegments segments = new JpegSegments(picture);
    segments.scan();
    return segments;
  }

  private void scan() {
    byte[] bytes = picture.bytes();
    if (bytes.length < 2) {
      throw cutOff();
    }
    tidied.write(bytes, 0, 2);
    int position = 2;
    while (true) {
      while (position < bytes.length && bytes[position] != (byte) 0xFF) {
        position++; // What lies between segments means nothing; decoders skip it.
      }
      while (position < bytes.length && bytes[position] == (byte) 0xFF) {
        position++;
      }
      if (position >= bytes.length) {
        break;
      }
      int marker = picture.unsignedByte(position++);
      if (marker == END_OF_IMAGE) {
        break;
      }
      if (marker == 0 || marker == 1 || (marker >= 0xD0 && marker <= START_OF_IMAGE)) {
        continue; // These stand alone.
      }
      if (position + 2 > bytes.length) {
        throw cutOff();
      }
      int end = position + picture.bigEndian16(position);
      if (end < position + 2 || end > bytes.length) {
        throw cutOff();
      }
      segment(marker, position + 2, end);
      if (marker < 0xE0 && marker != NUMBER_OF_LINES) { // neither application data nor comments
        tidied.write(0xFF);
        tidied.write(marker);
        tidied.write(bytes, position, end - position);
      }
      position = end;
      if (marker == START_OF_SCAN) {
        position = endOfScan(end);
        tidied.write(bytes, end, position - end);
      }
    }
    if (frameOffset < 0 || scans == 0) {
      throw cutOff();
    }
    // A file that ends without its last marker is left as it is, so that the decoder sees it cut
    // off.
    if (position < bytes.length || endsWithEndOfImage(bytes)) {
      tidied.write(0xFF);
      tidied.write(END_OF_IMAGE);
    }
  }

  private static boolean endsWithEndOfImage(byte[] bytes) {
    return bytes[bytes.length - 2] == (byte) 0xFF && bytes[bytes.length - 1] == (byte) END_OF_IMAGE;
  }

  private void segment(int marker, int body, int end) {
    if (isFrame(marker)) {
      frame(marker, body, end);
      return;
    }
    switch (marker) {
      case START_OF_SCAN -> {
        if (frameOffset < 0) {
          throw picture.refusal("a scan before the frame header, so the JPEG file is damaged.");
        }
        if (++scans > MOST_SCANS) {
          throw picture.refusal(
              "a JPEG file of more than %d scans; open it in a picture editor and save it again."
                  .formatted(MOST_SCANS));
        }
      }
      case NUMBER_OF_LINES -> numberOfLines = end - body >= 2 ? picture.bigEndian16(body) : 0;
      case 0xE0 -> jfif |= startsWith(body, end, "JFIF\0");
      case EXIF_SEGMENT -> {
        if (startsWith(body, end, "Exif\0\0")) {
          orientation = ExifOrientation.find(Arrays.copyOfRange(picture.bytes(), body + 6, end));
        }
      }
      case ADOBE_SEGMENT -> {
        if (startsWith(body, end, "Adobe") && end - body >= 12) {
          adobeTransform = OptionalInt.of(picture.unsignedByte(body + 11));
        }
      }
      default -> {} // tables and application data that say nothing about size or colours
    }
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private void frame(int marker, int body, int end) {
    if (marker > 0xC2) {
      throw picture.refusal(
          "a JPEG file with %s compression; baseline and progressive are read, so save it as one of these."
              .formatted(
                  marker == 0xC3 || marker == 0xC7 || marker == 0xCB || marker == 0xCF
                      ? "lossless"
                      : marker > 0xC8 ? "arithmetic" : "hierarchical"));
    }
    if (frameOffset >= 0) {
      throw picture.refusal("a JPEG file with two frame headers, so it is damaged.");
    }
    if (end - body < 6 || end - body < 6 + 3 * picture.unsignedByte(body + 5)) {
      throw cutOff();
    }
    if (picture.unsignedByte(body) != 8) {
      throw picture.refusal(
          "a JPEG file of %d bits a sample; 8 are read, so save it as an 8-bit picture."
              .formatted(picture.unsignedByte(body)));
    }
    progressive = marker == 0xC2;
    frameOffset = body;
    tidiedFrameOffset = tidied.size() + 4;
  }

  /** Where the next marker begins that is no restart marker. */
  private int endOfScan(int start) {
    byte[] bytes = picture.bytes();
    for (int i = start; i + 1 < bytes.length; i++) {
      if (bytes[i] == (byte) 0xFF) {
        int marker = picture.unsignedByte(i + 1);
        if (marker != 0 && marker != 0xFF && (marker < 0xD0 || marker > 0xD7)) {
          return i;
        }
      }
    }
    return bytes.length;
  }

  private boolean startsWith(int from, int end, String ascii) {
    if (end - from < ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (picture.unsignedByte(from + i) != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private ImageFormatException cutOff() {
    return picture.refusal(
        "a JPEG file that is cut off or damaged; get it again from where it came from.");
  }

  int width() {
    return picture.bigEndian16(frameOffset + 3);
  }

  /** Rows; a frame header may leave them to a segment after the first scan. */
  int height() {
    int height = picture.bigEndian16(frameOffset + 1);
    return height == 0 ? numberOfLines : height;
  }

  int components() {
    return picture.unsignedByte(frameOffset + 5);
  }

  private int componentId(int index) {
    return picture.unsignedByte(frameOffset + 6 + 3 * index);
  }

  /** Refuses a picture of so many scans that decoding it would take minutes. */
  void requireEndurableScans(Extent extent) {
    if (scans > MOST_SCANNED_PIXELS / extent.area()) {
      throw picture.refusal(
          ("a JPEG file of %d scans, each over %d pixels in width and %d in height; open it in a picture"
                  + " editor and save it again.")
              .formatted(scans, extent.width(), extent.height()));
    }
  }

  /**
   * Bytes of memory that the decoder needs for each pixel before it gives the first: all
   * coefficients, two bytes each, of a picture that comes in several scans.
   */
  int coefficientBytesPerPixel() {
    return progressive || scans > 1 ? Short.BYTES * components() : 0;
  }

  Orientation orientation() {
    return orientation;
  }

  /**
   * How the samples are meant, by the rules of the IJG's library, which every other reader follows.
   */
  JpegColours colours() {
    return switch (components()) {
      case 1 -> JpegColours.GREY;
      case 3 -> threeComponents();
      case 4 ->
          adobeTransform.isPresent() && adobeTransform.getAsInt() != 0
              ? JpegColours.YCCK
              : JpegColours.CMYK;
      default ->
          throw picture.refusal(
              "a JPEG file of %d colour components; 1 (grey), 3 (colour) and 4 (CMYK) are read."
                  .formatted(components()));
    };
  }

  private JpegColours threeComponents() {
    boolean namedRgb = componentId(0) == 'R' && componentId(1) == 'G' && componentId(2) == 'B';
    boolean rgb = adobeTransform.isPresent() ? adobeTransform.getAsInt() == 0 : namedRgb;
    return rgb && !jfif ? JpegColours.RGB : JpegColours.YCBCR;
  }

  /** The file without application data and comments, and with its height in the frame header. */
  byte[] tidied() {
    byte[] bytes = tidied.toByteArray();
    bytes[tidiedFrameOffset + 1] = (byte) (height() >> 8);
    bytes[tidiedFrameOffset + 2] = (byte) height();
    return bytes;
  }
}
