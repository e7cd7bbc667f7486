package org.mobilenet4j.kernels.blocked;

/** How a row of pixels is cut into tiles, and output channels into panels. */
final class Tiling {
  /** Vectors of a full panel where the processor has 32 vector registers; 2 where it has 16. */
  private static final int WIDE = 3;

  /** Cycles from a multiply-add to the next of the same sum. */
  private static final double LATENCY = 4;

  /** How much slower may be what saves a kernel. */
  private static final double WORTH_A_KERNEL = 1.05;

  private final int registers;

  /**
   * @param registers vector registers of the processor: 16 or 32
   */
  Tiling(int registers) {
    this.registers = registers;
  }

  /** Vectors of a full panel. */
  int panelVectors() {
    return registers >= 32 ? WIDE : 2;
  }

  /**
   * The number of pixels to a tile that computes a row soonest. A row need not be a multiple of it:
   * the last tile is moved back to end with the row, so that some pixels are computed twice, or a
   * smaller one computes the rest.
   */
  int pixels(int row, int vectors) {
    int best = 1;
    double bestCycles = Double.MAX_VALUE;
    for (int pixels = 1; pixels <= row && fits(pixels, vectors); pixels++) {
      double cycles =
          needsRest(row, pixels, vectors)
              ? WORTH_A_KERNEL * cyclesWithRest(row, pixels, vectors)
              : cyclesMovedBack(row, pixels, vectors);
      if (cycles <= bestCycles) {
        bestCycles = cycles;
        best = pixels;
      }
    }
    return best;
  }

  /** Whether what is left of a row gets a kernel of its own: each costs the JVM time to compile. */
  boolean needsRest(int row, int pixels, int vectors) {
    return row % pixels != 0
        && (row < pixels
            || cyclesMovedBack(row, pixels, vectors)
                > WORTH_A_KERNEL * cyclesWithRest(row, pixels, vectors));
  }

  private static double cyclesMovedBack(int row, int pixels, int vectors) {
    int tiles = (row + pixels - 1) / pixels;
    return tiles * cycles(pixels, vectors);
  }

  private static double cyclesWithRest(int row, int pixels, int vectors) {
    int tiles = row / pixels;
    return tiles * cycles(pixels, vectors) + cycles(row % pixels, vectors);
  }

  /** Sums, weights, the broadcast input and one register that C2 likes to have to itself. */
  private boolean fits(int pixels, int vectors) {
    return pixels <= 8 && pixels * vectors + vectors + 2 <= registers;
  }

  /**
   * Cycles of one step of the sum, roughly: a multiply-add a cycle, or two loads, or the time that
   * a multiply-add takes to be ready for the next.
   */
  private static double cycles(int pixels, int vectors) {
    if (pixels == 0) {
      return 0;
    }
    double work = Math.max(pixels * vectors, pixels + vectors) / 2.0;
    return work > LATENCY ? work + 0.25 : LATENCY + 0.5;
  }
}
