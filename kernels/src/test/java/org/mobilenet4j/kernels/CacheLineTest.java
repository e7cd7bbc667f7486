package org.mobilenet4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arithmetic of cache lines. */
class CacheLineTest {
  @ParameterizedTest(name = "{0} floats: {1}")
  @CsvSource({"0, 0", "1, 16", "16, 16", "17, 32", "2147483632, 2147483632"})
  void lines_hold_what_they_are_asked_to(int floats, int expected) {
    assertThat(CacheLine.wholeLines(floats)).isEqualTo(expected);
  }

  @Test
  void more_than_an_int_counts_is_refused() {
    assertThatThrownBy(() -> CacheLine.wholeLines(Integer.MAX_VALUE))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void the_first_line_follows_a_header_of_sixteen_bytes() {
    int header = 16;

    assertThat((header + CacheLine.FIRST * Float.BYTES) % 64).isZero();
    assertThat(header + CacheLine.REGION * Float.BYTES).isLessThanOrEqualTo(4 << 20);
  }
}
