package org.mobilenet4j.network.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.ArchitectureException;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.cost.ActivationMemory;
import org.mobilenet4j.network.cost.Cost;
import org.mobilenet4j.network.cost.LayerCost;

/** What the papers leave out of their networks, or exchange, and what that costs or saves. */
class AblationsTest {
  private static final String V2 = "mobilenet-v2";
  private static final String LARGE = "mobilenet-v3-large";
  private static final String SMALL = "mobilenet-v3-small";
  private static final String MNASNET = "mnasnet-a1";

  private static Network with(String name, String option, String value) {
    return Architecture.named(name).with(ArchitectureOption.of(option), value).build();
  }

  private static Map<String, Integer> channels(Network network, String ending) {
    return network.nodes().stream()
        .map(Node::name)
        .filter(name -> name.endsWith(ending))
        .collect(Collectors.toMap(name -> name, name -> network.shape(name).channels()));
  }

  private static List<String> sums(Network network) {
    return network.nodes().stream()
        .filter(node -> node.op() instanceof Op.Add)
        .map(Node::name)
        .toList();
  }

  private static void assertEqualCosts(String name, Network network) {
    Cost printed = Cost.of(Architecture.named(name).build());
    Cost found = Cost.of(network);
    assertThat(found.multiplyAdds()).isEqualTo(printed.multiplyAdds());
    assertThat(found.parameters()).isEqualTo(printed.parameters());
  }

  @ParameterizedTest(name = "{0}: {1} projections")
  @CsvSource({V2 + ", 17", LARGE + ", 15", SMALL + ", 11", MNASNET + ", 16"})
  void relu6_follows_every_projection_before_the_sum_and_costs_nothing(
      String name, int projections) {
    Network network = with(name, "projection-activation", "relu6");

    List<Node> behind =
        network.nodes().stream()
            .filter(node -> node.name().matches("block\\d+\\.project\\.act|sep\\.pw\\.act"))
            .toList();
    assertThat(behind).hasSize(projections);
    assertThat(behind)
        .allMatch(node -> node.op().equals(new Op.Activation(new ActivationFunction.Relu6())));
    assertThat(sums(network)).isEqualTo(sums(Architecture.named(name).build())).isNotEmpty();
    for (String sum : sums(network)) {
      assertThat(network.node(sum).orElseThrow().inputs().getFirst()).endsWith(".project.act");
    }
    assertEqualCosts(name, network);
  }

  @Test
  void with_relu6_a_block_with_an_expansion_stays_one_for_the_memory() {
    ActivationMemory printed = Cost.of(Architecture.named(V2).build()).memory();

    ActivationMemory found = Cost.of(with(V2, "projection-activation", "relu6")).memory();

    assertThat(found.blocks()).isEqualTo(printed.blocks());
    // The first block has no expansion: with ReLU6 it is a pair of V1, of one inner channel.
    assertThat(printed.blocksWithInner().elements()).isEqualTo(627_200);
    assertThat(found.blocksWithInner().elements()).isEqualTo(627_200 - 112 * 112);
  }

