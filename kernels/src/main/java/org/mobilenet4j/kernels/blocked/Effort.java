package org.mobilenet4j.kernels.blocked;

import org.mobilenet4j.kernels.Tail;

/**
 * How long a piece of work takes at best, counted in vector multiply-adds at the machine's peak.
 *
 * <p>A processor loads as many vectors as it multiplies and adds in the same time, stores half as
 * many, and waits for a sum as long as for eight multiply-adds before it can add to it again. What
 * a tile costs beside (its loops, the branch that ends them) was measured on generated kernels that
 * are known to be good; those come out at 0.8 to 1.2 of this figure, a kernel whose sums lie in
 * memory at half of it and less.
 *
 * @param multiplyAdds multiply-adds of single numbers, the useful work
 * @param vectors how long it takes
 */
record Effort(long multiplyAdds, double vectors) {
  /** Two multiply-adds a cycle, of which each is ready after four. */
  private static final int CHAIN = 8;

  private static final int CACHE_LINE = 64;

  /** What begins and ends a tile. */
  private static final int TILE = 45;

  /** A vector of sums: begun, finished, stored. */
  private static final int SUM = 4;

  /** Hard-swish of a vector. */
  private static final int HARD_SWISH = 4;

  /** Swish of a vector: some two dozen instructions, and a division as long as ten of them. */
  static final int SWISH = 34;

  /**
   * What it takes to load vectors from an array, counted in loads of a number that is broadcast.
   * Arrays begin behind their header, not on a cache line, so that a vector as long as a line lies
   * across two and is loaded twice.
   *
   * @param vectors how many
   * @param lanes floats of each
   */
  static int loads(int vectors, int lanes) {
    return lanes * Float.BYTES == CACHE_LINE ? 2 * vectors : vectors;
  }

  /**
   * The work of some tiles, each a loop that adds to all of its sums in every turn.
   *
   * @param multiplyAdds multiply-adds of single numbers of all tiles
   * @param tiles how many
   * @param turns turns of the loop of each
   * @param sums vectors of sums of a tile
   * @param loads what is loaded in a turn, as {@link #loads} and broadcast numbers count it
   * @param activation what becomes of each sum
   */
  static Effort ofTiles(
      long multiplyAdds, int tiles, int turns, int sums, double loads, Tail activation) {
    double work = (double) turns * Math.max(sums, loads) + TILE + sums * SUM;
    double waiting = (double) turns * CHAIN; // the next tile may begin meanwhile
    int tail =
        switch (activation) {
          case NONE, RELU, RELU6 -> 0; // a comparison hides behind the sums
          case HARD_SWISH -> HARD_SWISH;
          case SWISH -> SWISH;
        };
    return new Effort(multiplyAdds, tiles * (Math.max(work, waiting) + sums * tail));
  }
}
