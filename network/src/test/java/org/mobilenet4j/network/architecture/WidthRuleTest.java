package org.mobilenet4j.network.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.network.cost.Cost;

class WidthRuleTest {
  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource({
    "0.1, 8",
    "5.6, 8",
    "8, 8",
    "11.2, 16",
    "11.9, 16",
    "12, 16",
    "19.9, 24",
    "20, 24",
    "84, 88",
    "100, 104",
    "448, 448",
  })
  void channels_become_multiples_of_eight_and_lose_at_most_a_tenth(double channels, int rounded) {
    assertThat(WidthRule.roundToEight(channels)).isEqualTo(rounded);
  }

  @Test
  void rounding_is_the_nearest_multiple_except_where_that_would_lose_too_much() {
    for (double channels = 0.05; channels < 2_100; channels += 0.05) {
      int rounded = WidthRule.roundToEight(channels);

      assertThat(rounded % 8).isZero();
      assertThat(rounded).isGreaterThanOrEqualTo(8).isGreaterThanOrEqualTo((int) (0.9 * channels));
      assertThat(rounded - channels).isLessThan(12);
      if (channels > 40) { // half of eight is less than a tenth: the guard never acts
        assertThat(Math.abs(rounded - channels)).isLessThanOrEqualTo(4.0 + 1e-9);
      }
    }
  }

  @Test
  void kerass_rule_differs_from_torchvisions_at_few_widths_of_v2() {
    Architecture v2 = Architecture.named("mobilenet-v2").resolution(32);

    int[] differing =
        IntStream.rangeClosed(20, 300)
            .filter(hundredths -> {
              Architecture scaled = v2.width(hundredths / 100.0);
              return Cost.of(scaled.widthRule(WidthRule.KERAS).build()).parameters()
                  != Cost.of(scaled.widthRule(WidthRule.TORCHVISION).build()).parameters();
            })
            .toArray();

    assertThat(differing).containsExactly(28, 42, 56, 84, 112, 149, 167, 168, 223, 224);
  }

  @ParameterizedTest
  @CsvSource({"0.2, 6", "0.03125, 1", "1.0, 32"})
  void kerass_v1_has_no_least_number_of_channels_where_slims_has_eight(double width, int keras) {
    Architecture v1 = Architecture.named("mobilenet-v1").width(width);

    assertThat(first(v1.widthRule(WidthRule.KERAS))).isEqualTo(keras);
    assertThat(first(v1.widthRule(WidthRule.SLIM))).isEqualTo(Math.max(8, keras));
    assertThat(first(v1.widthRule(WidthRule.TIMM)) % 8).isZero();
  }

  private static int first(Architecture architecture) {
    return architecture.build().shape("conv0").channels();
  }
}
