package org.mobilenet4j.vision.image;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The first directory of a TIFF file: what its tags say, and the file with only the tags that
 * pixels need.
 *
 * <p>Every value is checked to lie inside the file; sub-directories, further pages, profiles and
 * private tags are left out, so that a decoder never follows them.
 *
 * <p>Source: TIFF 6.0, section 2 and appendix A.
 */
final class TiffDirectory {
  static final int WIDTH = 256;
  static final int HEIGHT = 257;
  static final int BITS_PER_SAMPLE = 258;
  static final int COMPRESSION = 259;
  static final int PHOTOMETRIC = 262;
  static final int STRIP_OFFSETS = 273;
  static final int ORIENTATION = 274;
  static final int SAMPLES_PER_PIXEL = 277;
  static final int STRIP_LENGTHS = 279;
  static final int COLOUR_MAP = 320;
  static final int TILE_WIDTH = 322;
  static final int TILE_HEIGHT = 323;
  static final int TILE_OFFSETS = 324;
  static final int TILE_LENGTHS = 325;
  static final int SAMPLE_FORMAT = 339;

  // Sizes, layout, predictor, palette, JPEG tables and luminance: all that the pixels depend on.
  private static final Set<Integer> NEEDED =
      Set.of(
          256, 257, 258, 259, 262, 266, 273, 277, 278, 279, 284, 292, 293, 317, 320, 322, 323, 324,
          325, 332, 338, 339, 347, 512, 513, 514, 515, 519, 520, 521, 529, 530, 531, 532);

  /** Bytes of a value by its type, from 1 (BYTE) to 12 (DOUBLE). */
  private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

  private static final int ENTRY_BYTES = 12;

  private record Entry(int type, int count, long valueOffset, long position) {}

  private final EncodedPicture picture;
  private final TiffBytes tiff;
  private final Map<Integer, Entry> entries = new LinkedHashMap<>();

  private TiffDirectory(EncodedPicture picture) {
    this.picture = picture;
    this.tiff = new TiffBytes(picture.bytes());
  }

  static TiffDirectory first(EncodedPicture picture) {
    TiffDirectory directory = new TiffDirectory(picture);
    directory.readEntries();
    return directory;
  }

  private void readEntries() {
    if (!tiff.hasHeader() || !tiff.holds(tiff.unsigned32(4), 2)) {
      throw damaged("has no directory");
    }
    long start = tiff.unsigned32(4);
    int count = tiff.unsigned16(start);
    if (!tiff.holds(start + 2, (long) count * ENTRY_BYTES)) {
      throw damaged("has a directory that goes beyond its end");
    }
    for (int i = 0; i < count; i++) {
      long position = start + 2 + (long) i * ENTRY_BYTES;
      int tag = tiff.unsigned16(position);
      if (NEEDED.contains(tag) || tag == ORIENTATION) {
        entries.putIfAbsent(tag, entry(tag, position));
      }
    }
  }

  private Entry entry(int tag, long position) {
    int type = tiff.unsigned16(position + 2);
    long count = tiff.unsigned32(position + 4);
    if (type < 1 || type >= TYPE_BYTES.length || count < 1) {
      throw damaged("has a tag %d of type %d with %d values".formatted(tag, type, count));
    }
    long bytes = count * TYPE_BYTES[type];
    long offset = bytes <= 4 ? position + 8 : tiff.unsigned32(position + 8);
    if (!tiff.holds(offset, bytes)) {
      throw damaged("has a tag %d whose values go beyond its end".formatted(tag));
    }
    return new Entry(type, (int) count, offset, position);
  }

  private ImageFormatException damaged(String how) {
    return picture.refusal(
        "a TIFF file that %s; open it in a picture editor and save it again.".formatted(how));
  }

  boolean has(int tag) {
    return entries.containsKey(tag);
  }

  int count(int tag) {
    Entry entry = entries.get(tag);
    return entry == null ? 0 : entry.count();
  }

  /** The value of a tag at an index, or {@code otherwise} when the file has no such tag. */
  long value(int tag, int index, long otherwise) {
    Entry entry = entries.get(tag);
    if (entry == null) {
      return otherwise;
    }
    if (index >= entry.count()) {
      throw damaged("has only %d values in tag %d".formatted(entry.count(), tag));
    }
    return switch (entry.type()) {
      case 1 -> picture.unsignedByte(Math.toIntExact(entry.valueOffset() + index));
      case 3 -> tiff.unsigned16(entry.valueOffset() + 2L * index);
      case 4 -> tiff.unsigned32(entry.valueOffset() + 4L * index);
      default -> throw damaged("has a tag %d of type %d".formatted(tag, entry.type()));
    };
  }

  /** The largest value of a tag, or {@code otherwise} when the file has no such tag. */
  long largest(int tag, long otherwise) {
    long largest = value(tag, 0, otherwise);
    for (int i = 1; i < count(tag); i++) {
      largest = Math.max(largest, value(tag, i, otherwise));
    }
    return largest;
  }

  /** The same file, whose only directory is a new one at its end with the needed tags alone. */
  byte[] tidied() {
    byte[] from = picture.bytes();
    int start = from.length + (from.length & 1); // a directory begins on a word
    byte[] to = new byte[start + 2 + entries.size() * ENTRY_BYTES + 4];
    System.arraycopy(from, 0, to, 0, from.length);
    boolean littleEndian = from[0] == 'I';
    for (int i = 0; i < 4; i++) {
      to[4 + i] = (byte) (start >> (littleEndian ? 8 * i : 24 - 8 * i));
    }
    int kept = 0;
    for (Map.Entry<Integer, Entry> entry : entries.entrySet()) {
      if (NEEDED.contains(entry.getKey())) {
        int position = start + 2 + kept++ * ENTRY_BYTES;
        System.arraycopy(from, (int) entry.getValue().position(), to, position, ENTRY_BYTES);
      }
    }
    to[start + (littleEndian ? 0 : 1)] = (byte) kept;
    return to;
  }
}
