package org.mobilenet4j.model.torch;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The operations of Python's pickle machine, protocols 0 to 5, under the names of {@code
 * pickletools}: first those that a checkpoint needs, then those that are known only to be refused
 * by name.
 */
enum PickleOpcode {
  BININT(0x4a),
  BININT1(0x4b),
  BININT2(0x4d),
  LONG1(0x8a),
  LONG4(0x8b),
  NONE(0x4e),
  NEWTRUE(0x88),
  NEWFALSE(0x89),
  SHORT_BINUNICODE(0x8c),
  BINUNICODE(0x58),
  BINUNICODE8(0x8d),
  BINFLOAT(0x47),
  EMPTY_LIST(0x5d),
  APPEND(0x61),
  APPENDS(0x65),
  EMPTY_TUPLE(0x29),
  TUPLE(0x74),
  TUPLE1(0x85),
  TUPLE2(0x86),
  TUPLE3(0x87),
  EMPTY_DICT(0x7d),
  SETITEM(0x73),
  SETITEMS(0x75),
  MARK(0x28),
  BINGET(0x68),
  LONG_BINGET(0x6a),
  BINPUT(0x71),
  LONG_BINPUT(0x72),
  MEMOIZE(0x94),
  GLOBAL(0x63),
  STACK_GLOBAL(0x93),
  REDUCE(0x52),
  BUILD(0x62),
  PROTO(0x80),
  STOP(0x2e),
  FRAME(0x95),
  BINPERSID(0x51),

  INT(0x49),
  LONG(0x4c),
  STRING(0x53),
  BINSTRING(0x54),
  SHORT_BINSTRING(0x55),
  BINBYTES(0x42),
  SHORT_BINBYTES(0x43),
  BINBYTES8(0x8e),
  BYTEARRAY8(0x96),
  NEXT_BUFFER(0x97),
  READONLY_BUFFER(0x98),
  UNICODE(0x56),
  FLOAT(0x46),
  LIST(0x6c),
  DICT(0x64),
  EMPTY_SET(0x8f),
  ADDITEMS(0x90),
  FROZENSET(0x91),
  POP(0x30),
  DUP(0x32),
  POP_MARK(0x31),
  GET(0x67),
  PUT(0x70),
  EXT1(0x82),
  EXT2(0x83),
  EXT4(0x84),
  INST(0x69),
  OBJ(0x6f),
  NEWOBJ(0x81),
  NEWOBJ_EX(0x92),
  PERSID(0x50);

  private static final @Nullable PickleOpcode[] BY_CODE = new PickleOpcode[256];

  static {
    for (PickleOpcode opcode : values()) {
      BY_CODE[opcode.code] = opcode;
    }
  }

  private final int code;

  PickleOpcode(int code) {
    this.code = code;
  }

  /**
   * @param code a byte of a pickle, 0 to 255
   * @return the operation of that code, if there is one
   */
  static Optional<PickleOpcode> of(int code) {
    return Optional.ofNullable(BY_CODE[code]);
  }
}
