package org.mobilenet4j.model.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Arrays;
import org.mobilenet4j.model.InsufficientMemoryException;
import org.mobilenet4j.model.ModelFormatException;

/**
 * Numbers of a repeated field, packed or one by one. Room grows with what was read, never with what
 * the file claims.
 */
final class NumberList {
  private static final int LARGE = 1 << 20;

  private final String file;
  private float[] reals = new float[0];
  private long[] wholes = new long[0];
  private int realCount;
  private int wholeCount;

  NumberList(String file) {
    this.file = file;
  }

  float[] reals() {
    requireRoom(realCount, Float.BYTES);
    return Arrays.copyOf(reals, realCount);
  }

  long[] wholes() {
    requireRoom(wholeCount, Long.BYTES);
    return Arrays.copyOf(wholes, wholeCount);
  }

  void floats(CodedInputStream in, int tag) throws IOException {
    each(in, tag, () -> add(in.readFloat()));
  }

  void int64s(CodedInputStream in, int tag) throws IOException {
    each(in, tag, () -> add(in.readInt64()));
  }

  void doubles(CodedInputStream in, int tag) throws IOException {
    each(in, tag, () -> add((float) in.readDouble()));
  }

  private void add(float value) {
    if (realCount == reals.length) {
      reals = Arrays.copyOf(reals, room(realCount, Float.BYTES));
    }
    reals[realCount++] = value;
  }

  private void add(long value) {
    if (wholeCount == wholes.length) {
      wholes = Arrays.copyOf(wholes, room(wholeCount, Long.BYTES));
    }
    wholes[wholeCount++] = value;
  }

  /** One byte of a file may become a whole number of eight. */
  private void requireRoom(int count, int bytes) {
    if (count > LARGE) {
      InsufficientMemoryException.requireRoom((long) count * bytes, "A list in " + file);
    }
  }

  private int room(int count, int bytes) {
    if (count > Integer.MAX_VALUE / 4) {
      throw new ModelFormatException("%s holds a list of too many numbers.".formatted(file));
    }
    requireRoom(2 * count, bytes);
    return Math.max(8, 2 * count);
  }

  /** Reads one number. */
  @FunctionalInterface
  private interface Element {
    void read() throws IOException;
  }

  private static void each(CodedInputStream in, int tag, Element element) throws IOException {
    if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      element.read();
      return;
    }
    int before = in.pushLimit(in.readRawVarint32());
    while (in.getBytesUntilLimit() > 0) {
      element.read();
    }
    in.popLimit(before);
  }
}
