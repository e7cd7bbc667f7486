package org.mobilenet4j.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class NumberTextTest {
  @Test
  void a_share_is_100_per_cent_only_if_it_is_all() {
    assertThat(NumberText.percent(1)).isEqualTo("100.0\u00A0%");
    assertThat(NumberText.percent(0.99996)).isEqualTo("99.9\u00A0%");
    assertThat(NumberText.percent(0.915)).isEqualTo("91.5\u00A0%");
    assertThat(NumberText.percent(OptionalDouble.empty())).isEqualTo("–");
  }

  @Test
  void durations_have_two_units_at_most() {
    assertThat(NumberText.seconds(4.25)).isEqualTo("4.3\u00A0s");
    assertThat(NumberText.seconds(59.4)).isEqualTo("59\u00A0s");
    assertThat(NumberText.seconds(59.6)).isEqualTo("1\u00A0min\u00A00\u00A0s");
    assertThat(NumberText.seconds(3_725)).isEqualTo("1\u00A0h\u00A02\u00A0min");
    assertThat(NumberText.seconds(Double.NaN)).isEqualTo("–");
  }

  @Test
  void large_numbers_have_three_figures() {
    assertThat(NumberText.large(999)).isEqualTo("999");
    assertThat(NumberText.large(2_236_682)).isEqualTo("2.24\u00A0million");
    assertThat(NumberText.large(299_507_072)).isEqualTo("300\u00A0million");
    assertThat(NumberText.bytes(6_021_120)).isEqualTo("6.02\u00A0MB");
    assertThat(NumberText.rounded(1_234.4)).isEqualTo("1,234");
  }
}
