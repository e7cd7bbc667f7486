package org.mobilenet4j.kernels.blocked;

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

  /** What begins and ends a tile. */
  private static final int TILE = 45;

  /** A vector of sums: begun, finished, stored. */
  private static final int SUM = 4;

  /** The activation of a vector, where it is more than a comparison. */
  private static final int LONG_TAIL = 4;

  /**
   * The work of some tiles, each a loop that adds to all of its sums in every turn.
   *
   * @param multiplyAdds multiply-adds of single numbers of all tiles
   * @param tiles how many
   * @param turns turns of the loop of each
   * @param sums vectors of sums of a tile
   * @param loads vectors that are loaded in a turn
   * @param longTail whether the tail is more than a comparison
   */
  static Effort ofTiles(
      long multiplyAdds, int tiles, int turns, int sums, int loads, boolean longTail) {
    double work = (double) turns * Math.max(sums, loads) + TILE + sums * SUM;
    double waiting = (double) turns * CHAIN; // the next tile may begin meanwhile
    double tail = longTail ? sums * LONG_TAIL : 0;
    return new Effort(multiplyAdds, tiles * (Math.max(work, waiting) + tail));
  }
}
