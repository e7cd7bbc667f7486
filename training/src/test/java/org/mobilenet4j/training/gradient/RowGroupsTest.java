package org.mobilenet4j.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However many pixels and channels there are, each pixel is in one group, run and slice. */
class RowGroupsTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void every_pixel_is_in_one_group_and_every_run_in_one_slice(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 500; i++) {
      int rows = 1 + (int) Math.exp(random.nextDouble(Math.log(500_000)));
      int inner = 8 * (1 + random.nextInt(200));
      int columns = 8 * (1 + random.nextInt(200));
      String shape = "%d pixels, %d to %d".formatted(rows, inner, columns);
      RowGroups groups = RowGroups.of(rows, inner, columns);

      int pixels = 0;
      for (int group = 0; group < groups.groups(); group++) {
        int length = groups.length(group);
        assertThat(groups.first(group)).as(shape).isEqualTo(pixels);
        assertThat(length).as(shape).isPositive();
        assertThat(Arrays.stream(groups.lengths())).as(shape).contains(length);
        pixels += length;
      }
      int runs = 0;
      for (int slice = 0; slice < groups.slices(); slice++) {
        assertThat(groups.firstRun(slice)).as(shape).isEqualTo(runs);
        assertThat(groups.endRun(slice)).as(shape).isGreaterThan(runs);
        runs = groups.endRun(slice);
      }
      assertThat(pixels).as(shape).isEqualTo(rows);
      assertThat(runs).as(shape).isEqualTo(groups.runs());
      assertThat(groups.slices()).as(shape).isBetween(1, 16);
    }
  }

  /** The last layers of V3-Large in batches of 8, whose two threads once had two runs and one. */
  @ParameterizedTest(name = "{0} pixels, {1} to {2}")
  @CsvSource({"392, 160, 960", "392, 960, 160", "1568, 112, 672", "6272, 40, 120", "6272, 120, 40"})
  void slices_are_about_as_large(int rows, int inner, int columns) {
    RowGroups groups = RowGroups.of(rows, inner, columns);
    int half = groups.slices() / 2;

    assertThat(groups.slices()).isEven();
    int firstHalf = Math.min(rows, groups.endRun(half - 1) * groups.run());
    assertThat((double) firstHalf / rows).isBetween(0.45, 0.58);
  }
}
