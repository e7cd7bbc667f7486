package org.mobilenet4j.benchmarks.tflite;

import com.google.flatbuffers.FlatBufferBuilder;

/**
 * One field of an operator's options.
 *
 * @param slot its place in the table
 * @param value a small number, an enumeration's or a truth value
 * @param kind how it is stored
 */
record Option(int slot, int value, Kind kind) {
  /** How a field is stored. */
  enum Kind {
    INT,
    BYTE
  }

  static Option integer(int slot, int value) {
    return new Option(slot, value, Kind.INT);
  }

  /** An enumeration's value, or a truth value as 0 or 1. */
  static Option small(int slot, int value) {
    return new Option(slot, value, Kind.BYTE);
  }

  /** Adds the field to the table that is open; zeros are written too, whatever the default is. */
  void addTo(FlatBufferBuilder builder) {
    switch (kind) {
      case INT -> builder.addInt(value);
      case BYTE -> builder.addByte((byte) value);
    }
    builder.slot(slot);
  }
}
