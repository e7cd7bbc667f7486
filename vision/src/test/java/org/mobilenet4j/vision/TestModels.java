package org.mobilenet4j.vision;

import java.util.List;
import java.util.Optional;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.SeededWeights;
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
}
