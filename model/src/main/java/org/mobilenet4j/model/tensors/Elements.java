package org.mobilenet4j.model.tensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.mobilenet4j.model.InsufficientMemoryException;
import org.mobilenet4j.model.ModelFormatException;

/** Turns stored floating-point numbers, little endian, into singles. */
public final class Elements {
  /** Where the bytes of a tensor come from. */
  @FunctionalInterface
  public interface Source {
    /**
     * Fills the buffer with the next bytes.
     *
     * @param buffer to be filled from its position to its limit
     * @throws IOException if there are not so many bytes left
     */
    void fill(ByteBuffer buffer) throws IOException;
  }

  private static final int CHUNK = 1 << 16;

  private Elements() {}

  /**
   * @param type how the numbers are stored; must be loadable
   * @param count how many there are
   * @param source their bytes
   * @param where what to call the tensor in a message
   * @return the numbers; doubles are rounded
   * @throws IOException if the source ends early
   * @throws ModelFormatException if a double is beyond single precision
   * @throws InsufficientMemoryException if the JVM has no room for the numbers
   */
  public static float[] read(ElementType type, int count, Source source, String where)
      throws IOException {
    InsufficientMemoryException.requireRoom((long) count * Float.BYTES, where);
    float[] values = new float[count];
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    int perChunk = CHUNK / type.bytes();
    for (int from = 0; from < count; from += perChunk) {
      int to = Math.min(count, from + perChunk);
      buffer.clear().limit((to - from) * type.bytes());
      source.fill(buffer);
      buffer.flip();
      convert(type, buffer, values, from, to, where);
    }
    return values;
  }

  private static void convert(
      ElementType type, ByteBuffer buffer, float[] values, int from, int to, String where) {
    switch (type) {
      case F32 -> buffer.asFloatBuffer().get(values, from, to - from);
      case F16 -> {
        for (int i = from; i < to; i++) {
          values[i] = Float.float16ToFloat(buffer.getShort());
        }
      }
      case BF16 -> {
        for (int i = from; i < to; i++) {
          values[i] = Float.intBitsToFloat(buffer.getShort() << 16);
        }
      }
      case F64 -> {
        for (int i = from; i < to; i++) {
          values[i] = narrow(buffer.getDouble(), i, where);
        }
      }
      case BOOL, U8, I8, F8_E5M2, F8_E4M3, I16, U16, I32, U32, I64, U64 ->
          throw new IllegalArgumentException("Numbers of type %s cannot be read.".formatted(type));
    }
  }

  private static float narrow(double value, int index, String where) {
    float single = (float) value;
    if (Float.isInfinite(single) && Double.isFinite(value)) {
      throw new ModelFormatException(
          "%s: element %d is %s, which is beyond single precision.".formatted(where, index, value));
    }
    return single;
  }
}
