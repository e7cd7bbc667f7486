package org.mobilenet4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.training.recipe.LossFunction;

/** A loss that grows and is still a number; twelve classes. */
class DivergenceTest {
  private static Divergence of(LossFunction loss) {
    return new Divergence(SmallRun.task(SmallRun.recipe().withLoss(loss)));
  }

  /** One whose run begins as a network that knows nothing does. */
  private static Divergence begun(LossFunction loss) {
    Divergence divergence = of(loss);
    assertThat(divergence.isSeenIn(0.6)).isFalse();
    return divergence;
  }

  private static boolean seenWithin(Divergence divergence, int steps, double loss) {
    return IntStream.range(0, steps).anyMatch(step -> divergence.isSeenIn(loss));
  }

  @ParameterizedTest(name = "{0}: ten times guessing is {1}")
  @CsvSource({"CROSS_ENTROPY, 24.849", "BINARY, 6.9315"})
  void twenty_steps_above_ten_times_the_loss_of_guessing_are_too_many(
      LossFunction loss, double limit) {
    assertThat(seenWithin(begun(loss), 19, 1.001 * limit)).isFalse();
    assertThat(seenWithin(begun(loss), 20, 1.001 * limit)).isTrue();
    assertThat(seenWithin(begun(loss), 1000, 0.999 * limit)).isFalse();
  }

  @Test
  void a_run_may_begin_badly() {
    assertThat(seenWithin(of(LossFunction.CROSS_ENTROPY), 1000, 1e6)).isFalse();
  }

  @Test
  void the_run_is_suspected_as_long_as_its_loss_is_above_the_limit() {
    Divergence divergence = begun(LossFunction.CROSS_ENTROPY);
    assertThat(divergence.isSuspected()).isFalse();

    assertThat(divergence.isSeenIn(25)).isFalse();
    assertThat(divergence.isSuspected()).isTrue();

    assertThat(divergence.isSeenIn(24)).isFalse();
    assertThat(divergence.isSuspected()).isFalse();
  }

  @Test
  void what_a_checkpoint_keeps_is_the_limit_of_the_first_loss() {
    Map<String, String> kept = new HashMap<>();
    Divergence first = of(LossFunction.CROSS_ENTROPY);
    assertThat(first.isSeenIn(1000)).isFalse();
    first.put(kept);

    Divergence resumed = of(LossFunction.CROSS_ENTROPY);
    resumed.restore(kept);

    assertThat(seenWithin(resumed, 1000, 9_999)).isFalse();
    assertThat(seenWithin(resumed, 20, 10_001)).isTrue();
  }

  @Test
  void before_the_first_loss_there_is_nothing_to_keep() {
    Map<String, String> kept = new HashMap<>();
    of(LossFunction.CROSS_ENTROPY).put(kept);
    Divergence resumed = of(LossFunction.CROSS_ENTROPY);

    resumed.restore(kept);

    assertThat(seenWithin(resumed, 1000, 1e6)).isFalse();
  }

  @Test
  void a_spike_is_forgiven() {
    Divergence divergence = begun(LossFunction.CROSS_ENTROPY);

    for (int spike = 0; spike < 10; spike++) {
      assertThat(seenWithin(divergence, 19, 1e6)).isFalse();
      assertThat(divergence.isSeenIn(2)).isFalse();
    }
  }
}
