package org.mobilenet4j.kernels.blocked;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows cut into tiles, channels into panels. */
class TilingTest {
  @ParameterizedTest(name = "{0} registers")
  @ValueSource(ints = {16, 32})
  void cuts_cover_every_row_and_fit_the_registers(int registers) {
    everyRowIsCovered(new Tiling(registers), registers);
    everyRowIsCovered(new Tiling(registers).forShortSums(), registers);
  }

  private static void everyRowIsCovered(Tiling tiling, int registers) {
    for (int vectors = 1; vectors <= (registers == 16 ? 3 : 4); vectors++) {
      Panel panel = new Panel(vectors, 16);
      for (int row = 1; row <= 256; row++) {
        int pixels = tiling.pixels(row, panel, row % 2 == 0);
        assertThat(pixels * vectors + vectors + 2).isLessThanOrEqualTo(registers);
        for (boolean mayMove : new boolean[] {true, false}) {
          Tiling.Cut cut = tiling.cut(row, pixels, panel, mayMove);

          int covered = cut.tiles() * pixels + cut.smaller() * cut.pixels();
          assertThat(cut.pixels()).as("%s of %d", cut, row).isLessThan(pixels + 1);
          if (cut.movedBack()) {
            assertThat(mayMove).isTrue();
            assertThat(covered).isBetween(row - pixels + 1, row - 1);
            assertThat(row).isGreaterThanOrEqualTo(pixels);
          } else {
            assertThat(covered).as("%s of %d", cut, row).isEqualTo(row);
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "{0} pixels: {1} of {2} and {3} of {4}")
  @CsvSource({"56, 6, 6, 4, 5", "28, 3, 6, 2, 5", "14, 1, 6, 2, 4", "12, 2, 6, 0, 0"})
  void rows_of_the_networks_are_cut_without_waste_on_sixteen_registers(
      int row, int tiles, int pixels, int smaller, int smallerPixels) {
    Tiling tiling = new Tiling(16);

    Tiling.Cut cut = tiling.cut(row, pixels, new Panel(2, 8), true);

    assertThat(List.of(cut.tiles(), cut.smaller(), cut.pixels()))
        .containsExactly(tiles, smaller, smallerPixels);
    assertThat(cut.movedBack()).isFalse();
  }

  @ParameterizedTest(name = "rows of {0} pixels")
  @ValueSource(ints = {7, 14, 28, 49, 56, 112, 196, 784})
  void a_picture_of_224_pixels_needs_tiles_of_one_size_on_thirty_two_registers(int row) {
    Tiling tiling = new Tiling(32);

    assertThat(tiling.pixels(row, new Panel(2, 16), true)).isEqualTo(7);
    assertThat(tiling.pixels(row, new Panel(3, 16), true)).isEqualTo(7);
    assertThat(tiling.forShortSums().pixels(row, new Panel(1, 16), true)).isEqualTo(7);
  }

  @ParameterizedTest(name = "{0} pixels, panels of {1}: tiles of {2}")
  @CsvSource({"64, 3, 8", "24, 3, 8", "12, 3, 6", "32, 3, 8", "1024, 3, 8", "4096, 2, 8"})
  void what_the_usual_tile_would_slow_down_gets_another(int row, int vectors, int pixels) {
    assertThat(new Tiling(32).pixels(row, new Panel(vectors, 16), true)).isEqualTo(pixels);
  }

  @Test
  void sums_that_continue_are_cut_exactly_where_that_is_possible() {
    Tiling tiling = new Tiling(32);

    Panel panel = new Panel(3, 16);

    Tiling.Cut cut = tiling.cut(240, tiling.pixels(240, panel, false), panel, false);

    assertThat(cut.smaller()).isZero();
    assertThat(cut.movedBack()).isFalse();
  }

  @ParameterizedTest(name = "{0} channels in blocks of {1} with {2} registers")
  @CsvSource({
    "24, 8, 16",
    "40, 8, 16",
    "8, 8, 16",
    "1280, 8, 16",
    "24, 16, 32",
    "72, 16, 32",
    "960, 16, 32",
    "17, 4, 32"
  })
  void panels_hold_all_channels_once(int columns, int lanes, int registers) {
    List<Panel> panels = new Tiling(registers).panels(columns, lanes);

    int held = panels.stream().mapToInt(Panel::columns).sum();
    assertThat(held).isGreaterThanOrEqualTo(columns).isLessThan(columns + lanes);
  }

  @ParameterizedTest(name = "{0} channels, rows of {1} pixels: half a vector {2}")
  @CsvSource({
    "24, 56, true", // a quarter of two vectors would be idle
    "40, 28, true",
    "72, 56, true",
    "88, 56, false", // a twelfth
    "88, 28, false",
    "8, 56, false", // its loads take as long as whole vectors
    "32, 56, false",
    "200, 14, false", // a twenty-fifth
    "24, 7, false" // a row that pairs cannot cover
  })
  void half_a_vector_ends_panels_where_that_saves_a_kernel_s_worth(
      int columns, int row, boolean half) {
    List<Panel> panels = new Tiling(32).panels(columns, 16, new int[] {row}, false);

    assertThat(panels.getLast().endsHalf()).isEqualTo(half);
    assertThat(panels.subList(0, panels.size() - 1)).noneMatch(Panel::endsHalf);
    assertThat(panels.stream().mapToInt(Panel::vectors).sum()).isEqualTo((columns + 15) / 16);
  }

  @Test
  void half_vectors_are_for_thirty_two_registers() {
    List<Panel> panels = new Tiling(16).panels(20, 8, new int[] {56}, true);

    assertThat(panels).noneMatch(Panel::endsHalf);
  }

  @ParameterizedTest(name = "rows of {0}, may be moved {1}: half a vector {2}")
  @CsvSource({
    "'56', false, true",
    "'56 28', false, true",
    "'56 7', true, false", // shorter than a tile, and odd
    "'13', true, true",
    "'13', false, false"
  })
  void half_a_vector_needs_rows_that_pairs_cover(String rows, boolean mayMove, boolean half) {
    int[] lengths = Arrays.stream(rows.split(" ")).mapToInt(Integer::parseInt).toArray();

    assertThat(new Tiling(32).panels(24, 16, lengths, mayMove).getLast().endsHalf())
        .isEqualTo(half);
  }

  @Test
  void rows_of_pairs_are_cut_into_whole_pairs() {
    Tiling tiling = new Tiling(32);
    for (int vectors = 2; vectors <= 3; vectors++) {
      Panel panel = new Panel(vectors, 16, true);
      for (int row = 2; row <= 256; row += 2) {
        int pixels = tiling.pixels(row, panel, true);
        for (boolean mayMove : new boolean[] {true, false}) {
          Tiling.Cut cut = tiling.cut(row, pixels, panel, mayMove);

          int covered = cut.tiles() * pixels + cut.smaller() * cut.pixels();
          assertThat(pixels % 2 + cut.pixels() % 2).as("%s of %d", cut, row).isZero();
          assertThat(covered).isBetween(cut.movedBack() ? row - pixels + 1 : row, row);
          assertThat(panel.sums(pixels) + vectors + 3).isLessThanOrEqualTo(32);
        }
      }
    }
  }

  @ParameterizedTest(name = "rows of {0} pixels with {1} weights in tiles of {2}")
  @CsvSource({
    "112, 9, 14",
    "64, 9, 8",
    "80, 9, 10",
    "96, 9, 12",
    "128, 9, 8",
    "113, 9, 8",
    "5, 9, 5",
    "112, 3, 14",
    "112, 15, 8", // more multiply-adds than C1 bears
    "112, 21, 6" // registers
  })
  void pixels_that_share_inputs_come_in_large_tiles(int row, int weights, int pixels) {
    assertThat(new Tiling(32).sharingPixels(row, weights)).isEqualTo(pixels);
  }
}
