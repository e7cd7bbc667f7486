package org.mobilenet4j.kernels.blocked;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows cut into tiles, channels into panels. */
class TilingTest {
  @ParameterizedTest(name = "{0} registers")
  @ValueSource(ints = {16, 32})
  void cuts_cover_every_row_and_fit_the_registers(int registers) {
    Tiling tiling = new Tiling(registers);
    for (int vectors = 1; vectors <= (registers == 16 ? 3 : 4); vectors++) {
      for (int row = 1; row <= 256; row++) {
        int pixels = tiling.pixels(row, vectors);
        assertThat(pixels * vectors + vectors + 2).isLessThanOrEqualTo(registers);
        for (boolean mayMove : new boolean[] {true, false}) {
          Tiling.Cut cut = tiling.cut(row, pixels, vectors, mayMove);

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

    Tiling.Cut cut = tiling.cut(row, pixels, 2, true);

    assertThat(List.of(cut.tiles(), cut.smaller(), cut.pixels()))
        .containsExactly(tiles, smaller, smallerPixels);
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
}
