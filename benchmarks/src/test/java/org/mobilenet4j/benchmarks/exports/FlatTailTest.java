package org.mobilenet4j.benchmarks.exports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.architecture.Architecture;

final class FlatTailTest {
  @Test
  void a_classifier_is_flat_and_squeeze_and_excite_is_not() {
    Network network = Architecture.named("mobilenet-v3-small").build();

    FlatTail flat = FlatTail.of(network);

    assertThat(network.nodes().stream().filter(node -> node.op() instanceof Op.Dense))
        .allSatisfy(node ->
            assertThat(flat.contains(node.name()))
                .as(node.name())
                .isEqualTo(!node.name().contains(".se.")));
    assertThat(flat.contains(network.output().name())).isTrue();
    assertThat(flat.contains(Network.INPUT)).isFalse();
  }

  @Test
  void a_network_that_ends_in_a_picture_has_no_flat_tail() {
    Network network = Architecture.named("squeezenet-1.1").build();

    FlatTail flat = FlatTail.of(network);

    assertThat(network.nodes().stream().map(Node::name)).noneMatch(flat::contains);
  }
}
