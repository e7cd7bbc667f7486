package org.mobilenet4j.benchmarks.onnx;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A protocol buffers message that grows field by field.
 *
 * <p>A message inside another is taken over by reference, so that weights lie in memory once.
 */
final class Message {
  private final List<byte[]> parts = new ArrayList<>();
  private long size;

  /** What writes one field. */
  private interface Field {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  Message integer(int field, long value) {
    return add(
        CodedOutputStream.computeInt64Size(field, value), out -> out.writeInt64(field, value));
  }

  Message real(int field, float value) {
    return add(
        CodedOutputStream.computeFloatSize(field, value), out -> out.writeFloat(field, value));
  }

  Message text(int field, String value) {
    return add(
        CodedOutputStream.computeStringSize(field, value), out -> out.writeString(field, value));
  }

  Message bytes(int field, byte[] value) {
    prefix(field, value.length);
    return add(value);
  }

  /** Adds what the other message holds now; fields it is given later do not follow. */
  Message message(int field, Message other) {
    prefix(field, Math.toIntExact(other.size));
    other.parts.forEach(this::add);
    return this;
  }

  void writeTo(OutputStream out) throws IOException {
    for (byte[] part : parts) {
      out.write(part);
    }
  }

  private void prefix(int field, int length) {
    int lengthDelimited = 2; // the wire type of strings, bytes and messages
    int tag = field << 3 | lengthDelimited;
    add(
        CodedOutputStream.computeUInt32SizeNoTag(tag)
            + CodedOutputStream.computeUInt32SizeNoTag(length),
        out -> {
          out.writeUInt32NoTag(tag);
          out.writeUInt32NoTag(length);
        });
  }

  private Message add(int length, Field field) {
    byte[] part = new byte[length];
    CodedOutputStream out = CodedOutputStream.newInstance(part);
    try {
      field.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.checkNoSpaceLeft();
    return add(part);
  }

  private Message add(byte[] part) {
    parts.add(part);
    size += part.length;
    return this;
  }
}
