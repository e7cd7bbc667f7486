package org.mobilenet4j.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.kernels.Gang;
import org.mobilenet4j.kernels.ScalarKernels;
import org.mobilenet4j.kernels.VectorKernels;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.Shape;

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

  /** Such an input lies in one block, and is no map of blocks all the same. */
  @ParameterizedTest
  @ValueSource(ints = {4, 8, 16})
  void an_input_of_as_many_channels_as_a_vector_has_lanes_gives_the_bits_of_the_scalar_kernels(
      int channels) {
    Network.Builder builder = new Network.Builder(new Shape(28, 27, channels));
    Extent three = Extent.square(3);
    Padding one = new Padding.Symmetric(1, 1);
    builder.add(
        new Node(
            "stem",
            new Op.Convolution(20, three, Extent.square(2), Extent.ONE, 1, one, Bias.ADDED),
            List.of(Network.INPUT)));
    builder.add(
        new Node("relu", new Op.Activation(new ActivationFunction.Relu()), List.of("stem")));
    builder.add(
        new Node(
            "depthwise",
            new Op.Convolution(20, three, Extent.ONE, Extent.ONE, 20, one, Bias.ADDED),
            List.of("relu")));
    builder.add(
        new Node(
            "projection",
            new Op.Convolution(
                12, Extent.ONE, Extent.ONE, Extent.ONE, 1, Padding.none(), Bias.ADDED),
            List.of("depthwise")));
    Network network = builder.build();
    Model model = RandomModels.of(network, channels);
    float[] image = RandomModels.image(network, 1, channels);
    float[] expected = run(Plan.of(model, new ScalarKernels()), image, 1);

    for (VectorKernels kernels : WIDTHS) {
      Plan plan = Plan.of(model, kernels, PlanLayout.BLOCKED);
      assertThat(run(plan, image, 2)).as("%s", kernels.name()).isEqualTo(expected);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void an_image_that_is_no_number_leaves_nothing_to_the_next(int seed) {
    Network network = RandomNetworks.of(seed);
    Model model = RandomModels.of(network, seed);
    Plan plan = Plan.of(model, WIDTHS.get(seed % WIDTHS.size()), PlanLayout.BLOCKED);
    float[] image = RandomModels.image(network, 1, seed);
    float[] broken = new float[image.length];
    Arrays.fill(broken, Float.NaN);
    float[] expected = run(plan, image, 1);

    try (Session session = new Session(plan, Gang.ofExactly(1))) {
      assertThat(session.run(broken)).hasSize(expected.length);
      assertThat(session.run(image)).as("%s", plan.describe()).isEqualTo(expected);
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
