package org.mobilenet4j.vision.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** The bytes of one picture as they were stored, and the name by which errors speak of them. */
final class EncodedPicture {
  private final String name;
  private final byte[] bytes;

  EncodedPicture(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  /** The bytes themselves; callers only read. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return bytes.length;
  }

  int unsignedByte(int offset) {
    return bytes[offset] & 0xFF;
  }

  /** Two bytes, the higher one first. */
  int bigEndian16(int offset) {
    return unsignedByte(offset) << 8 | unsignedByte(offset + 1);
  }

  /** Four bytes, the highest first, as an unsigned number. */
  long bigEndian32(int offset) {
    return (long) bigEndian16(offset) << 16 | bigEndian16(offset + 2);
  }

  /** Two bytes, the lower one first. */
  int littleEndian16(int offset) {
    return unsignedByte(offset) | unsignedByte(offset + 1) << 8;
  }

  /** Four bytes, the lowest first, as an unsigned number. */
  long littleEndian32(int offset) {
    return littleEndian16(offset) | (long) littleEndian16(offset + 2) << 16;
  }

  /** Some bytes as letters. */
  String ascii(int offset, int length) {
    return new String(bytes, offset, length, ISO_8859_1);
  }

  /** Other bytes under the same name. */
  EncodedPicture with(byte[] others) {
    return new EncodedPicture(name, others);
  }

  /**
   * An exception to throw; {@code found} completes the sentence that begins with the picture's
   * name.
   */
  ImageFormatException refusal(String found) {
    return new ImageFormatException(name + ": " + found);
  }

  /** The same for something that another's decoder or the operating system reported. */
  ImageFormatException refusal(Throwable cause, String found) {
    return new ImageFormatException(name + ": " + found, cause);
  }
}
