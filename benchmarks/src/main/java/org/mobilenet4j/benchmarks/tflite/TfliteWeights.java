package org.mobilenet4j.benchmarks.tflite;

import java.util.List;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.ParameterRole;

/** Puts the weights of nodes into a graph, in the layouts of TensorFlow Lite. */
final class TfliteWeights {
  private final Model model;
  private final TfliteGraph graph;

  TfliteWeights(Model model, TfliteGraph graph) {
    this.model = model;
    this.graph = graph;
  }

  /** {@code [out, height, width, in]}, of a convolution or of a dense layer that sees a picture. */
  int convolution(Node node, Extent kernel) {
    float[] weights = weights(node);
    int out = lastDimension(node);
    int in = Math.toIntExact(weights.length / kernel.area() / out);
    return graph.constant(
        List.of(out, kernel.height(), kernel.width(), in), transposed(weights, out));
  }

  /** {@code [1, height, width, channels]}. */
  int depthwise(Node node) {
    List<Integer> dimensions = tensor(node).dimensions();
    return graph.constant(
        List.of(1, dimensions.get(0), dimensions.get(1), dimensions.get(3)), weights(node));
  }

  /** {@code [units, inputs]}. */
  int matrix(Node node, int units) {
    float[] weights = weights(node);
    return graph.constant(List.of(units, weights.length / units), transposed(weights, units));
  }

  /** The bias, or zeros where there is none, each plus an addend. */
  int bias(Node node, float addend) {
    Tensor bias = model.weights().tensors().get(new Weights.Key(node.name(), ParameterRole.BIAS));
    float[] values = bias == null ? new float[lastDimension(node)] : bias.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += addend;
    }
    return graph.constant(List.of(values.length), values);
  }

  private Tensor tensor(Node node) {
    return model.weights().get(node.name(), ParameterRole.WEIGHT);
  }

  private float[] weights(Node node) {
    return tensor(node).values();
  }

  private int lastDimension(Node node) {
    return tensor(node).dimensions().getLast();
  }

  /** From {@code [rest, out]} to {@code [out, rest]}. */
  private static float[] transposed(float[] weights, int out) {
    int rest = weights.length / out;
    float[] result = new float[weights.length];
    for (int r = 0; r < rest; r++) {
      for (int o = 0; o < out; o++) {
        result[o * rest + r] = weights[r * out + o];
      }
    }
    return result;
  }
}
