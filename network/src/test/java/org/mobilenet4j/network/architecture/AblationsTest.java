package org.mobilenet4j.network.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

  /** The blocks of V2 with an expansion layer: block1 to block16 of its Table 2. */
  private static final List<Block> OF_V2 =
      Stream.of(
              blocks(1, 16, 24, 3, 112, 56, 0),
              blocks(1, 24, 24, 3, 56, 56, 0),
              blocks(1, 24, 32, 3, 56, 28, 0),
              blocks(2, 32, 32, 3, 28, 28, 0),
              blocks(1, 32, 64, 3, 28, 14, 0),
              blocks(3, 64, 64, 3, 14, 14, 0),
              blocks(1, 64, 96, 3, 14, 14, 0),
              blocks(2, 96, 96, 3, 14, 14, 0),
              blocks(1, 96, 160, 3, 14, 7, 0),
              blocks(2, 160, 160, 3, 7, 7, 0),
              blocks(1, 160, 320, 3, 7, 7, 0))
          .flatMap(List::stream)
          .toList();

  /** Those of MnasNet-A1 (Figure 7a); the gate has a quarter of the block's input. */
  private static final List<Block> OF_MNASNET =
      Stream.of(
              blocks(1, 16, 24, 3, 112, 56, 0),
              blocks(1, 24, 24, 3, 56, 56, 0),
              blocks(1, 24, 40, 5, 56, 28, 6),
              blocks(2, 40, 40, 5, 28, 28, 10),
              blocks(1, 40, 80, 3, 28, 14, 0),
              blocks(3, 80, 80, 3, 14, 14, 0),
              blocks(1, 80, 112, 3, 14, 14, 20),
              blocks(1, 112, 112, 3, 14, 14, 28),
              blocks(1, 112, 160, 5, 14, 7, 28),
              blocks(2, 160, 160, 5, 7, 7, 40),
              blocks(1, 160, 320, 3, 7, 7, 0))
          .flatMap(List::stream)
          .toList();

  /** Those of V3-Small (Table 2), with the gates for an expansion of four: 4c / 4 channels. */
  private static final List<Block> OF_SMALL_AT_FOUR =
      Stream.of(
              blocks(1, 16, 24, 3, 56, 28, 0),
              blocks(1, 24, 24, 3, 28, 28, 0),
              blocks(1, 24, 40, 5, 28, 14, 24),
              blocks(2, 40, 40, 5, 14, 14, 40),
              blocks(1, 40, 48, 5, 14, 14, 40),
              blocks(1, 48, 48, 5, 14, 14, 48),
              blocks(1, 48, 96, 5, 14, 7, 48),
              blocks(2, 96, 96, 5, 7, 7, 96))
          .flatMap(List::stream)
          .toList();

  /**
   * A block by hand.
   *
   * @param in channels of its input
   * @param out channels of its result
   * @param taps of the depthwise filter
   * @param before pixels of its input
   * @param after pixels of its result
   * @param squeezed channels between the layers of squeeze-and-excite, 0 without it
   */
  private record Block(int in, int out, int taps, int before, int after, int squeezed) {
    /** Expansion, depthwise convolution, projection, and the two layers of the gate. */
    long multiplyAdds(int factor) {
      long e = (long) factor * in;
      long expansion = factor == 1 ? 0 : in * e * before;
      return expansion + taps * e * after + e * out * after + 2 * e * squeezed;
    }

    /** Their weights, gamma and beta of three batch normalisations, the biases of the gate. */
    long parameters(int factor) {
      long e = (long) factor * in;
      long expansion = factor == 1 ? 0 : in * e + 2 * e;
      long gate = squeezed == 0 ? 0 : 2 * e * squeezed + squeezed + e;
      return expansion + taps * e + 2 * e + gate + e * out + 2L * out;
    }
  }

  private static List<Block> blocks(
      int count, int in, int out, int kernel, int side, int outSide, int squeezed) {
    return IntStream.range(0, count)
        .mapToObj(
            _ -> new Block(in, out, kernel * kernel, side * side, outSide * outSide, squeezed))
        .toList();
  }

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

  @ParameterizedTest(name = "{0}: {1} multiply-adds and {2} parameters")
  @CsvSource({"1, 63689536, 1871432", "3, 171498944, 2601416", "8, 386957824, 4107176"})
  void the_expansion_of_v2_changes_all_blocks_but_the_first(
      int factor, long multiplyAdds, long parameters) {
    long printed = OF_V2.stream().mapToLong(block -> block.multiplyAdds(6)).sum();
    long changed = OF_V2.stream().mapToLong(block -> block.multiplyAdds(factor)).sum();

    Network network = with(V2, "expansion", Integer.toString(factor));

    Cost cost = Cost.of(network);
    assertThat(cost.multiplyAdds()).isEqualTo(multiplyAdds);
    assertThat(cost.multiplyAdds()).isEqualTo(300_774_272 - printed + changed);
    assertThat(cost.parameters()).isEqualTo(parameters);
    assertThat(cost.parameters())
        .isEqualTo(
            3_504_872
                - OF_V2.stream().mapToLong(block -> block.parameters(6)).sum()
                + OF_V2.stream().mapToLong(block -> block.parameters(factor)).sum());
    assertThat(network.node("block0.expand")).isEmpty();
    assertThat(channels(network, ".expand")).hasSize(factor == 1 ? 0 : 16);
    assertThat(network.shape("block16.dw")).hasToString("7x7x" + 160 * factor);
  }

  @Test
  void the_expansion_of_mnasnet_stands_for_its_threes_and_sixes() {
    Cost cost = Cost.of(with(MNASNET, "expansion", "4"));

    // The stem, the separable convolution, the last convolution and the classifier.
    long rest = 112 * 112 * (27 * 32 + 9 * 32 + 32 * 16) + 7 * 7 * 320 * 1280 + 1280 * 1000;
    long blocks = OF_MNASNET.stream().mapToLong(block -> block.multiplyAdds(4)).sum();
    assertThat(cost.multiplyAdds()).isEqualTo(rest + blocks).isEqualTo(241_027_648);
    assertThat(cost.parameters()).isEqualTo(3_183_310);
  }

  @Test
  void the_expansion_of_v3_sizes_its_gates_as_well_and_leaves_the_first_block() {
    Network network = with(SMALL, "expansion", "4");

    // The stem; the first block, of no expansion, with a gate of eight; last convolution and head.
    long rest =
        112 * 112 * 27 * 16
            + 56 * 56 * (9 * 16 + 16 * 16)
            + 2 * 16 * 8
            + 7 * 7 * 96 * 576
            + 576 * 1024
            + 1024 * 1000;
    long blocks = OF_SMALL_AT_FOUR.stream().mapToLong(block -> block.multiplyAdds(4)).sum();
    assertThat(Cost.of(network).multiplyAdds()).isEqualTo(rest + blocks).isEqualTo(49_204_416);
    assertThat(Cost.of(network).parameters()).isEqualTo(2_202_816);
    assertThat(network.shape("block1.expand")).hasToString("56x56x64");
    assertThat(network.node("block0.expand")).isEmpty();
    assertThat(Cost.of(with(LARGE, "expansion", "6")).multiplyAdds()).isEqualTo(296_977_248);
  }

  @ParameterizedTest
  @CsvSource({
    // Block 3 of Table 2 reads 24 channels, at 0.75 become 24 again (16 would lose a third).
    "torchvision, 72", // 4 · 24 · 0.75
    "slim-finegrain, 96", // 4 times what the network has
    "timm, 96",
    "keras, 96"
  })
  void the_expansion_of_v3_is_rounded_as_the_width_rule_does(String rule, int channels) {
    Network network =
        Architecture.named(SMALL)
            .width(0.75)
            .with(ArchitectureOption.WIDTH_RULE, rule)
            .with(ArchitectureOption.EXPANSION, "4")
            .build();

    assertThat(network.shape("block3.expand").channels()).isEqualTo(channels);
  }

  @Test
  void the_tables_own_expansion_is_called_table() {
    Architecture printed = Architecture.named(V2);

    Architecture there = printed.with(ArchitectureOption.EXPANSION, "3");

    assertThat(printed.optionsAsText()).containsEntry("expansion", "table");
    assertThat(there.optionsAsText()).containsEntry("expansion", "3");
    assertThat(there.with(ArchitectureOption.EXPANSION, "table").options())
        .isEqualTo(printed.options());
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
