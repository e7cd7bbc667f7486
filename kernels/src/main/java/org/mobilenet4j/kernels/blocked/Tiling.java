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

  /** Whole tiles that may be given up for smaller ones, and how many smaller ones there may be. */
  private static final int MOST_GIVEN_UP = 3;

  private static final int MOST_SMALLER = 4;

  /** How much slower may be what saves a kernel. */
  private static final double WORTH_A_KERNEL = 1.05;

  /**
   * The usual tile: it divides the rows of a picture of 224 pixels and of all its halves, so that a
   * network is done with few kernels. Rows that the largest tile divides, and this one does not,
   * are those of pictures of other sizes.
   */
  private static final int USUAL_PIXELS = 7;

  private final int registers;
  private final double latency;

  /**
   * @param registers vector registers of the processor: 16 or 32
   */
  Tiling(int registers) {
    this(registers, LATENCY);
  }

  private Tiling(int registers, double latency) {
    this.registers = registers;
    this.latency = latency;
  }

  /** For sums so short that the processor begins the next tile while it waits for those of one. */
  Tiling forShortSums() {
    return new Tiling(registers, 0);
  }

  /**
   * Cuts output channels into panels: as many full ones as can be, but none of a single vector
   * where its neighbour can share or take it in (a panel of one waits for loads).
   *
   * @param columns output channels
   * @param lanes channels of a block
   * @return panels that hold all channels, in order
   */
  List<Panel> panels(int columns, int lanes) {
    int full = registers >= 32 ? WIDE : NARROW;
    int vectors = (columns + lanes - 1) / lanes;
    List<Panel> panels = new ArrayList<>();
    for (int left = vectors; left > 0; ) {
      int take = Math.min(left, full);
      if (left == full + 1) {
        take = full == 3 ? 2 : full + 1;
      }
      panels.add(new Panel(take, lanes));
      left -= take;
    }
    return panels;
  }

  /**
   * How a row of pixels is cut.
   *
   * @param tiles whole tiles, from the beginning of the row
   * @param pixels of a smaller tile, of which all that is left is made; 0 if there is none
   * @param smaller how many of them
   * @param movedBack whether a last whole tile is moved back to end with the row, so that some
   *     pixels are computed twice
   * @param cycles of one step of the sum, all tiles together, roughly
   */
  record Cut(int tiles, int pixels, int smaller, boolean movedBack, double cycles) {}

  /**
   * The number of pixels to a tile that computes a row soonest, or the usual one where that is
   * hardly slower.
   *
   * @param row pixels of the row
   * @param vectors of the panel
   * @param mayMove whether pixels may be computed twice
   */
  int pixels(int row, int vectors, boolean mayMove) {
    int best = 1;
    for (int pixels = 2; pixels <= row && fits(pixels, vectors); pixels++) {
      if (worth(row, pixels, vectors, mayMove) <= worth(row, best, vectors, mayMove)) {
        best = pixels;
      }
    }
    boolean usualWillDo =
        row >= USUAL_PIXELS
            && fits(USUAL_PIXELS, vectors)
            && (row % USUAL_PIXELS == 0 || row % MOST_PIXELS != 0)
            && cut(row, USUAL_PIXELS, vectors, mayMove).smaller() == 0
            && worth(row, USUAL_PIXELS, vectors, mayMove)
                <= WORTH_A_KERNEL * worth(row, best, vectors, mayMove);
    return usualWillDo ? USUAL_PIXELS : best;
  }

  private double worth(int row, int pixels, int vectors, boolean mayMove) {
    return worth(cut(row, pixels, vectors, mayMove));
  }

  /**
   * The soonest way to compute a row with tiles of so many pixels: they fit exactly, or the last
   * one is moved back, or some smaller ones compute what is left. Those get a kernel of their own,
   * which costs the JVM time to compile, so they must be worth it.
   *
   * @param row pixels of the row
   * @param pixels of a whole tile
   * @param vectors of the panel
   * @param mayMove whether pixels may be computed twice
   */
  Cut cut(int row, int pixels, int vectors, boolean mayMove) {
    int most = row / pixels;
    if (row % pixels == 0) {
      return new Cut(most, 0, 0, false, most * cycles(pixels, vectors));
    }
    Cut best =
        mayMove && most > 0
            ? new Cut(most, 0, 0, true, (most + 1) * cycles(pixels, vectors))
            : mixed(row, most, 1, pixels, vectors);
    for (int tiles = most; tiles >= Math.max(Math.min(most, 1), most - MOST_GIVEN_UP); tiles--) {
      for (int smaller = 1; smaller <= MOST_SMALLER; smaller++) {
        int left = row - tiles * pixels;
        if (left % smaller == 0 && left / smaller < pixels) {
          Cut cut = mixed(row, tiles, smaller, pixels, vectors);
          best = worth(cut) < worth(best) ? cut : best;
        }
      }
    }
    return best;
  }

  private Cut mixed(int row, int tiles, int smaller, int pixels, int vectors) {
    int each = (row - tiles * pixels) / smaller;
    double cycles = tiles * cycles(pixels, vectors) + smaller * cycles(each, vectors);
    return new Cut(tiles, each, smaller, false, cycles);
  }

  private static double worth(Cut cut) {
    return cut.smaller() > 0 ? WORTH_A_KERNEL * cut.cycles() : cut.cycles();
  }

  /** Whether a depthwise convolution's weights fit the registers beside sums, bias and input. */
  boolean holdsWeights(int taps) {
    return taps + MOST_PIXELS + 2 <= registers;
  }

  /** Sums, weights, the broadcast input and one register that C2 likes to have to itself. */
  private boolean fits(int pixels, int vectors) {
    return pixels <= MOST_PIXELS && pixels * vectors + vectors + 2 <= registers;
  }

  /**
   * Cycles of one step of the sum, roughly: a multiply-add a cycle, or two loads, or the time that
   * a multiply-add takes to be ready for the next.
   */
  private double cycles(int pixels, int vectors) {
    double work = Math.max(pixels * vectors, pixels + vectors) / 2.0;
    return work > latency ? work + 0.25 : latency + 0.5;
  }
}
