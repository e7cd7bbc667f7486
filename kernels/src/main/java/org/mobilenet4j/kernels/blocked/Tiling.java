package org.mobilenet4j.kernels.blocked;

import java.util.ArrayList;
import java.util.List;

/** How a row of pixels is cut into tiles, and output channels into panels. */
final class Tiling {
  /** Vectors of a full panel where the processor has 32 vector registers. */
  private static final int WIDE = 3;

  /** Vectors of a full panel where it has 16. */
  private static final int NARROW = 2;

  /** Pixels of a tile at most. */
  static final int MOST_PIXELS = 8;

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

  /**
   * Cuts output channels into panels: as many full ones as can be, but none of a single vector
   * where its neighbour can share or take it in (a panel of one waits for loads), and half vectors
   * where the channels end in the middle of a block.
   *
   * @param columns output channels
   * @param lanes channels of a block
   * @return panels that hold all channels, in order
   */
  List<Panel> panels(int columns, int lanes) {
    int full = registers >= 32 ? WIDE : NARROW;
    int vectors = (columns + lanes - 1) / lanes;
    boolean half = lanes == 16 && full == 3 && columns % 16 == 8 && columns >= 24;
    if (half) {
      vectors -= 2; // three half vectors end in the middle of a block
    }
    List<Panel> panels = new ArrayList<>();
    for (int left = vectors; left > 0; ) {
      int take = Math.min(left, full);
      if (left == full + 1) {
        take = full == 3 ? 2 : full + 1;
      }
      panels.add(new Panel(take, lanes));
      left -= take;
    }
    if (half) {
      panels.add(new Panel(3, 8));
    }
    return panels;
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
    return pixels <= MOST_PIXELS && pixels * vectors + vectors + 2 <= registers;
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