  @ParameterizedTest
  @ValueSource(strings = {V2, LARGE, SMALL, MNASNET})
  void without_shortcuts_nothing_is_summed_and_nothing_else_changes(String name) {
    Network network = with(name, "shortcut", "none");

    assertThat(sums(network)).isEmpty();
    assertEqualCosts(name, network);
    assertThat(network.outputShape()).hasToString("1x1x1000");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    // As many as V2 has between bottlenecks: the blocks behind 2, 4, 5, 7, 8, 9, 11, 12, 14, 15.
    V2 + ", 3 5 6 8 9 10 12 13 15 16",
    // Where Table 1 has one size twice in a row: 72, 120, 184, 672, 960.
    LARGE + ", 3 5 9 12 14",
    // Table 2: 240 and 576.
    SMALL + ", 5 10",
    // Behind the first of a row: 3 · 40, then 6 · 80 as far as the 112, 6 · 112 and 6 · 160.
    MNASNET + ", 4 7 8 9 11 13 14",
  })
  void shortcuts_between_expansions_join_blocks_in_a_row_whose_expansions_have_one_shape(
      String name, String blocks) {
    Network network = with(name, "shortcut", "expansion");

    assertThat(sums(network))
        .containsExactlyElementsOf(
            Stream.of(blocks.split(" ")).map("block%s.expand.add"::formatted).toList());
    for (String sum : sums(network)) {
      int block = Integer.parseInt(sum.replaceAll("\\D", ""));
      String before = "block%d.expand.act".formatted(block - 1);
      assertThat(network.node(sum).orElseThrow().inputs())
          .containsExactly("block%d.expand.bn".formatted(block), before);
      assertThat(network.node("block%d.dw".formatted(block - 1)).orElseThrow().inputs())
          .containsExactly(before);
      assertThat(network.node("block%d.expand.act".formatted(block)).orElseThrow().inputs())
          .containsExactly(sum);
    }
    assertEqualCosts(name, network);
  }

  @Test
  void blocks_joined_by_their_expansions_are_not_one_operation_for_the_memory() {
    ActivationMemory printed = Cost.of(Architecture.named(V2).build()).memory();

    Cost cost = Cost.of(with(V2, "shortcut", "expansion"));

    ActivationMemory found = cost.memory();
    // Printed: the first block, 112² · 32 in and 112² · 16 out. Joined: the depthwise convolution
    // of block2 alone, 56² · 144 in and out.
    assertThat(printed.blocks().elements()).isEqualTo(112 * 112 * 48);
    assertThat(found.blocks().elements()).isEqualTo(2 * 56 * 56 * 144);
    assertThat(found.layerByLayer()).isEqualTo(printed.layerByLayer());
    LayerCost summed =
        cost.layers().stream()
            .filter(each -> each.name().equals("block3.expand"))
            .findAny()
            .orElseThrow();
    // What waits for the sum: block2's 56² · 144 while block3 expands its 56² · 24 to as many.
    assertThat(summed.liveElements()).isEqualTo(56 * 56 * (24 + 2 * 144));
    assertThat(summed.shortcut()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    LARGE + ", swish, 21",
    LARGE + ", relu, 21",
    SMALL + ", swish, 19",
    SMALL + ", relu, 19",
    "mobilenet-v3-small-minimalistic, swish, 0"
  })
  void another_function_stands_wherever_the_table_says_hard_swish(
      String name, String value, int places) {
    Network printed = Architecture.named(name).build();

    Network network = with(name, "hard-swish", value);

    ActivationFunction function =
        value.equals("relu") ? new ActivationFunction.Relu() : new ActivationFunction.Swish();
    int found = 0;
    for (Node node : printed.nodes()) {
      Op there = network.node(node.name()).orElseThrow().op();
      if (node.op().equals(new Op.Activation(new ActivationFunction.HardSwish()))) {
        assertThat(there).as(node.name()).isEqualTo(new Op.Activation(function));
        found++;
      } else {
        assertThat(there).as(node.name()).isEqualTo(node.op());
      }
    }
    assertThat(found).isEqualTo(places);
    assertThat(network.nodes()).hasSameSizeAs(printed.nodes());
    assertEqualCosts(name, network);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        // Expansion e and squeezed s of each gate: 2es multiply-adds, 2es + e + s parameters.
        LARGE + " | 72 24 120 32 120 32 480 120 672 168 672 168 960 240 960 240",
        SMALL + " | 16 8 96 24 240 64 240 64 120 32 144 40 288 72 576 144 576 144",
        MNASNET + " | 72 6 120 10 120 10 480 20 672 28 672 28 960 40 960 40",
      })
  void without_squeeze_and_excite_its_two_layers_are_saved(String name, String gates) {
    List<Integer> numbers = Stream.of(gates.split(" ")).map(Integer::valueOf).toList();
    long multiplyAdds = 0;
    long parameters = 0;
    for (int i = 0; i < numbers.size(); i += 2) {
      long products = 2L * numbers.get(i) * numbers.get(i + 1);
      multiplyAdds += products;
      parameters += products + numbers.get(i) + numbers.get(i + 1);
    }
    Cost printed = Cost.of(Architecture.named(name).build());

    Network network = with(name, "squeeze-excite", "no");

    assertThat(Cost.of(network).multiplyAdds()).isEqualTo(printed.multiplyAdds() - multiplyAdds);
    assertThat(Cost.of(network).parameters()).isEqualTo(printed.parameters() - parameters);
    assertThat(network.nodes()).noneMatch(node -> node.op() instanceof Op.Scale);
  }

  @ParameterizedTest
  @CsvSource({
    V2 + ", hard-swish, swish",
    V2 + ", squeeze-excite, no",
    MNASNET + ", hard-swish, relu",
    "mobilenet-v1, projection-activation, relu6",
    "mobilenet-v1, shortcut, none",
    "mobilenet-v1, expansion, 3",
    "resnet-50, shortcut, none",
    "googlenet, squeeze-excite, no",
    "squeezenet-1.1, expansion, 2",
    "vgg-16, hard-swish, swish"
  })
  void a_family_without_such_a_thing_refuses_the_option(String name, String option, String value) {
    assertThatThrownBy(() -> with(name, option, value))
        .isInstanceOf(ArchitectureException.class)
        .hasMessageStartingWith("%s has no option %s; it has ".formatted(name, option));
  }

  @ParameterizedTest
  @CsvSource({
    "projection-activation, relu, 'Option projection-activation is ''relu''; expected one of linear, relu6.'",
    "shortcut, yes, 'Option shortcut is ''yes''; expected one of bottleneck, expansion, none.'",
    "hard-swish, mish, 'Option hard-swish is ''mish''; expected one of hard-swish, swish, relu.'",
    "squeeze-excite, maybe, 'Option squeeze-excite is ''maybe''; expected one of yes, no.'",
    "expansion, 0, 'Option expansion is ''0''; expected a whole number from 1 to 64, or table.'",
    "expansion, 65, 'Option expansion is ''65''; expected a whole number from 1 to 64, or table.'",
    "expansion, 2.5, 'Option expansion is ''2.5''; expected a whole number from 1 to 64, or table.'"
  })
  void a_value_that_an_option_does_not_know_is_refused(
      String option, String value, String message) {
    assertThatThrownBy(() -> with(SMALL, option, value))
        .isInstanceOf(ArchitectureException.class)
        .hasMessage(message);
  }

  @Test
  void a_table_of_ones_own_names_these_options_too() {
    String text =
        """
        family: mobilenet-v2
        activation: relu6
        shortcut: expansion
        expansion: 2
        projection-activation: relu6
        input      operator     t  c   n  s
        32x32x3    conv2d       -  16  1  1
        32x32x16   bottleneck   6  16  3  1
        32x32x16   conv2d-1x1   -  64  1  1
        32x32x64   avgpool-7x7  -  -   1  -
        1x1x64     conv2d-1x1   -  k   -  -
        """;

    Network network = Architecture.parse("own", "own.table", text).build();

    assertThat(sums(network)).containsExactly("block1.expand.add", "block2.expand.add");
    assertThat(channels(network, ".expand")).hasSize(3).containsValue(32);
    assertThat(network.node("block2.project.act")).isPresent();
  }
}
