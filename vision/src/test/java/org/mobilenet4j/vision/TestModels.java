package org.mobilenet4j.vision;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.Shape;

/** A small classifier with drawn weights. */
final class TestModels {
  static final List<String> LABELS = List.of("ant", "bee", "cat", "dog", "elk");

  private TestModels() {}

  /** Five classes; eight features behind a convolution; input 16 × 16 × 3. */
  static Model classifier() {
    Network network =
        Network.of(
            new Shape(16, 16, 3),
            List.of(
                new Node(
                    "conv",
                    new Op.Convolution(
                        8,
                        new Extent(3, 3),
                        new Extent(2, 2),
                        Extent.ONE,
                        1,
                        new Padding.Same(),
                        Bias.ADDED),
                    List.of(Network.INPUT)),
                new Node("act", new Op.Activation(new ActivationFunction.Relu6()), List.of("conv")),
                new Node("pool", new Op.GlobalAveragePool(), List.of("act")),
                new Node("classifier", new Op.Dense(5, Bias.ADDED), List.of("pool"))));
    Model drawn = SeededWeights.of(network, 3);
    return new Model(
        network, drawn.weights(), Optional.of(Preprocessing.tf()), LABELS, drawn.provenance());
  }

  /** The same without activation, and with weights whose sums are larger than a float may be. */
  static Model overflowing() {
    Model sound = classifier();
    Network network =
        Network.of(
            sound.network().input(),
            sound.network().nodes().stream()
                .map(node ->
                    node.op() instanceof Op.Activation(_)
                        ? new Node(
                            node.name(),
                            new Op.Activation(new ActivationFunction.Relu()),
                            node.inputs())
                        : node)
                .toList());
    Map<Weights.Key, Tensor> tensors = new LinkedHashMap<>();
    sound
        .weights()
        .tensors()
        .forEach((key, tensor) -> {
          float[] values = new float[tensor.values().length];
          Arrays.fill(values, Float.MAX_VALUE);
          tensors.put(key, new Tensor(tensor.dimensions(), values));
        });
    return sound.with(network, Weights.of(tensors));
  }
}
