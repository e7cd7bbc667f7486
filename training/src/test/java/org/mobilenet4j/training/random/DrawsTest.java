package org.mobilenet4j.training.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DrawsTest {
  private static final int MANY = 50_000;

  @Test
  void a_stream_is_a_function_of_its_keys() {
    long[] first = stream(Draws.of(1, 2, 3));

    assertThat(stream(Draws.of(1, 2, 3))).isEqualTo(first);
    assertThat(stream(Draws.of(1, 3, 2))).isNotEqualTo(first);
    assertThat(stream(Draws.of(1, 2))).isNotEqualTo(first);
    assertThat(stream(Draws.of(1, 2, 3, 0))).isNotEqualTo(first);
  }

  private static long[] stream(Draws draws) {
    return new long[] {draws.bits(), draws.bits(), draws.bits()};
  }

  @Test
  void streams_of_neighbouring_keys_have_nothing_in_common() {
    long differing = 0;
    for (int key = 0; key < 1000; key++) {
      differing += Long.bitCount(Draws.hash(5, key) ^ Draws.hash(5, key + 1));
    }

    // 64000 fair bits: a deviation of 126.
    assertThat(differing).isCloseTo(32_000, within(5L * 126));
  }

  @Test
  void numbers_of_an_interval_are_even() {
    Draws draws = Draws.of(1);

    assertMoments(() -> draws.between(2, 5), 3.5, 9 / 12.0);
  }

  @Test
  void normal_numbers_have_mean_0_and_deviation_1() {
    Draws draws = Draws.of(2);

    assertMoments(draws::gaussian, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.2, 1, 4})
  void beta_numbers_have_the_moments_of_their_distribution(double alpha) {
    Draws draws = Draws.of(3);

    assertMoments(() -> draws.beta(alpha), 0.5, 1 / (4 * (2 * alpha + 1)));
  }

  private static void assertMoments(DoubleSupplier numbers, double mean, double variance) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < MANY; i++) {
      double number = numbers.getAsDouble();
      sum += number;
      squares += (number - mean) * (number - mean);
    }
    // Five deviations of a mean of so many; the squares' own deviation is below 1.5 variances.
    double deviation = Math.sqrt(variance / MANY);
    assertThat(sum / MANY).isCloseTo(mean, within(5 * deviation));
    assertThat(squares / MANY)
        .isCloseTo(variance, within(5 * 1.5 * variance / Math.sqrt((double) MANY)));
  }

  @Test
  void whole_numbers_reach_every_value_below_the_bound() {
    Draws draws = Draws.of(4);
    int[] counts = new int[7];
    for (int i = 0; i < 7000; i++) {
      counts[draws.below(7)]++;
    }

    // Binomial with a deviation of 29.
    assertThat(Arrays.stream(counts)).allMatch(count -> Math.abs(count - 1000) < 5 * 29);
  }

  @Test
  void a_permutation_has_every_number_once_and_another_order() {
    int[] order = Draws.of(5).permutation(1000);

    assertThat(Arrays.stream(order).sorted()).containsExactlyElementsOf(range(1000));
    assertThat(order).isNotEqualTo(IntStream.range(0, 1000).toArray());
    assertThat(Draws.of(5).permutation(0)).isEmpty();
  }

  private static Iterable<Integer> range(int size) {
    return IntStream.range(0, size).boxed().toList();
  }

  @Test
  void a_bound_of_nothing_is_refused() {
    assertThatThrownBy(() -> Draws.of(1).below(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A draw below 0; the bound must be positive.");
  }
}
