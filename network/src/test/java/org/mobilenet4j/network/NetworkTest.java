package org.mobilenet4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkTest {
  private static final Shape INPUT = new Shape(8, 6, 4);

  private static Node node(String name, Op op, String... inputs) {
    return new Node(name, op, List.of(inputs));
  }

  private static Op convolution(int channels, int groups) {
    return new Op.Convolution(
        channels, Extent.square(3), Extent.ONE, Extent.ONE, groups, new Padding.Same(), Bias.NONE);
  }

  private static Op pool(Padding padding) {
    return new Op.Pool(PoolKind.MAX, Extent.square(2), Extent.ONE, padding, Rounding.FLOOR);
  }

  private static Op relu() {
    return new Op.Activation(new ActivationFunction.Relu());
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("no node", List.of(), "without any node"),
        Arguments.of(
            "a cycle of two",
            List.of(node("a", relu(), "b"), node("b", relu(), "a")),
            "Node 'a' reads 'b', which no node before it makes"),
        Arguments.of(
            "a node that reads itself",
            List.of(node("a", relu(), "a")),
            "Node 'a' reads 'a', which no node before it makes"),
        Arguments.of(
            "an unknown input", List.of(node("a", relu(), "b")), "Node 'a' reads 'b', which no"),
        Arguments.of(
            "a name twice",
            List.of(node("a", relu(), "input"), node("a", relu(), "a")),
            "Two nodes are called 'a'"),
        Arguments.of(
            "the name of the input",
            List.of(node("input", relu(), "input")),
            "Two nodes are called 'input'"),
        Arguments.of("no input", List.of(node("a", relu())), "has 0 inputs; expected one"),
        Arguments.of(
            "an input too many",
            List.of(node("a", relu(), "input", "input")),
            "has 2 inputs; expected one"),
        Arguments.of(
            "a sum of one",
            List.of(node("a", new Op.Add(), "input")),
            "has 1 inputs; expected two"),
        Arguments.of(
            "a concatenation of nothing",
            List.of(node("a", new Op.Concat())),
            "has 0 inputs; expected at least one"),
        Arguments.of(
            "a sum of two shapes",
            List.of(node("a", convolution(8, 1), "input"), node("b", new Op.Add(), "a", "input")),
            "Node 'b' (Add) is given [8x6x8, 8x6x4]; expected tensors of one shape"),
        Arguments.of(
            "a concatenation of two sizes",
            List.of(
                node("a", pool(Padding.none()), "input"), node("b", new Op.Concat(), "a", "input")),
            "expected tensors of one height and width"),
        Arguments.of(
            "a gate that is no vector",
            List.of(node("a", new Op.Scale(), "input", "input")),
            "expected one gate a channel"),
        Arguments.of(
            "a gate of other channels",
            List.of(
                node("a", new Op.Dense(3, Bias.NONE), "input"),
                node("b", new Op.Scale(), "input", "a")),
            "expected one gate a channel"),
        Arguments.of(
            "groups that do not divide the input",
            List.of(node("a", convolution(6, 3), "input")),
            "cuts its channels into 3 groups, but its input 8x6x4 has 4 channels"),
        Arguments.of(
            "a window that is too large",
            List.of(
                node(
                    "a",
                    new Op.Pool(
                        PoolKind.MAX, Extent.square(7), Extent.ONE, Padding.none(), Rounding.FLOOR),
                    "input")),
            "no room"),
        Arguments.of(
            "a pool that is padded by its whole window",
            List.of(node("a", pool(new Padding.Symmetric(2, 0)), "input")),
            "some hold no pixel"),
        Arguments.of(
            "a result beyond any memory",
            List.of(node("a", new Op.Resize(Extent.square(Integer.MAX_VALUE)), "input")),
            "The result of node 'a' would have the shape"),
        Arguments.of(
            "a padding beyond any memory",
            List.of(
                node(
                    "a",
                    new Op.Convolution(
                        1,
                        Extent.ONE,
                        Extent.ONE,
                        Extent.ONE,
                        1,
                        new Padding.Symmetric(Integer.MAX_VALUE, Integer.MAX_VALUE),
                        Bias.NONE),
                    "input")),
            "The result of node 'a' would have the shape"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void a_graph_that_cannot_run_is_refused_in_one_sentence(
      String what, List<Node> nodes, String expected) {
    assertThatThrownBy(() -> Network.of(INPUT, nodes))
        .as(what)
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining(expected)
        .hasMessageMatching("[^\\n]+\\.");
  }

  @Test
  void an_input_beyond_any_memory_is_refused() {
    Shape huge = new Shape(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    assertThatThrownBy(() -> Network.of(huge, List.of(node("a", relu(), "input"))))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining("The input would have the shape 2147483647x");
  }

  @Test
  void another_input_size_keeps_the_nodes_and_changes_the_shapes() {
    Network network = Network.of(INPUT, List.of(node("a", convolution(8, 4), "input")));

    Network resized = network.withInputSize(3, 20);

    assertThat(resized.nodes()).isEqualTo(network.nodes());
    assertThat(resized.outputShape()).isEqualTo(new Shape(3, 20, 8));
  }

  @Test
  void another_input_size_is_refused_where_a_dense_layer_would_see_another_number() {
    Network network = Network.of(INPUT, List.of(node("fc", new Op.Dense(3, Bias.NONE), "input")));

    assertThatThrownBy(() -> network.withInputSize(9, 6))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining("Node 'fc' needs an input of 8x6x4")
        .hasMessageContaining("only takes 8×6");
  }

  @Test
  void parameters_are_those_of_each_operation_in_a_fixed_order() {
    Network network =
        Network.of(
            INPUT,
            List.of(
                node("conv", convolution(8, 4), "input"),
                node("bn", new Op.BatchNorm(0.001f), "conv"),
                node("fc", new Op.Dense(3, Bias.ADDED), "bn")));

    assertThat(network.nodes().stream().flatMap(node -> network.parameters(node).stream()))
        .containsExactly(
            new Parameter(ParameterRole.WEIGHT, List.of(3, 3, 1, 8)),
            new Parameter(ParameterRole.GAMMA, List.of(8)),
            new Parameter(ParameterRole.BETA, List.of(8)),
            new Parameter(ParameterRole.MEAN, List.of(8)),
            new Parameter(ParameterRole.VARIANCE, List.of(8)),
            new Parameter(ParameterRole.WEIGHT, List.of(8 * 6 * 8, 3)),
            new Parameter(ParameterRole.BIAS, List.of(3)));
  }

  @Test
  void a_network_is_not_changed_through_what_it_was_made_of() {
    List<Node> nodes = new java.util.ArrayList<>(List.of(node("a", relu(), "input")));
    Network network = Network.of(INPUT, nodes);

    nodes.clear();

    assertThat(network.nodes()).hasSize(1);
    assertThat(network.output().name()).isEqualTo("a");
  }
}
