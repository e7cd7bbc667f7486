package org.mobilenet4j.kernels.blocked;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.kernels.CacheLine;
import org.mobilenet4j.kernels.Residual;
import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.kernels.blocked.PointwiseVariant.Gather;
import org.mobilenet4j.kernels.blocked.PointwiseVariant.Start;

/**
 * Which lines a kernel fetches, seen by what it stores: the floats at {@code firsts}, here others
 * than the lines begin with.
 */
class PrefetchTest {
  private static final float SEEN = 1_000;
  private static final int INNER = 32;
  private static final int PIXELS = 2;

  @ParameterizedTest(name = "panel {2} of {3}, {0} vectors of {1} floats, {4} tiles")
  @CsvSource({
    "3, 16, 0, 3, 6", // 48 columns: two lines a turn
    "4, 16, 0, 3, 6", // three
    "2, 16, 0, 3, 6",
    "1, 16, 1, 3, 6",
    "2, 8, 1, 3, 6",
    "1, 4, 0, 3, 6",
    "3, 16, 0, 3, 20", // it stops when all lines are there
    "3, 16, 2, 3, 6", // nothing lies behind
  })
  void six_tiles_fetch_as_many_lines_behind_their_panel_as_it_has(
      int vectors, int lanes, int panel, int panels, int tiles) {
    int columns = vectors * lanes;
    int floats = (INNER + 1) * columns;
    PackedFloats weights = new PackedRoom(1, Prefetching.NEXT).take(panels * floats);
    float[] array = weights.array();
    Arrays.fill(array, weights.firsts(), array.length, SEEN);

    int begin = Math.min(weights.start() + (panel + 1) * floats, weights.firsts());
    int end = Math.min(begin + floats, weights.firsts());
    run(vectors, lanes, weights, begin - floats, end, tiles);

    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < weights.firsts(); i++) {
      if (array[i] == SEEN) {
        assertThat(i % CacheLine.FLOATS).as("place %d of a line", i).isEqualTo(CacheLine.FIRST);
        seen.add(i);
      } else {
        assertThat(array[i]).as("weight %d", i).isZero();
      }
    }
    int lines = (end - begin) / CacheLine.FLOATS;
    int bias = (columns + CacheLine.FLOATS - 1) / CacheLine.FLOATS;
    assertThat(seen.stream().filter(i -> i >= begin && i < end))
        .as("all but what is as much as the bias")
        .hasSizeBetween(lines - bias, lines);
    assertThat(seen).as("and no other").hasSizeLessThanOrEqualTo(lines);
  }

  @Test
  void nothing_is_fetched_where_nothing_is_asked_for() {
    int floats = (INNER + 1) * 48;
    PackedFloats weights = new PackedRoom(1, Prefetching.NEXT).take(3 * floats);
    float[] array = weights.array();
    Arrays.fill(array, weights.firsts(), array.length, SEEN);
    float[] before = array.clone();

    run(3, 16, weights, weights.start(), weights.start() + floats, 6);

    assertThat(array).containsExactly(before);
  }

  private static void run(
      int vectors, int lanes, PackedFloats weights, int at, int fetchEnd, int tiles) {
    float[] in = new float[INNER * tiles * PIXELS];
    float[] out = new float[vectors * lanes * tiles * PIXELS];
    int block = tiles * PIXELS * lanes;
    GeneratedKernels.define(
            new PointwiseVariant(
                    PIXELS,
                    new Panel(vectors, lanes),
                    lanes,
                    Gather.CHANNELS,
                    Start.BIAS,
                    Tail.NONE,
                    Residual.NONE)
                .withPrefetching())
        .run(
            in,
            0,
            block,
            new int[0],
            weights.array(),
            at,
            out,
            0,
            block,
            out,
            0,
            0,
            INNER,
            tiles,
            fetchEnd,
            weights.firsts());
  }
}
