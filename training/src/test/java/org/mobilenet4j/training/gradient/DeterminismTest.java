package org.mobilenet4j.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mobilenet4j.kernels.VectorKernels;
import org.mobilenet4j.kernels.gradient.GradientKernels;
import org.mobilenet4j.kernels.gradient.ScalarGradientKernels;
import org.mobilenet4j.kernels.gradient.VectorGradientKernels;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.training.gradient.SmallTraining.Mode;

/** Logits, gradients and statistics depend on nothing but network, weights, batch and seed. */
class DeterminismTest {
  private static final GradientKernels VECTORS =
      new VectorGradientKernels(new VectorKernels().blocked());
  private static final Network EVERYTHING = SmallNetworks.ofEverything();
  private static final Network OTHER = SmallNetworks.all().sequencedValues().getLast();
  private static final Network V3 = Architecture.named("mobilenet-v3-small").resolution(32).build();

  private static int bits(Network network, GradientKernels kernels, int threads) {
    try (SmallTraining training = training(network, kernels, threads)) {
      return training.bits(training.step());
    }
  }

  private static SmallTraining training(Network network, GradientKernels kernels, int threads) {
    return new SmallTraining(network, kernels, Mode.STOCHASTIC_DEPTH, threads, 1);
  }

  @Test
  void threads_do_not_change_a_bit() {
    assertSameForThreads(EVERYTHING, new ScalarGradientKernels());
    assertSameForThreads(EVERYTHING, VECTORS);
    assertSameForThreads(V3, VECTORS);
  }

  private static void assertSameForThreads(Network network, GradientKernels kernels) {
    int alone = bits(network, kernels, 1);
    for (int threads : new int[] {2, 3, 5}) {
      assertThat(bits(network, kernels, threads)).as("%d threads", threads).isEqualTo(alone);
    }
  }

  @Test
  void another_network_in_between_does_not_change_a_bit() {
    int alone = bits(EVERYTHING, VECTORS, 2);
    try (SmallTraining training = training(EVERYTHING, VECTORS, 2)) {
      int other = bits(OTHER, VECTORS, 2);

      assertThat(training.bits(training.step())).isEqualTo(alone).isNotEqualTo(other);
    }
  }

  @Test
  void a_second_load_begins_anew() {
    try (SmallTraining training = training(EVERYTHING, VECTORS, 2)) {
      int first = training.bits(training.step());
      for (Learned each : training.trained().learned()) {
        each.values()[0] += 1;
      }
      training.trained().refill();
      int changed = training.bits(training.step());

      training.trained().load(SmallTraining.weights(EVERYTHING, 1));

      assertThat(training.bits(training.step())).isEqualTo(first).isNotEqualTo(changed);
    }
  }

  @Test
  void weights_are_taken_over_when_they_are_refilled() {
    try (SmallTraining training = training(EVERYTHING, VECTORS, 1);
        SmallTraining loaded = training(EVERYTHING, VECTORS, 1)) {
      training.step();
      for (Learned each : training.trained().learned()) {
        each.values()[0] += 1;
      }
      training.trained().refill();
      loaded.trained().load(training.trained().weights());

      int refilled = training.bits(training.step());

      assertThat(refilled).isEqualTo(loaded.bits(loaded.step()));
    }
  }

  @Test
  void evaluation_neither_moves_statistics_nor_draws() {
    try (SmallTraining training = new SmallTraining(EVERYTHING, VECTORS, Mode.RUNNING, 1, 1);
        SmallTraining again = new SmallTraining(EVERYTHING, VECTORS, Mode.RUNNING, 3, 1)) {
      int first = training.bits(training.step());

      assertThat(training.bits(training.step())).isEqualTo(first);
      assertThat(again.bits(again.step())).isEqualTo(first);
    }
  }
}
