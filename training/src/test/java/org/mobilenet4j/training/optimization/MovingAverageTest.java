package org.mobilenet4j.training.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mobilenet4j.kernels.Gang;

class MovingAverageTest {
  @Test
  void the_average_follows_the_definition_in_double_precision_through_the_warm_up() {
    Map<String, float[]> values = values();
    double expected = array(values, "a")[5];
    MovingAverage average = new MovingAverage(0.9, values);

    try (Gang gang = Gang.ofExactly(2)) {
      for (int t = 0; t < 200; t++) {
        move(values, t);
        double decay = Math.min(0.9, (1.0 + t) / (10.0 + t));
        expected += (1 - decay) * (array(values, "a")[5] - expected);

        assertThat(average.nextDecay()).isEqualTo(decay);
        average.update(gang);

        // Each update rounds three times; a tenth of the sum is forgotten at each: thirty
        // roundings.
        assertThat((double) average.snapshot().array("a")[5])
            .isCloseTo(expected, within(30 * 0x1p-24));
      }
    }
    assertThat(average.nextDecay()).isEqualTo(0.9); // (1 + 200) / (10 + 200) is above it
  }

  @Test
  void the_average_has_the_same_bits_for_any_number_of_threads_and_across_an_interruption() {
    Map<String, float[]> straight = values();
    MovingAverage whole = new MovingAverage(0.99, straight);
    run(whole, straight, 1, 0, 6);

    Map<String, float[]> values = values();
    MovingAverage first = new MovingAverage(0.99, values);
    run(first, values, 3, 0, 3);
    Snapshot snapshot = first.snapshot();
    run(first, values, 2, 3, 4); // must not reach into the snapshot
    MovingAverage second = new MovingAverage(0.99, values);
    second.restore(snapshot);
    run(second, values, 7, 3, 6);

    assertThat(second.updates()).isEqualTo(6);
    whole
        .snapshot()
        .arrays()
        .forEach((name, array) -> assertThat(second.snapshot().array(name)).isEqualTo(array));
  }

  @Test
  void exchanged_twice_everything_is_where_it_was() {
    Map<String, float[]> values = values();
    MovingAverage average = new MovingAverage(0.9, values);
    run(average, values, 2, 0, 2);
    float[] weights = array(values, "b").clone();
    float[] averages = average.snapshot().array("b");

    try (Gang gang = Gang.ofExactly(2)) {
      average.exchange(gang);

      assertThat(array(values, "b")).isEqualTo(averages).isNotEqualTo(weights);

      average.exchange(gang);

      assertThat(array(values, "b")).isEqualTo(weights);
      assertThat(average.snapshot().array("b")).isEqualTo(averages);
    }
  }

  @Test
  void the_average_of_a_channel_that_died_becomes_zero_and_never_denormal() {
    float[] dying = {1, -1, 1e-20f};
    MovingAverage average = new MovingAverage(0.5, Map.of("w", dying));
    java.util.Arrays.fill(dying, 0);

    try (Gang gang = Gang.ofExactly(1)) {
      for (int t = 0; t < 200; t++) {
        average.update(gang);
        for (float value : average.snapshot().array("w")) {
          assertThat(value == 0 || Math.abs(value) >= Float.MIN_NORMAL).isTrue();
        }
      }
    }
    assertThat(average.snapshot().array("w")).containsExactly(0, 0, 0);
  }

  @Test
  void what_does_not_fit_is_refused() {
    MovingAverage average = new MovingAverage(0.9, values());

    assertThatExceptionOfType(OptimizationException.class)
        .isThrownBy(() -> average.restore(new Snapshot("sgd", 3, values())))
        .withMessageStartingWith(
            "The saved state is that of 'sgd', but this run uses 'moving-average'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MovingAverage(1, values()))
        .withMessage("Moving average with decay 1.0; expected at least 0 and below 1.");
  }

  private static float[] array(Map<String, float[]> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  private static Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    values.put("a", new float[97]);
    values.put("b", new float[1]);
    values.put("c", new float[2050]);
    move(values, -1);
    return values;
  }

  private static void move(Map<String, float[]> values, int t) {
    SplittableRandom random = new SplittableRandom(t);
    for (float[] array : values.values()) {
      for (int i = 0; i < array.length; i++) {
        array[i] = (float) random.nextDouble(-1, 1);
      }
    }
  }

  private static void run(
      MovingAverage average, Map<String, float[]> values, int threads, int from, int to) {
    try (Gang gang = Gang.ofExactly(threads)) {
      for (int t = from; t < to; t++) {
        move(values, t);
        average.update(gang);
      }
    }
  }
}
