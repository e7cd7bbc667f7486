package org.mobilenet4j.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TicksTest {
  @ParameterizedTest(name = "from {0} to {1}: {2}")
  @CsvSource({
    "0, 100, 0 20 40 60 80 100",
    "0.31, 0.97, 0.2 0.4 0.6 0.8 1.0",
    "-0.5, 0.5, -0.6 -0.4 -0.2 0 0.2 0.4 0.6",
    "0.00001, 0.00031, 0 1e-4 2e-4 3e-4 4e-4",
    "1234, 5678, 1000 2000 3000 4000 5000 6000",
    "0, 2500000000, 0 5e8 1e9 1.5e9 2e9 2.5e9",
    "7, 7, 7.0 7.1",
    "0, 0, 0 0.1"
  })
  void marks_are_round_numbers_around_the_values(double low, double high, String expected) {
    Ticks ticks = Ticks.around(low, high, 6);

    assertThat(String.join(" ", ticks.at().stream().map(ticks::text).toList())).isEqualTo(expected);
  }

  @Test
  void what_is_counted_has_no_marks_between_whole_numbers() {
    Ticks ticks = Ticks.whole(1, 3, 8);

    assertThat(ticks.at().stream().map(ticks::text).toList()).isEqualTo(List.of("1", "2", "3"));
  }

  @Test
  void whatever_the_values_they_lie_between_the_ends_and_the_marks_are_few() {
    Random random = new Random(11);
    for (int i = 0; i < 2_000; i++) {
      double low = random.nextGaussian() * Math.pow(10, random.nextInt(24) - 12);
      double high = low + random.nextDouble() * Math.pow(10, random.nextInt(24) - 12);

      Ticks ticks = Ticks.around(low, high, 6);

      assertThat(ticks.low()).isLessThanOrEqualTo(low);
      assertThat(ticks.high()).isGreaterThanOrEqualTo(high).isGreaterThan(ticks.low());
      assertThat(ticks.at()).hasSizeBetween(2, 7);
    }
  }
}
