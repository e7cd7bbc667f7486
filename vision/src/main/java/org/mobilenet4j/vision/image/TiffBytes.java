package org.mobilenet4j.vision.image;

/**
 * Numbers in the byte order that a TIFF header names; every access is within the bytes or an error.
 */
final class TiffBytes {
  private final byte[] bytes;
  private final boolean littleEndian;

  TiffBytes(byte[] bytes) {
    this.bytes = bytes;
    this.littleEndian = bytes.length > 0 && bytes[0] == 'I';
  }

  /** Whether the first eight bytes are those of a TIFF file. */
  boolean hasHeader() {
    return holds(0, 8)
        && bytes[0] == bytes[1]
        && (bytes[0] == 'I' || bytes[0] == 'M')
        && unsigned16(2) == 42;
  }

  /** Whether {@code count} bytes from {@code offset} on lie inside. */
  boolean holds(long offset, long count) {
    return offset >= 0 && count >= 0 && offset <= bytes.length - count;
  }

  int unsigned16(long offset) {
    int first = bytes[(int) offset] & 0xFF;
    int second = bytes[(int) offset + 1] & 0xFF;
    return littleEndian ? first | second << 8 : first << 8 | second;
  }

  long unsigned32(long offset) {
    long first = unsigned16(offset);
    long second = unsigned16(offset + 2);
    return littleEndian ? first | second << 16 : first << 16 | second;
  }
}
