package org.mobilenet4j.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MedianTest {
  @Test
  void an_odd_count_has_a_middle_and_an_even_one_two() {
    assertThat(Median.of(3, 1, 2)).isEqualTo(2);
    assertThat(Median.of(4, 1, 3, 2)).isEqualTo(2.5);
    assertThat(Median.of(new long[] {7, 1})).isEqualTo(4);
    assertThat(Median.of(List.of(5L))).isEqualTo(5);
    assertThat(Median.of()).isNaN();
  }

  @Test
  void the_values_stay_in_their_order() {
    double[] values = {3, 1, 2};

    var _ = Median.of(values);

    assertThat(values).containsExactly(3, 1, 2);
  }

  @Test
  void every_median_of_the_comparison_is_this_one() {
    assertThat(Sample.of("any", new long[] {10, 30}, new long[] {1, 2}, 1, 5e9))
        .isEqualTo(new Sample("any", 20, 10, 1.5, 1, 5e9));
  }
}
