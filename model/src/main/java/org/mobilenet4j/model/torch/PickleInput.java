package org.mobilenet4j.model.torch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.mobilenet4j.model.ModelFormatException;

/** The bytes of a pickle, read from front to back and never beyond their end. */
final class PickleInput {
  private final ByteBuffer bytes;
  private final String source;

  PickleInput(byte[] pickle, String source) {
    this.bytes = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    this.source = source;
  }

  int position() {
    return bytes.position();
  }

  int unsignedByte() {
    return need(1).get() & 0xff;
  }

  int unsignedShort() {
    return need(2).getShort() & 0xffff;
  }

  int signedInt() {
    return need(4).getInt();
  }

  /** A length of four bytes without sign. */
  long unsignedInt() {
    return need(4).getInt() & 0xffff_ffffL;
  }

  /** A length of eight bytes; those beyond 2^63 come out negative. */
  long longLength() {
    return need(8).getLong();
  }

  /** A double, which pickles keep big endian. */
  double real() {
    return Double.longBitsToDouble(Long.reverseBytes(need(8).getLong()));
  }

  /** A whole number in two's complement of the given length. */
  long whole(long length) {
    if (length < 0 || length > 8) {
      throw refusal("a whole number of %d bytes; expected at most 8".formatted(length));
    }
    need(length);
    long value = 0;
    for (int i = 0; i < length; i++) {
      value |= (bytes.get() & 0xffL) << (8 * i);
    }
    int unused = 64 - 8 * (int) length;
    return length == 0 ? 0 : value << unused >> unused;
  }

  String text(long length) {
    need(length);
    ByteBuffer slice = bytes.slice(bytes.position(), (int) length);
    bytes.position(bytes.position() + (int) length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(slice).toString();
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(
          "%s: the pickle has a text at byte %d that is no UTF-8; the file is damaged."
              .formatted(source, bytes.position() - length),
          e);
    }
  }

  /** A text up to the next line feed, which is taken off. */
  String line() {
    int start = bytes.position();
    while (need(1).get() != '\n') {
      if (bytes.position() - start > 1000) {
        throw refusal("a name of more than 1000 bytes");
      }
    }
    byte[] line = new byte[bytes.position() - start - 1];
    bytes.get(start, line);
    return new String(line, StandardCharsets.UTF_8);
  }

  ModelFormatException refusal(String found) {
    return new ModelFormatException(
        "%s: the pickle has %s, near byte %d; the file is damaged or no plain checkpoint of tensors."
            .formatted(source, found, bytes.position()));
  }

  private ByteBuffer need(long length) {
    if (length < 0 || length > bytes.remaining()) {
      throw new ModelFormatException(
          "%s: the pickle ends at byte %d, where %s more bytes are expected; the file is truncated or damaged."
              .formatted(source, bytes.limit(), Long.toUnsignedString(length)));
    }
    return bytes;
  }
}
