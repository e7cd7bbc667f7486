package org.mobilenet4j.network.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.cost.Cost;

/** Another expansion factor than the table's, held to the arithmetic of its blocks by hand. */
class ExpansionFactorTest {
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

  private static Network with(String name, String factor) {
    return Architecture.named(name).with(ArchitectureOption.EXPANSION, factor).build();
  }

  private static Map<String, Integer> channels(Network network, String ending) {
    return network.nodes().stream()
        .map(Node::name)
        .filter(name -> name.endsWith(ending))
        .collect(Collectors.toMap(name -> name, name -> network.shape(name).channels()));
  }

  @ParameterizedTest(name = "{0}: {1} multiply-adds and {2} parameters")
  @CsvSource({"1, 63689536, 1871432", "3, 171498944, 2601416", "8, 386957824, 4107176"})
  void the_expansion_of_v2_changes_all_blocks_but_the_first(
      int factor, long multiplyAdds, long parameters) {
    long printed = OF_V2.stream().mapToLong(block -> block.multiplyAdds(6)).sum();
    long changed = OF_V2.stream().mapToLong(block -> block.multiplyAdds(factor)).sum();

    Network network = with(V2, Integer.toString(factor));

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
    Cost cost = Cost.of(with(MNASNET, "4"));

    // The stem, the separable convolution, the last convolution and the classifier.
    long rest = 112 * 112 * (27 * 32 + 9 * 32 + 32 * 16) + 7 * 7 * 320 * 1280 + 1280 * 1000;
    long blocks = OF_MNASNET.stream().mapToLong(block -> block.multiplyAdds(4)).sum();
    assertThat(cost.multiplyAdds()).isEqualTo(rest + blocks).isEqualTo(241_027_648);
    assertThat(cost.parameters()).isEqualTo(3_183_310);
  }

  @Test
  void the_expansion_of_v3_sizes_its_gates_as_well_and_leaves_the_first_block() {
    Network network = with(SMALL, "4");

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
    assertThat(Cost.of(with(LARGE, "6")).multiplyAdds()).isEqualTo(296_977_248);
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
}
