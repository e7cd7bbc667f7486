package org.mobilenet4j.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobilenet4j.inference.TestNetworks.small;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.kernels.Gang;
import org.mobilenet4j.kernels.ScalarKernels;
import org.mobilenet4j.kernels.VectorKernels;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.model.file.SeededInput;
import org.mobilenet4j.network.Network;

/** Plans on the blocked layout against the scalar kernels, to the bit. */
class BlockedPlanTest {
  private static final List<VectorKernels> WIDTHS =
      List.of(
          new VectorKernels(128, 16),
          new VectorKernels(128, 32),
          new VectorKernels(256, 16),
          new VectorKernels(256, 32),
          new VectorKernels(512, 32));

  static Stream<Network> networks() {
    return Stream.concat(
        TestNetworks.all(),
        Stream.of(
            small("mobilenet-v1", "32x48", "width=0.25"),
            small("mobilenet-v1", "40x32", "width=0.25,padding=same"),
            small("mobilenet-v2", "32x64", "width=0.35"),
            small("mobilenet-v2", "57x35", "width=0.1,padding=same"),
            small("mobilenet-v3-small", "64x32", "width=0.35"),
            small("mobilenet-v3-large", "48x48", "width=0.35"),
            small("mobilenet-v3-small-minimalistic", "33x65", ""),
            small("mnasnet-a1", "32x32", ""),
            small("mobilenet-v2", "48x32", "width=0.35,projection-activation=relu6"),
            small("mobilenet-v2", "33x47", "width=0.35,shortcut=expansion,padding=same"),
            small("mobilenet-v2", "32x32", "width=0.35,shortcut=none,expansion=1"),
            small("mobilenet-v3-small", "32x48", "width=0.35,hard-swish=swish,expansion=3"),
            small("mobilenet-v3-small", "48x32", "hard-swish=relu,squeeze-excite=no"),
            small(
                "mobilenet-v3-large",
                "32x32",
                "width=0.35,shortcut=expansion,projection-activation=relu6"),
            small("mnasnet-a1", "32x32", "squeeze-excite=no,expansion=2,shortcut=expansion"),
            small("squeezenet-1.1", "49x64", ""),
            small("resnet-18", "32x40", "")));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void every_width_of_vectors_gives_the_bits_of_the_scalar_kernels(Network network) {
    Model model = SeededWeights.of(network, 3);
    float[] image = SeededInput.of(4, network.input());

    float[] expected = run(Plan.of(model, new ScalarKernels()), image, 1);

    for (VectorKernels kernels : WIDTHS) {
      Plan plan = Plan.of(model, kernels, PlanLayout.BLOCKED);
      for (int threads : new int[] {1, 2, 3}) {
        assertThat(run(plan, image, threads))
            .as("%s, %d threads", plan.describe(), threads)
            .isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mobilenet-v1",
        "mobilenet-v2",
        "mobilenet-v3-small",
        "mobilenet-v3-large",
        "mobilenet-v3-small-minimalistic",
        "mobilenet-v3-large-minimalistic",
        "mnasnet-a1"
      })
  void the_networks_of_this_project_run_in_blocks_and_bands(String name) {
    Plan plan = blocked(small(name, "32", ""));

    assertThat(plan.outsideOfBlocks()).isEmpty();
    assertThat(plan.describe()).anyMatch(step -> step.contains("bands of"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"squeezenet-1.1", "resnet-50"})
  void the_networks_beside_them_run_in_blocks(String name) {
    Plan plan = blocked(small(name, "64", ""));

    assertThat(plan.outsideOfBlocks()).isEmpty();
    assertThat(plan.describe()).noneMatch(step -> step.startsWith("to_"));
  }

  @Test
  void blocks_with_swish_are_fused_like_those_with_hard_swish() {
    List<String> hard = fusedNodes("hard-swish=hard-swish");

    assertThat(fusedNodes("hard-swish=swish")).isEqualTo(hard);
    assertThat(hard).anyMatch(nodes -> nodes.contains("expand"));
  }

  /** What each step computes; the names of its kernels tell the activations apart. */
  private static List<String> fusedNodes(String options) {
    Plan plan = blocked(small("mobilenet-v3-large", "32", options));
    return plan.program().steps().stream().map(step -> String.join(" ", step.nodes())).toList();
  }

  @Test
  void operations_that_need_channels_last_are_named_and_the_others_run_in_blocks() {
    Plan plan = blocked(TestNetworks.everything());

    assertThat(plan.outsideOfBlocks())
        .containsExactly(
            "node 'norm': a batch normalisation that is not folded into a convolution before it",
            "node 'conv': a convolution in 2 groups that is not depthwise",
            "node 'lrn': a local response normalisation",
            "node 'resize': an operation on values without frames, while convolutions read 'resize' with zeros around it",
            "node 'fc': a dense layer over a picture of 5x9x12");
    assertThat(plan.describe())
        .anyMatch(step -> step.startsWith("convolution_"))
        .anyMatch(step -> step.startsWith("to_channels_last"))
        .anyMatch(step -> step.startsWith("to_blocks"));
  }

  @Test
  void a_network_that_ends_with_a_picture_runs_in_blocks() {
    Network whole = TestNetworks.everything();
    Network network =
        Network.of(
            whole.input(),
            whole.nodes().stream().takeWhile(node -> !node.name().equals("fc")).toList());
    Model model = SeededWeights.of(network, 3);
    float[] image = SeededInput.of(4, network.input());

    Plan plan = blocked(network);

    assertThat(network.outputShape().pixels()).isGreaterThan(1);
    assertThat(plan.warmUp().isEmpty() && plan.describe().getLast().startsWith("to_channels_last"))
        .isTrue();
    assertThat(run(Plan.of(model, WIDTHS.getFirst(), PlanLayout.BLOCKED), image, 2))
        .isEqualTo(run(Plan.of(model, new ScalarKernels()), image, 1));
  }

  private static Plan blocked(Network network) {
    return Plan.of(SeededWeights.of(network, 1), WIDTHS.getFirst(), PlanLayout.BLOCKED);
  }

  @Test
  void what_an_earlier_image_left_behind_changes_nothing() {
    Network network = small("mobilenet-v2", "41x32", "width=0.35");
    Plan plan = Plan.of(SeededWeights.of(network, 9), new VectorKernels(), PlanLayout.BLOCKED);
    float[] image = SeededInput.of(10, network.input());
    float[] broken = image.clone();
    Arrays.fill(broken, Float.NaN);

    try (Session session = new Session(plan, Gang.ofExactly(2))) {
      float[] first = session.run(image);
      assertThat(session.run(broken)).containsOnly(Float.NaN);

      assertThat(session.run(image)).isEqualTo(first);
    }
  }

  private static float[] run(Plan plan, float[] image, int threads) {
    try (Session session = new Session(plan, Gang.ofExactly(threads))) {
      return session.run(image);
    }
  }
}
