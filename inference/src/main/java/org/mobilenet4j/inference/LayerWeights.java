package org.mobilenet4j.inference;

import static org.mobilenet4j.network.ParameterRole.BIAS;
import static org.mobilenet4j.network.ParameterRole.WEIGHT;

import org.mobilenet4j.model.Model;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Node;

/**
 * The weights of a model's convolutions and dense layers, with zeros for the biases that it lacks.
 *
 * @param model where they are
 */
record LayerWeights(Model model) {
  /** The weights of a convolution or dense layer, as the model holds them. */
  float[] weight(Node node) {
    return model.weights().get(node.name(), WEIGHT).values();
  }

  /** One bias for each of {@code channels} output channels. */
  float[] bias(Node node, Bias bias, int channels) {
    return switch (bias) {
      case NONE -> new float[channels];
      case ADDED -> model.weights().get(node.name(), BIAS).values();
    };
  }
}
