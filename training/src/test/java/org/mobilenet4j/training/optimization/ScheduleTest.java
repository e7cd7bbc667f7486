package org.mobilenet4j.training.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {
  private static final Schedule.Exponential PAPER =
      new Schedule.Exponential(0.94, 2.5, Schedule.Decline.STAIRCASE);

  /** Name, schedule, steps per epoch and epochs, as in the recipe of the goldens. */
  static Stream<Arguments> variants() {
    return Stream.of(
        Arguments.of("cosine", new Schedule.Cosine(0.01), 4, 6),
        Arguments.of("staircase", PAPER, 4, 6),
        Arguments.of("smooth", new Schedule.Exponential(0.94, 2.5, Schedule.Decline.SMOOTH), 4, 6),
        Arguments.of("warm-up", new Schedule.Warmup(2, 0.01, new Schedule.Cosine(0.001)), 4, 6),
        // torch puts the peak at step 0.3 · 11 − 1 and the end at step 10, counted from 0.
        Arguments.of("one-cycle", new Schedule.OneCycle(0.23, 25, 1e4), 1, 10));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("variants")
  void every_step_has_the_learning_rate_of_torch(
      String name, Schedule schedule, int stepsPerEpoch, int epochs) throws IOException {
    double[] expected = Golden.read("schedules.txt").numbers(name);

    for (int step = 0; step < expected.length; step++) {
      assertThat(schedule.at((double) step / stepsPerEpoch, epochs))
          .as("step %d", step)
          .isCloseTo(expected[step], within(1e-12));
    }
  }

  @Test
  void a_staircase_falls_at_its_edge_although_the_epoch_is_a_rounded_fraction() {
    // 7.5 epochs, reached as a sum of sevenths that rounding leaves a little below.
    double epoch = 0;
    for (int step = 0; step < 15; step++) {
      epoch += 0.1;
      epoch += 0.4;
    }
    double justBelow = Math.min(epoch, Math.nextDown(7.5));

    assertThat(PAPER.at(justBelow, 100)).isCloseTo(Math.pow(0.94, 3), within(1e-15));
    assertThat(PAPER.at(7.4, 100)).isCloseTo(Math.pow(0.94, 2), within(1e-15));
  }

  @Test
  void a_run_shorter_than_its_warm_up_stays_on_the_line() {
    Schedule schedule = new Schedule.Warmup(5, 0, new Schedule.Cosine(0));

    assertThat(schedule.at(0, 2)).isZero();
    assertThat(schedule.at(1, 2)).isCloseTo(0.2, within(1e-15));
    assertThat(schedule.at(2, 2)).isCloseTo(0.4, within(1e-15));
  }

  @Test
  void beyond_the_end_a_cosine_stays_on_its_floor() {
    assertThat(new Schedule.Cosine(0.1).at(12, 10)).isCloseTo(0.1, within(1e-15));
    assertThat(new Schedule.Constant().at(12, 10)).isEqualTo(1);
  }

  @Test
  void settings_that_make_no_schedule_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Schedule.Exponential(1.5, 2, Schedule.Decline.SMOOTH))
        .withMessage("A learning rate that declines by 1.5; expected above 0 and at most 1.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Schedule.Exponential(0.5, 0, Schedule.Decline.SMOOTH))
        .withMessageContaining("every 0.0 epochs; expected a number above 0");
    assertThatIllegalArgumentException().isThrownBy(() -> new Schedule.Cosine(-0.1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Schedule.Cosine(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> new Schedule.OneCycle(1, 25, 1e4));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Schedule.Warmup(1, 0, new Schedule.Warmup(1, 0, PAPER)));
    assertThatIllegalArgumentException().isThrownBy(() -> PAPER.at(-1, 10));
    assertThatIllegalArgumentException().isThrownBy(() -> PAPER.at(0, 0));
  }

  @Test
  void a_schedule_says_in_words_what_it_does() {
    assertThat(PAPER.describe()).isEqualTo("times 0.94 every 2.5 epochs, in steps");
    assertThat(new Schedule.Warmup(5, 0.01, new Schedule.Cosine(0)).describe())
        .isEqualTo("linear warm-up from 0.01 over 5 epochs, then cosine down to 0");
    assertThat(Schedule.OneCycle.usual().describe())
        .isEqualTo("one cycle: from 1/25 up to the peak at 0.3 of the run, down to 1/250000");
  }
}
