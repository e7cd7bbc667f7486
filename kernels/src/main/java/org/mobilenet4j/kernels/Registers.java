package org.mobilenet4j.kernels;

import java.util.Locale;

/** How many vector registers a processor has; it decides how large a tile may be. */
enum Registers {
  /** SSE, AVX and AVX2. */
  SIXTEEN,
  /** AVX-512 and ARM. */
  THIRTY_TWO;

  /** What the processor has when it is used with vectors of this width. */
  static Registers of(int vectorBits) {
    String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return vectorBits == 512 || architecture.equals("aarch64") ? THIRTY_TWO : SIXTEEN;
  }

  /** A number of registers that a caller asks for. */
  static Registers ofCount(int count) {
    return switch (count) {
      case 16 -> SIXTEEN;
      case 32 -> THIRTY_TWO;
      default ->
          throw new IllegalArgumentException(
              "%d vector registers; expected 16 or 32.".formatted(count));
    };
  }
}
