package org.mobilenet4j.inference;

import org.mobilenet4j.kernels.blocked.BlockedMap;
import org.mobilenet4j.kernels.blocked.BlockedMap.Frame;

/**
 * How the rows of an inverted residual are cut into bands, and how a thread's scratch holds one: a
 * ring of expanded rows for each block, if there is an expansion, and behind it the filtered rows
 * of the band, if they are projected from there.
 *
 * @param bandRows output rows of a band
 * @param ringRows expanded rows that a band reads
 * @param ringBlock floats from a block of the ring to the next
 * @param ringFloats floats of the ring
 * @param bandBlock floats from a block of the band to the next
 * @param bandFloats floats of the band
 */
record BandLayout(
    int bandRows, int ringRows, int ringBlock, int ringFloats, int bandBlock, int bandFloats) {
  /** Floats of ring and band together that lie in a second cache of 512 KB. */
  private static final int CACHE_FLOATS = 100_000;

  /** As many rows as the cache holds: a power of two, to the height of the picture. */
  static BandLayout of(InvertedResidualParts parts) {
    BandLayout best = ofRows(parts, 1);
    while (2 * best.bandRows <= parts.filtered().height()) {
      BandLayout larger = ofRows(parts, 2 * best.bandRows);
      if (larger.ringFloats + larger.bandFloats > CACHE_FLOATS) {
        break;
      }
      best = larger;
    }
    return best;
  }

  private static BandLayout ofRows(InvertedResidualParts parts, int rows) {
    BlockedMap expanded = parts.expanded();
    BlockedMap filtered = parts.filtered();
    int ringRows = parts.window().inputRows(rows);
    // Behind the rows of a ring there is one of zeros.
    int ringBlock = BlockedMap.spread((ringRows + 1) * expanded.pitch(), expanded.lanes());
    int bandBlock = BlockedMap.spread(rows * filtered.pitch(), filtered.lanes());
    return new BandLayout(
        rows,
        ringRows,
        ringBlock,
        parts.block().expansion().isPresent() ? expanded.blocks() * ringBlock : 0,
        bandBlock,
        filtered.blocks() * bandBlock);
  }

  /** Floats of scratch; with a gate the filtered rows go to the workspace. */
  int scratchFloats(InvertedResidualParts parts) {
    return parts.isGated() ? ringFloats : ringFloats + bandFloats;
  }

  /** The ring as a map: its rows, and one row of zeros below. */
  BlockedMap ring(BlockedMap expanded) {
    Frame zeros = new Frame(0, 0, 1, 0);
    return new BlockedMap(expanded.channels(), ringRows, expanded.width(), expanded.lanes(), zeros);
  }
}
