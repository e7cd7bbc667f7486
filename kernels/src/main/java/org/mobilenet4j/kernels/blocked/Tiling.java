package org.mobilenet4j.kernels.blocked;

/** How a row of pixels is cut into tiles, and output channels into panels. */
final class Tiling {
  /** Vectors of a full panel where the processor has 32 vector registers; 2 where it has 16. */
  private static final int WIDE = 3;

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
   * The number of pixels to a tile that computes a row soonest: a row need not be a multiple of it,
   * but what is left over costs nearly as much as a whole tile when it is short.
   */
  int pixels(int row, int vectors) {
    int best = 1;
    double bestCycles = Double.MAX_VALUE;
    for (int pixels = 1; fits(pixels, vectors); pixels++) {
      int tiles = row / pixels;
      double cycles = tiles * cycles(pixels, vectors) + cycles(row % pixels, vectors);
      if (cycles <= bestCycles) {
        bestCycles = cycles;
        best = pixels;
      }
    }
    return best;
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
    return Math.max(work, 4) + 0.25;
  }
}
