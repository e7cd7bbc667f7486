package org.mobilenet4j.training.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Parameter;
import org.mobilenet4j.network.ParameterRole;
import org.mobilenet4j.network.architecture.Architecture;

class WeightDecayTest {
  @Test
  void the_table_of_a_run_counts_the_network_by_role() {
    Network network = Architecture.named("mobilenet-v1").resolution(32, 32).build();

    List<String> lines = WeightDecay.exceptDepthwise(4e-5).table(tensors(network)).lines();

    // 3·3·3·32 + 3,139,584 pointwise weights; 9 weights for each of 4,960 depthwise channels;
    // 1024·1000 of the classifier; two for each of 10,944 normalised channels. Sum: 4,231,976.
    assertThat(lines)
        .containsExactly(
            "role          tensors   parameters  weight decay",
            "convolution        14    3,140,448  4e-5",
            "depthwise          13       44,640  none",
            "dense               1    1,024,000  4e-5",
            "batch-norm         54       21,888  none",
            "bias                1        1,000  none");
  }

  @Test
  void running_statistics_have_no_role() {
    Network network = Architecture.named("mobilenet-v2").resolution(32, 32).build();
    for (Node node : network.nodes()) {
      for (Parameter parameter : network.parameters(node)) {
        if (!learned(parameter)) {
          assertThatIllegalArgumentException()
              .isThrownBy(() -> DecayRole.of(network, node, parameter))
              .withMessage(
                  "Node '%s' learns no '%s' by gradients, so it has no weight decay either."
                      .formatted(node.name(), parameter.role().key()));
        }
      }
    }
  }

  @Test
  void one_role_can_be_set_apart() {
    WeightDecay decay = WeightDecay.exceptDepthwise(1e-4).with(DecayRole.DEPTHWISE, 1e-5);

    assertThat(decay).isEqualTo(new WeightDecay(1e-4, 1e-5, 1e-4, 0, 0));
    for (DecayRole role : DecayRole.values()) {
      WeightDecay one = WeightDecay.none().with(role, 1);
      for (DecayRole other : DecayRole.values()) {
        assertThat(one.of(other)).isEqualTo(other == role ? 1 : 0);
      }
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WeightDecay.uniform(-1))
        .withMessage("Weight decay -1.0 for convolution; expected a number of at least 0.");
  }

  private static boolean learned(Parameter parameter) {
    return parameter.role() != ParameterRole.MEAN && parameter.role() != ParameterRole.VARIANCE;
  }

  private static List<LearnedTensor> tensors(Network network) {
    List<LearnedTensor> tensors = new ArrayList<>();
    for (Node node : network.nodes()) {
      for (Parameter parameter : network.parameters(node)) {
        if (learned(parameter)) {
          int elements = Math.toIntExact(parameter.elements());
          tensors.add(
              new LearnedTensor(
                  node.name() + "." + parameter.role().key(),
                  DecayRole.of(network, node, parameter),
                  new float[elements],
                  new float[elements]));
        }
      }
    }
    return tensors;
  }
}
