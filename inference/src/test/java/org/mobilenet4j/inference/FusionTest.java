package org.mobilenet4j.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.Shape;

class FusionTest {
  private static final ActivationFunction RELU6 = new ActivationFunction.Relu6();

  @Test
  void a_convolution_takes_over_its_activation() {
    Network network = network(conv("a", "input"), activation("b", "a"));

    List<FusedOperation> operations = Fusion.of(network);

    assertThat(operations).hasSize(1);
    assertThat(operations.getFirst().activation()).contains(RELU6);
    assertThat(operations.getFirst().output()).isEqualTo("b");
  }

  @Test
  void what_the_output_does_not_depend_on_vanishes() {
    Network network =
        network(
            conv("a", "input"), conv("b", "input"), activation("b2", "b"), activation("c", "a"));

    List<FusedOperation> operations = Fusion.of(network);

    assertThat(operations).extracting(FusedOperation::output).containsExactly("c");
  }

  @Test
  void a_value_that_only_a_vanished_node_reads_too_is_still_fused() {
    Network network = network(conv("a", "input"), conv("b", "a"), activation("c", "a"));

    assertThat(Fusion.of(network)).extracting(FusedOperation::output).containsExactly("c");
  }

  @Test
  void a_shortcut_is_added_by_the_convolution_before_it() {
    Network network =
        network(
            conv("a", "input"),
            conv("b", "a"),
            new Node("sum", new Op.Add(), List.of("a", "b")),
            activation("c", "sum"));

    List<FusedOperation> operations = Fusion.of(network);

    assertThat(operations).extracting(FusedOperation::output).containsExactly("a", "c");
    assertThat(operations.getLast().residual()).contains("a");
    assertThat(operations.getLast().activation()).contains(RELU6);
  }

  @Test
  void of_two_convolutions_before_a_sum_the_later_one_adds() {
    Network network =
        network(
            conv("a", "input"),
            conv("b", "input"),
            new Node("sum", new Op.Add(), List.of("a", "b")));

    List<FusedOperation> operations = Fusion.of(network);

    assertThat(operations).extracting(FusedOperation::output).containsExactly("a", "sum");
    assertThat(operations.getLast().node().name()).isEqualTo("b");
  }

  @Test
  void a_value_that_two_nodes_read_keeps_its_own_operation() {
    Network network =
        network(
            conv("a", "input"),
            activation("b", "a"),
            new Node("sum", new Op.Add(), List.of("a", "b")));

    assertThat(Fusion.of(network))
        .extracting(FusedOperation::output)
        .containsExactly("a", "b", "sum");
  }

  @Test
  void an_activation_before_the_sum_is_not_followed_by_the_sum() {
    Network network =
        network(
            conv("a", "input"),
            activation("b", "a"),
            new Node("sum", new Op.Add(), List.of("b", "input")));

    List<FusedOperation> operations = Fusion.of(network);

    assertThat(operations).extracting(FusedOperation::output).containsExactly("b", "sum");
    assertThat(operations.getFirst().residual()).isEqualTo(Optional.empty());
  }

  @Test
  void dropout_vanishes() {
    Network network =
        network(
            conv("a", "input"),
            new Node("dropout", new Op.Dropout(0.2f), List.of("a")),
            conv("b", "dropout"));

    List<FusedOperation> operations = Fusion.of(network);

    assertThat(operations).extracting(FusedOperation::output).containsExactly("a", "b");
    assertThat(operations.getLast().node().inputs()).containsExactly("a");
  }

  private static Network network(Node... nodes) {
    return Network.of(new Shape(4, 6, 3), List.of(nodes));
  }

  private static Node conv(String name, String input) {
    return new Node(
        name,
        new Op.Convolution(3, Extent.ONE, Extent.ONE, Extent.ONE, 1, Padding.none(), Bias.ADDED),
        List.of(input));
  }

  private static Node activation(String name, String input) {
    return new Node(name, new Op.Activation(RELU6), List.of(input));
  }
}
