package org.mobilenet4j.network.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.Rounding;
import org.mobilenet4j.network.cost.Cost;

/** What the papers and the published code choose beside the numbers of a table. */
class PublishedChoicesTest {
  static Stream<String> all() {
    return Stream.concat(Zoo.names().stream(), Zoo.variants().stream());
  }

  private static Op op(Network network, String name) {
    return network.node(name).orElseThrow().op();
  }

  @ParameterizedTest(name = "V2 at width {1} by the rule {0}: {2} channels before the pool")
  @CsvSource({
    "TORCHVISION, 0.35, 1280",
    "TORCHVISION, 0.75, 1280",
    "TORCHVISION, 1.0, 1280",
    "TORCHVISION, 1.3, 1664",
    "TORCHVISION, 1.4, 1792",
    "TIMM, 0.5, 1280",
    "KERAS, 0.5, 1280",
    "SLIM_FINEGRAIN, 0.5, 1280",
    "SLIM_FINEGRAIN, 1.4, 1792",
    "SLIM, 0.5, 640",
    "SLIM, 0.35, 448",
  })
  void the_last_convolution_of_v2_is_never_narrower_than_1280(
      WidthRule rule, double width, int channels) {
    Network network = Architecture.named("mobilenet-v2").widthRule(rule).width(width).build();

    assertThat(network.shape("conv_last").channels()).isEqualTo(channels);
  }

  @ParameterizedTest
  @CsvSource({
    "mobilenet-v1, SLIM",
    "conv-mobilenet, SLIM",
    "mobilenet-v2, TORCHVISION",
    "mobilenet-v3-large, SLIM_FINEGRAIN",
    "mobilenet-v3-small, SLIM_FINEGRAIN",
    "mobilenet-v3-large-minimalistic, SLIM_FINEGRAIN",
    "mnasnet-a1, TIMM"
  })
  void each_family_has_the_width_rule_of_its_published_models(String name, WidthRule rule) {
    assertThat(Architecture.named(name).options().widthRule()).isEqualTo(rule);
  }

  @Test
  void the_155_million_of_the_paper_are_those_of_a_head_that_is_not_scaled() {
    Architecture narrow = Architecture.named("mobilenet-v3-large").width(0.75);

    assertThat(Cost.of(narrow.build()).multiplyAdds()).isEqualTo(154_560_624);
    assertThat(Cost.of(narrow.widthRule(WidthRule.TORCHVISION).build()).multiplyAdds())
        .isEqualTo(140_033_816);
  }

  @ParameterizedTest
  @CsvSource({"mobilenet-v3-large, 1280", "mobilenet-v3-small, 1024"})
  void the_head_of_v3_has_a_bias_and_hard_swish_and_no_batch_normalisation(
      String name, int channels) {
    Network network = Architecture.named(name).build();

    assertThat(op(network, "conv_head")).isEqualTo(new Op.Dense(channels, Bias.ADDED));
    assertThat(network.node("conv_head.bn")).isEmpty();
    assertThat(op(network, "conv_head.act"))
        .isEqualTo(new Op.Activation(new ActivationFunction.HardSwish()));
  }

  @ParameterizedTest(name = "{0}: the first {1} of {2} blocks have ReLU")
  @CsvSource({"mobilenet-v3-large, 6, 15", "mobilenet-v3-small, 3, 11"})
  void v3_has_relu_in_its_early_blocks_and_hard_swish_elsewhere(
      String name, int early, int blocks) {
    Network network = Architecture.named(name).build();

    for (int i = 0; i < blocks; i++) {
      assertThat(op(network, "block%d.dw.act".formatted(i)))
          .isEqualTo(
              new Op.Activation(
                  i < early ? new ActivationFunction.Relu() : new ActivationFunction.HardSwish()));
      assertThat(network.node("block%d.project.act".formatted(i))).isEmpty();
    }
    for (String layer : List.of("conv0.act", "conv_last.act")) {
      assertThat(op(network, layer))
          .isEqualTo(new Op.Activation(new ActivationFunction.HardSwish()));
    }
    assertThat(network.node("block0.expand")).isEmpty();
    assertThat(network.node("block" + blocks + ".dw")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"mobilenet-v3-large-minimalistic", "mobilenet-v3-small-minimalistic"})
  void the_minimalistic_v3_has_only_what_every_processor_does_well(String name) {
    for (Node node : Architecture.named(name).build().nodes()) {
      assertThat(node.op()).isNotInstanceOf(Op.Scale.class);
      if (node.op() instanceof Op.Activation(ActivationFunction function)) {
        assertThat(function).isEqualTo(new ActivationFunction.Relu());
      }
      if (node.op() instanceof Op.Convolution convolution) {
        assertThat(convolution.kernel().height()).isLessThanOrEqualTo(3);
      }
    }
  }

