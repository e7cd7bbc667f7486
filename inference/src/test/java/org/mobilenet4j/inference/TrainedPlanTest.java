package org.mobilenet4j.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobilenet4j.inference.TestNetworks.small;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.mobilenet4j.kernels.Gang;
import org.mobilenet4j.kernels.VectorKernels;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.model.file.SeededInput;
import org.mobilenet4j.network.Network;

/** Plans on their way to full speed, with vectors of this machine alone, as programs have them. */
class TrainedPlanTest {
  @Test
  void a_plan_gives_the_same_bits_before_while_and_after_it_warms_up() {
    Network network = small("mobilenet-v3-small", "64", "width=0.35");
    float[] image = SeededInput.of(5, network.input());
    Plan plan = Plan.of(SeededWeights.of(network, 6), new VectorKernels());

    try (Session session = new Session(plan, Gang.ofExactly(2))) {
      float[] before = session.run(image);
      assertThat(plan.training()).isEmpty();
      while (plan.training().isEmpty()) {
        assertThat(session.run(image)).isEqualTo(before);
      }
      session.warmUp();

      assertThat(session.run(image)).isEqualTo(before);
      assertThat(plan.training()).isPresent();
    }
  }

  @Test
  void a_plan_trains_its_own_kernels_and_shares_those_of_others() {
    VectorKernels kernels = new VectorKernels();
    Network network = TestNetworks.residual();
    Plan plan = Plan.of(SeededWeights.of(network, 1), kernels);
    Plan unused = Plan.of(SeededWeights.of(small("mobilenet-v1", "32", ""), 2), kernels);
    Plan same = Plan.of(SeededWeights.of(network, 3), kernels);

    plan.warmUp().orElseThrow().finish();
    same.warmUp().orElseThrow().spent(1);
    Plan late = Plan.of(SeededWeights.of(network, 4), kernels);

    assertThat(plan.training().orElseThrow().kernels())
        .isNotEmpty()
        .noneMatch(kernel -> kernel.name().startsWith("depthwise_3x3")); // those of the unused one
    assertThat(plan.warmUp().orElseThrow().program()).isSameAs(plan.program());
    assertThat(same.warmUp().orElseThrow().program()).isSameAs(same.program());
    assertThat(late.warmUp().orElseThrow().program()).isSameAs(late.program());
    assertThat(unused.warmUp().orElseThrow().program()).isNotSameAs(unused.program());
    assertThat(unused.training()).isEmpty();
  }

  @Test
  void sessions_side_by_side_do_not_disturb_one_another() throws Exception {
    Network network = small("mobilenet-v2", "32", "width=0.35");
    float[] image = SeededInput.of(7, network.input());
    Plan plan = Plan.of(SeededWeights.of(network, 8), new VectorKernels());
    float[] expected = run(plan, image, 1);

    try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
      List<Future<float[]>> results = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        int threads = 1 + i % 2;
        results.add(callers.submit(() -> run(plan, image, threads)));
      }
      plan.warmUp().orElseThrow().finish();
      for (int i = 0; i < 40; i++) {
        results.add(callers.submit(() -> run(plan, image, 2)));
      }
      for (Future<float[]> result : results) {
        assertThat(result.get()).isEqualTo(expected);
      }
    }
  }

  private static float[] run(Plan plan, float[] image, int threads) {
    try (Session session = new Session(plan, Gang.ofExactly(threads))) {
      return session.run(image);
    }
  }
}
