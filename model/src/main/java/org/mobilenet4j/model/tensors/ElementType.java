package org.mobilenet4j.model.tensors;

import java.util.Arrays;
import java.util.Optional;

/** How a number is stored in a file of tensors, under the names of the safetensors format. */
public enum ElementType {
  /** One byte, 0 or 1. */
  BOOL(1),
  /** One byte without sign. */
  U8(1),
  /** One byte with sign. */
  I8(1),
  /** Eight bits of floating point, five of them exponent. */
  F8_E5M2(1),
  /** Eight bits of floating point, four of them exponent. */
  F8_E4M3(1),
  /** Two bytes with sign. */
  I16(2),
  /** Two bytes without sign. */
  U16(2),
  /** IEEE half precision. */
  F16(2),
  /** The upper half of a single. */
  BF16(2),
  /** Four bytes with sign. */
  I32(4),
  /** Four bytes without sign. */
  U32(4),
  /** IEEE single precision. */
  F32(4),
  /** IEEE double precision. */
  F64(8),
  /** Eight bytes with sign. */
  I64(8),
  /** Eight bytes without sign. */
  U64(8);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /**
   * @param name as a safetensors header writes it
   * @return the type of that name, if there is one
   */
  public static Optional<ElementType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /**
   * @return bytes an element
   */
  public int bytes() {
    return bytes;
  }

  /**
   * @return whether {@link TensorFile#load} can read such a tensor
   */
  public boolean isLoadable() {
    return switch (this) {
      case F16, BF16, F32, F64 -> true;
      case BOOL, U8, I8, F8_E5M2, F8_E4M3, I16, U16, I32, U32, I64, U64 -> false;
    };
  }
}
