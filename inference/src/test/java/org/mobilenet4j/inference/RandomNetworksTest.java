package org.mobilenet4j.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobilenet4j.kernels.Gang;
import org.mobilenet4j.kernels.ScalarKernels;
import org.mobilenet4j.kernels.VectorKernels;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.network.Network;

/** Networks that nobody would draw, on the blocked layout and channels last, to the bit. */
class RandomNetworksTest {
  private static final int NETWORKS = 90;

  private static final List<VectorKernels> WIDTHS =
      List.of(new VectorKernels(128), new VectorKernels(256), new VectorKernels(512));

  static IntStream seeds() {
    return IntStream.range(0, NETWORKS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void every_layout_and_width_gives_the_bits_of_the_scalar_kernels(int seed) {
    Network network = RandomNetworks.of(seed);
    Model model = RandomModels.of(network, seed);
    float[] images = RandomModels.image(network, 2, seed);
    float[] expected = run(Plan.of(model, new ScalarKernels()), images, 1);

    VectorKernels kernels = WIDTHS.get(seed % WIDTHS.size());
    for (PlanLayout layout : List.of(PlanLayout.BLOCKED, PlanLayout.CHANNELS_LAST)) {
      Plan plan = Plan.of(model, kernels, layout);
      for (int threads : new int[] {1, 3}) {
        assertThat(run(plan, images, threads))
            .as("%s, %s, %d threads: %s", kernels.name(), layout, threads, plan.describe())
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void all_of_these_networks_run_in_blocks_and_many_without_copies() {
    List<Plan> plans =
        seeds()
            .mapToObj(seed -> RandomModels.of(RandomNetworks.of(seed), seed))
            .map(model -> Plan.of(model, WIDTHS.getFirst()))
            .toList();

    assertThat(plans).allMatch(plan -> plan.warmUp().isPresent());
    assertThat(plans).filteredOn(plan -> plan.outsideOfBlocks().isEmpty()).hasSizeGreaterThan(22);
    assertThat(plans).filteredOn(plan -> !plan.outsideOfBlocks().isEmpty()).hasSizeGreaterThan(9);
  }

  private static float[] run(Plan plan, float[] images, int threads) {
    try (Session session = new Session(plan, Gang.ofExactly(threads))) {
      return session.run(images);
    }
  }
}