  @Test
  void slope_and_offset_of_the_gate_are_what_the_options_say() {
    Architecture architecture = Architecture.named("mobilenet-v3-small");
    assertThat(op(architecture.build(), "block0.se.gate"))
        .isEqualTo(new Op.Activation(new ActivationFunction.HardSigmoid(1f / 6, 0.5f)));

    Architecture other =
        architecture
            .with(ArchitectureOption.HARD_SIGMOID_SLOPE, "0.2")
            .with(ArchitectureOption.HARD_SIGMOID_OFFSET, "0.45");

    assertThat(op(other.build(), "block0.se.gate"))
        .isEqualTo(new Op.Activation(new ActivationFunction.HardSigmoid(0.2f, 0.45f)));
  }

  @Test
  void pools_of_squeezenet_round_up_unless_they_are_told_otherwise() {
    Architecture architecture = Architecture.named("squeezenet-1.0");
    assertThat(architecture.options().poolRounding()).isEqualTo(Rounding.CEIL);
    assertThat(architecture.build().shape("pool4")).hasToString("27x27x256");

    Architecture floor = architecture.with(ArchitectureOption.POOL_ROUNDING, "floor");

    assertThat(floor.build().shape("pool4")).hasToString("26x26x256");
  }

  @Test
  void padding_and_epsilon_reach_every_layer() {
    Network network =
        Architecture.named("mobilenet-v2")
            .padding(PaddingRule.SYMMETRIC)
            .batchNormEpsilon(1e-5f)
            .build();

    for (Node node : network.nodes()) {
      if (node.op() instanceof Op.Convolution convolution) {
        assertThat(convolution.padding()).isEqualTo(Padding.half(convolution.kernel()));
      }
      if (node.op() instanceof Op.BatchNorm norm) {
        assertThat(norm.epsilon()).isEqualTo(1e-5f);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void every_option_survives_being_written_as_text(String name) {
    Random random = new Random(name.hashCode());
    for (int i = 0; i < 20; i++) {
      Architecture chosen = Architecture.named(name);
      for (String key : chosen.optionsAsText().keySet()) {
        ArchitectureOption option = ArchitectureOption.of(key);
        chosen = chosen.with(option, some(option, chosen, random));
      }

      Architecture again = Architecture.named(name);
      for (Map.Entry<String, String> option : chosen.optionsAsText().entrySet()) {
        again = again.with(ArchitectureOption.of(option.getKey()), option.getValue());
      }

      assertThat(again.options()).isEqualTo(chosen.options());
      assertThat(again.build().nodes()).isEqualTo(chosen.build().nodes());
    }
  }

  private static String some(ArchitectureOption option, Architecture architecture, Random random) {
    return switch (option) {
      case WIDTH -> Double.toString(0.1 + 2 * random.nextDouble());
      case WIDTH_RULE -> {
        List<WidthRule> rules = List.copyOf(architecture.widthRules());
        yield rules.get(random.nextInt(rules.size())).key();
      }
      case RESOLUTION -> (200 + random.nextInt(60)) + "x" + (200 + random.nextInt(60));
      case INPUT_CHANNELS -> Integer.toString(1 + random.nextInt(4));
      case CLASSES -> Integer.toString(1 + random.nextInt(2_000));
      case HEAD -> random.nextBoolean() ? "classifier" : "features";
      case PADDING -> random.nextBoolean() ? "same" : "symmetric";
      case BATCH_NORM_EPSILON -> Float.toString(random.nextFloat() / 1_000);
      case ACTIVATION -> random.nextBoolean() ? "relu" : "relu6";
      case HARD_SIGMOID_SLOPE, HARD_SIGMOID_OFFSET -> Float.toString(0.01f + random.nextFloat());
      case POOL_ROUNDING -> random.nextBoolean() ? "floor" : "ceil";
      case PROJECTION_ACTIVATION -> random.nextBoolean() ? "linear" : "relu6";
      case SHORTCUT -> List.of("bottleneck", "expansion", "none").get(random.nextInt(3));
      case HARD_SWISH -> List.of("hard-swish", "swish", "relu").get(random.nextInt(3));
      case SQUEEZE_EXCITE -> random.nextBoolean() ? "yes" : "no";
      case EXPANSION -> random.nextBoolean() ? "table" : Integer.toString(1 + random.nextInt(8));
    };
  }
}
