package org.mobilenet4j.kernels.blocked;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How a row of pixels is cut into tiles, and output channels into panels. */
final class Tiling {
  /** Vectors of a full panel where the processor has 32 vector registers. */
  private static final int WIDE = 3;

  /** Vectors of a full panel where it has 16. */
  private static final int NARROW = 2;

  /** Pixels of a tile at most. */
  static final int MOST_PIXELS = 8;

  /** Pixels of a tile that share inputs, at most: two usual tiles. */
  private static final int MOST_SHARING = 14;

  /** Multiply-adds of a turn at most where pixels share inputs, since C1 gives up on more. */
  private static final int MOST_SHARED_PRODUCTS = 9 * MOST_SHARING;

  /** Cycles from a multiply-add to the next of the same sum. */
  private static final double LATENCY = 4;

  /** Whole tiles that may be given up for smaller ones, and how many smaller ones there may be. */
  private static final int MOST_GIVEN_UP = 3;

  private static final int MOST_SMALLER = 4;

  /** How much slower may be what saves a kernel. */
  private static final double WORTH_A_KERNEL = 1.05;

  /** What part of a row's time must be saved by a panel that ends with half a vector. */
  private static final double WORTH_HALF_A_VECTOR = 0.09;

  /**
   * The usual tile, but for pairs of pixels, whose is the largest: it divides the rows of a picture
   * of 224 pixels and of all its halves, so that a network is done with few kernels. Rows that the
   * largest tile divides, and this one does not, are those of pictures of other sizes.
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
   * The panels of channels for rows that are known: where half of the last vector would be idle,
   * and that would cost more than a kernel is worth, its sums serve two pixels each. Not with 16
   * registers: the blocks of such processors are small, channels of networks fill them.
   *
   * @param columns output channels
   * @param lanes channels of a block
   * @param rows pixels of all calls that will be made, the most important first
   * @param mayMove whether pixels may be computed twice
   * @return panels that hold all channels, in order
   */
  List<Panel> panels(int columns, int lanes, int[] rows, boolean mayMove) {
    List<Panel> panels = panels(columns, lanes);
    Panel last = panels.getLast();
    int idle = (columns + lanes - 1) / lanes * lanes - columns;
    if (registers >= 32 && idle >= lanes / 2 && last.vectors() > 1) {
      Panel half = new Panel(last.vectors(), lanes, true);
      double saved = worth(rows[0], last, mayMove) - worth(rows[0], half, mayMove);
      double all = panels.stream().mapToDouble(panel -> worth(rows[0], panel, mayMove)).sum();
      int pixels = pixels(rows[0], half, mayMove);
      boolean pairs =
          Arrays.stream(rows).allMatch(row -> row % 2 == 0 || (mayMove && row >= pixels));
      if (pairs && saved > WORTH_HALF_A_VECTOR * all) {
        panels.set(panels.size() - 1, half);
      }
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
   * @param panel the output channels
   * @param mayMove whether pixels may be computed twice
   */
  int pixels(int row, Panel panel, boolean mayMove) {
    int step = panel.pixelsOfASum();
    int best = step;
    for (int pixels = 2 * step; pixels <= row && fits(pixels, panel); pixels += step) {
      if (worth(row, pixels, panel, mayMove) <= worth(row, best, panel, mayMove)) {
        best = pixels;
      }
    }
    int usual = panel.endsHalf() ? MOST_PIXELS : USUAL_PIXELS;
    boolean usualWillDo =
        row >= usual
            && fits(usual, panel)
            && (row % usual == 0 || row % MOST_PIXELS != 0)
            && cut(row, usual, panel, mayMove).smaller() == 0
            && worth(row, usual, panel, mayMove)
                <= WORTH_A_KERNEL * worth(row, best, panel, mayMove);
    return usualWillDo ? usual : best;
  }

  /**
   * The number of pixels to a tile whose pixels share inputs, in a panel of one vector: the more,
   * the fewer inputs are loaded twice, as far as registers and compilers go.
   *
   * @param row pixels of the row
   * @param weights inputs of a turn, whose weights are held
   */
  int sharingPixels(int row, int weights) {
    int fitting = Math.min(registers - weights - 2, MOST_SHARED_PRODUCTS / weights);
    int most = Math.min(row, Math.min(fitting, MOST_SHARING));
    for (int pixels = most; pixels >= USUAL_PIXELS; pixels--) {
      if (row % pixels == 0) {
        return pixels;
      }
    }
    return Math.min(most, MOST_PIXELS);
  }

  private double worth(int row, Panel panel, boolean mayMove) {
    return worth(row, pixels(row, panel, mayMove), panel, mayMove);
  }

  private double worth(int row, int pixels, Panel panel, boolean mayMove) {
    return worth(cut(row, pixels, panel, mayMove));
  }

  /**
   * The soonest way to compute a row with tiles of so many pixels: they fit exactly, or the last
   * one is moved back, or some smaller ones compute what is left. Those get a kernel of their own,
   * which costs the JVM time to compile, so they must be worth it.
   *
   * @param row pixels of the row
   * @param pixels of a whole tile
   * @param panel the output channels
   * @param mayMove whether pixels may be computed twice
   */
  Cut cut(int row, int pixels, Panel panel, boolean mayMove) {
    int most = row / pixels;
    if (row % pixels == 0) {
      return new Cut(most, 0, 0, false, most * cycles(pixels, panel));
    }
    Cut best =
        mayMove && most > 0
            ? new Cut(most, 0, 0, true, (most + 1) * cycles(pixels, panel))
            : mixed(row, most, 1, pixels, panel);
    for (int tiles = most; tiles >= Math.max(Math.min(most, 1), most - MOST_GIVEN_UP); tiles--) {
      for (int smaller = 1; smaller <= MOST_SMALLER; smaller++) {
        int left = row - tiles * pixels;
        if (left % (smaller * panel.pixelsOfASum()) == 0 && left / smaller < pixels) {
          Cut cut = mixed(row, tiles, smaller, pixels, panel);
          best = worth(cut) < worth(best) ? cut : best;
        }
      }
    }
    return best;
  }

  private Cut mixed(int row, int tiles, int smaller, int pixels, Panel panel) {
    int each = (row - tiles * pixels) / smaller;
    double cycles = tiles * cycles(pixels, panel) + smaller * cycles(each, panel);
    return new Cut(tiles, each, smaller, false, cycles);
  }

  private static double worth(Cut cut) {
    return cut.smaller() > 0 ? WORTH_A_KERNEL * cut.cycles() : cut.cycles();
  }

  /**
   * Whether so many weights of a block fit the registers beside sums, bias and input: those of a
   * depthwise convolution, or of a row of a stem.
   */
  boolean holdsWeights(int taps) {
    return taps + MOST_PIXELS + 2 <= registers;
  }

  /** Sums, weights, the broadcast input and one register that C2 likes to have to itself. */
  private boolean fits(int pixels, Panel panel) {
    return pixels <= MOST_PIXELS
        && panel.sums(pixels) + panel.vectors() + 1 + panel.pixelsOfASum() <= registers;
  }

  /**
   * Cycles of one step of the sum, roughly: a multiply-add a cycle, or two loads, or the time that
   * a multiply-add takes to be ready for the next.
   */
  private double cycles(int pixels, Panel panel) {
    double work = Math.max(panel.sums(pixels), pixels + panel.vectors()) / 2.0;
    return work > latency ? work + 0.25 : latency + 0.5;
  }
}
