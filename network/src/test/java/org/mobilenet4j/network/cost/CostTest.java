package org.mobilenet4j.network.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.NetworkException;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.network.architecture.Architecture;

class CostTest {
  private static Cost cost(String name) {
    return Cost.of(Architecture.named(name).build());
  }

  @ParameterizedTest(name = "{0}: {1} has {2} multiply-adds ({3} %) and {4} weights ({5} %)")
  @CsvSource({
    // V1's Table 2, whose 1.19 % of the first row is a misprint of 1.91.
    "mobilenet-v1, CONV, 10838016, 1.91, 864, 0.02",
    "mobilenet-v1, DEPTHWISE, 17385984, 3.06, 44640, 1.06",
    "mobilenet-v1, POINTWISE, 539492352, 94.86, 3139584, 74.59",
    "mobilenet-v1, DENSE, 1024000, 0.18, 1024000, 24.33",
  })
  void nearly_all_of_v1_is_in_pointwise_layers(
      String name,
      LayerKind kind,
      long multiplyAdds,
      double multiplyAddPercent,
      long weights,
      double weightPercent) {
    Share share = Objects.requireNonNull(cost(name).byKind().get(kind));

    assertThat(share.multiplyAdds()).isEqualTo(multiplyAdds);
    assertThat(share.weights()).isEqualTo(weights);
    assertThat(100 * share.multiplyAddShare()).isCloseTo(multiplyAddPercent, within(0.005));
    assertThat(100 * share.weightShare()).isCloseTo(weightPercent, within(0.005));
  }

  @ParameterizedTest
  @CsvSource({
    // The four shares of multiply-adds (conv, depthwise, pointwise, dense), squeeze-and-excite
    // last.
    "mobilenet-v2, 3.60, 6.89, 89.08, 0.43, 0",
    "mobilenet-v3-large, 2.50, 8.49, 87.15, 1.16, 0.70",
    "mobilenet-v3-small, 9.59, 13.20, 73.54, 2.86, 0.81",
  })
  void later_networks_spend_more_beside_pointwise_layers(
      String name, double conv, double depthwise, double pointwise, double dense, double se) {
    var shares = cost(name).byKind();

    assertThat(percent(shares, LayerKind.CONV)).isCloseTo(conv, within(0.005));
    assertThat(percent(shares, LayerKind.DEPTHWISE)).isCloseTo(depthwise, within(0.005));
    assertThat(percent(shares, LayerKind.POINTWISE)).isCloseTo(pointwise, within(0.005));
    assertThat(percent(shares, LayerKind.DENSE)).isCloseTo(dense, within(0.005));
    assertThat(percent(shares, LayerKind.SE)).isCloseTo(se, within(0.005));
  }

  private static double percent(Map<LayerKind, Share> shares, LayerKind kind) {
    return 100 * shares.getOrDefault(kind, new Share(0, 0, 0, 0, 0, 0)).multiplyAddShare();
  }

  @Test
  void shares_of_all_kinds_add_up_to_the_whole() {
    for (String name : org.mobilenet4j.network.architecture.Zoo.names()) {
      Cost cost = cost(name);
      var shares = cost.byKind().values();
      assertThat(shares.stream().mapToLong(Share::multiplyAdds).sum())
          .isEqualTo(cost.multiplyAdds());
      assertThat(shares.stream().mapToLong(Share::parameters).sum()).isEqualTo(cost.parameters());
    }
  }

  @ParameterizedTest
  @CsvSource({"squeezenet-1.0, 4993696", "alexnet, 243860896", "mobilenet-v2, 13951264"})
  void model_bytes_are_those_of_the_folded_network(String name, long bytes) {
    assertThat(cost(name).bytesFloat32()).isEqualTo(bytes);
    assertThat(cost(name).bytesFloat16()).isEqualTo(bytes / 2);
  }

  @Test
  void conventions_of_counting_differ_by_the_normalised_channels() {
    Cost cost = cost("mobilenet-v3-large");

    assertThat(cost.parameters()).isEqualTo(5_483_032);
    assertThat(cost.parametersWithoutBatchNorm()).isEqualTo(5_458_632);
    assertThat(cost.parametersFolded()).isEqualTo(5_470_832);
    assertThat(cost.parametersWithRunningStatistics()).isEqualTo(5_507_432);
    assertThat(cost.multiplyAddsWithoutClassifier()).isEqualTo(216_589_760 - 1_280_000);
  }

  @Test
  void kernels_strides_groups_and_dilation_need_not_be_square_to_be_counted() {
    Op.Convolution op =
        new Op.Convolution(
            6, new Extent(3, 2), new Extent(2, 1), new Extent(1, 3), 2, Padding.none(), Bias.ADDED);
    Network network =
        Network.of(new Shape(9, 8, 4), List.of(new Node("conv", op, List.of("input"))));

    LayerCost layer = Cost.of(network).layers().getFirst();

    assertThat(layer.output()).isEqualTo(new Shape(4, 5, 6));
    assertThat(layer.multiplyAdds()).isEqualTo(4 * 5 * 6 * 3 * 2 * (4 / 2));
    assertThat(layer.parameters()).isEqualTo(6 * 3 * 2 * (4 / 2) + 6);
  }

  @Test
  void what_costs_nothing_has_no_row() {
    Network network =
        Network.of(
            new Shape(4, 4, 2),
            List.of(
                new Node("norm", new Op.LocalResponseNormalization(5, 1, 1, 1), List.of("input")),
                new Node("act", new Op.Activation(new ActivationFunction.Relu()), List.of("norm")),
                new Node("drop", new Op.Dropout(0.5f), List.of("act"))));

    Cost cost = Cost.of(network);

    assertThat(cost.layers()).isEmpty();
    assertThat(cost.multiplyAdds()).isZero();
    assertThat(cost.multiplyAddsWithoutClassifier()).isZero();
    assertThat(cost.memory().layerByLayer().elements()).isZero();
  }

  @Test
  void a_sum_that_no_long_holds_is_refused_with_the_layer() {
    List<Node> nodes = new ArrayList<>();
    String last = "input";
    for (int i = 0; i < 20; i++) {
      Op op =
          new Op.Convolution(
              1 << 16, Extent.ONE, Extent.ONE, Extent.ONE, 1, Padding.none(), Bias.NONE);
      nodes.add(new Node("conv" + i, op, List.of(last)));
      last = "conv" + i;
    }
    Network network = Network.of(new Shape(1 << 13, 1 << 13, 1 << 16), nodes);

    assertThatThrownBy(() -> Cost.of(network))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining("costs more than can be counted")
        .hasMessageContaining("from layer 'conv3' on");
  }
}
