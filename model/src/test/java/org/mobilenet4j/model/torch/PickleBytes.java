package org.mobilenet4j.model.torch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a pickle opcode by opcode. */
final class PickleBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  PickleBytes() {
    raw(0x80, 2);
  }

  PickleBytes raw(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  PickleBytes op(PickleOpcode... opcodes) {
    for (PickleOpcode opcode : opcodes) {
      for (int code = 0; code < 256; code++) {
        if (PickleOpcode.of(code).equals(java.util.Optional.of(opcode))) {
          out.write(code);
        }
      }
    }
    return this;
  }

  PickleBytes repeat(int times, PickleBytes other) {
    byte[] body = java.util.Arrays.copyOfRange(other.out.toByteArray(), 2, other.out.size());
    for (int i = 0; i < times; i++) {
      out.writeBytes(body);
    }
    return this;
  }

  PickleBytes text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    op(PickleOpcode.BINUNICODE);
    return little(4, utf8.length).bytes(utf8);
  }

  PickleBytes whole(int number) {
    op(PickleOpcode.BININT);
    return little(4, number);
  }

  PickleBytes whole(long number) {
    op(PickleOpcode.LONG1).raw(8);
    return little(8, number);
  }

  PickleBytes global(String module, String attribute) {
    op(PickleOpcode.GLOBAL);
    return bytes((module + "\n" + attribute + "\n").getBytes(StandardCharsets.UTF_8));
  }

  PickleBytes little(int width, long number) {
    byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array();
    out.write(bytes, 0, width);
    return this;
  }

  PickleBytes bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** Torch's reference to the storage {@code data/0}. */
  PickleBytes storage(String type, long elements) {
    return op(PickleOpcode.MARK)
        .text("storage")
        .global("torch", type)
        .text("0")
        .text("cpu")
        .whole(elements)
        .op(PickleOpcode.TUPLE, PickleOpcode.BINPERSID);
  }

  PickleBytes wholes(long... numbers) {
    op(PickleOpcode.MARK);
    for (long number : numbers) {
      whole(number);
    }
    return op(PickleOpcode.TUPLE);
  }

  /** A tensor on the storage {@code data/0}. */
  PickleBytes tensor(String type, long elements, long offset, long[] sizes, long[] strides) {
    return global("torch._utils", "_rebuild_tensor_v2")
        .op(PickleOpcode.MARK)
        .storage(type, elements)
        .whole(offset)
        .wholes(sizes)
        .wholes(strides)
        .op(PickleOpcode.NEWFALSE)
        .global("collections", "OrderedDict")
        .op(PickleOpcode.EMPTY_TUPLE, PickleOpcode.REDUCE, PickleOpcode.TUPLE, PickleOpcode.REDUCE);
  }

  byte[] stop() {
    op(PickleOpcode.STOP);
    return out.toByteArray();
  }
}
