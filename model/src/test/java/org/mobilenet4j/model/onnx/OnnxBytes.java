package org.mobilenet4j.model.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes ONNX's messages field by field, sound ones and such as lie. */
final class OnnxBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Writes to a stream of fields. */
  @FunctionalInterface
  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private OnnxBytes fields(Fields fields) {
    try {
      CodedOutputStream coded = CodedOutputStream.newInstance(out);
      fields.write(coded);
      coded.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  OnnxBytes whole(int field, long value) {
    return fields(coded -> coded.writeInt64(field, value));
  }

  OnnxBytes real(int field, float value) {
    return fields(coded -> coded.writeFloat(field, value));
  }

  OnnxBytes text(int field, String value) {
    return fields(coded -> coded.writeString(field, value));
  }

  OnnxBytes bytes(int field, byte[] value) {
    return fields(coded -> coded.writeBytes(field, ByteString.copyFrom(value)));
  }

  OnnxBytes message(int field, OnnxBytes value) {
    return bytes(field, value.done());
  }

  /** A field that claims a length and has none of it. */
  OnnxBytes claim(int field, long length) {
    return fields(coded -> {
      coded.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      coded.writeUInt64NoTag(length);
    });
  }

  OnnxBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  byte[] done() {
    return out.toByteArray();
  }

  // ModelProto and what it holds.

  /** A model of operator set 13 around a graph. */
  static byte[] model(OnnxBytes graph) {
    return new OnnxBytes()
        .whole(1, 8)
        .text(2, "test")
        .message(7, graph)
        .message(8, new OnnxBytes().text(1, "").whole(2, 13))
        .done();
  }

  /** The port x of [1, 3, 4, 4] and the port y. */
  static OnnxBytes graph() {
    return graph(1, 3, 4, 4);
  }

  static OnnxBytes graph(long... input) {
    return new OnnxBytes().message(11, port("x", input)).message(12, port("y", 1, 2));
  }

  static OnnxBytes port(String name, long... axes) {
    OnnxBytes shape = new OnnxBytes();
    for (long axis : axes) {
      shape.message(1, new OnnxBytes().whole(1, axis));
    }
    OnnxBytes tensor = new OnnxBytes().whole(1, 1).message(2, shape);
    return new OnnxBytes().text(1, name).message(2, new OnnxBytes().message(1, tensor));
  }

  OnnxBytes node(String operator, String inputs, String output, OnnxBytes... attributes) {
    OnnxBytes node = new OnnxBytes();
    if (!inputs.isEmpty()) {
      for (String input : inputs.split(" ", -1)) {
        node.text(1, input.equals("-") ? "" : input);
      }
    }
    node.text(2, output).text(3, output + " node").text(4, operator);
    for (OnnxBytes attribute : attributes) {
      node.message(5, attribute);
    }
    return message(1, node);
  }

  static OnnxBytes attribute(String name, long... values) {
    OnnxBytes attribute = new OnnxBytes().text(1, name).whole(20, 7);
    for (long value : values) {
      attribute.whole(8, value);
    }
    return attribute;
  }

  static OnnxBytes number(String name, long value) {
    return new OnnxBytes().text(1, name).whole(20, 2).whole(3, value);
  }

  static OnnxBytes real(String name, float value) {
    return new OnnxBytes().text(1, name).whole(20, 1).real(2, value);
  }

  OnnxBytes reals(String name, long[] dims, float... values) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      raw.putFloat(value);
    }
    return tensor(name, 1, dims, raw.array());
  }

  OnnxBytes wholes(String name, long... values) {
    ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      raw.putLong(value);
    }
    return tensor(name, 7, new long[] {values.length}, raw.array());
  }

  OnnxBytes tensor(String name, int type, long[] dims, byte[] raw) {
    OnnxBytes tensor = new OnnxBytes();
    for (long dim : dims) {
      tensor.whole(1, dim);
    }
    return message(5, tensor.whole(2, type).text(8, name).bytes(9, raw));
  }
}
