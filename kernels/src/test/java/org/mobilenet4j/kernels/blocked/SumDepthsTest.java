package org.mobilenet4j.kernels.blocked;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.kernels.Residual;
import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.kernels.blocked.PointwiseVariant.Gather;

/** How the inputs of a sum are found. */
class SumDepthsTest {
  @ParameterizedTest(name = "{0}x{0} of {1} channels, stride {2}, to {3} with {4} registers: {5}")
  @CsvSource({
    "3, 3, 2, 16, 32, ROWS, 9",
    "3, 3, 2, 8, 32, ROWS, 9",
    "3, 1, 1, 16, 32, ROWS, 3",
    "3, 3, 2, 32, 32, TABLE, 4", // two vectors: sums and weights do not fit
    "3, 3, 2, 16, 16, TABLE, 4",
    "3, 3, 3, 16, 32, TABLE, 4", // neighbours share nothing
    "11, 3, 4, 16, 32, TABLE, 4",
  })
  void rows_of_inputs_that_neighbours_share_are_seen(
      int kernel, int channels, int stride, int columns, int registers, Gather gather, int turn) {
    int width = 50 * channels;
    int[] taps =
        IntStream.range(0, kernel * kernel * channels)
            .map(k -> k / (kernel * channels) * width + k % (kernel * channels))
            .toArray();

    SumDepths depths = of(taps, taps.length, stride * channels, columns, registers);

    assertThat(depths.gather()).isEqualTo(gather);
    assertThat(depths.turn()).isEqualTo(turn);
    assertThat(depths.inner() - taps.length).isBetween(0, turn - 1);
    assertThat(depths.taps(0)).startsWith(taps);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"0 1 2 50 51 53", "0 1 2 50 51", "0 2 4 50 52 54"})
  void what_is_no_row_again_and_again_is_a_table(String places) {
    int[] taps = Arrays.stream(places.split(" ")).mapToInt(Integer::parseInt).toArray();

    assertThat(of(taps, taps.length, 1, 16, 32).gather()).isEqualTo(Gather.TABLE);
  }

  private static SumDepths of(int[] taps, int inner, int step, int columns, int registers) {
    ProductShape shape =
        new ProductShape(inner, columns, 16, step, Tail.NONE, Residual.NONE, Prefetching.NONE);
    Tiling tiling = new Tiling(registers);
    return SumDepths.of(shape, tiling.panels(columns, 16).getFirst(), taps, tiling);
  }
}
