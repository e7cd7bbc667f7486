package org.mobilenet4j.inference;

import java.util.HashMap;
import java.util.Map;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Shape;

/** Which node of a network is what kind of layer. */
final class LayerTypes {
  private final Map<String, LayerType> types = new HashMap<>();

  LayerTypes(Network network) {
    for (Node node : network.nodes()) {
      types.put(node.name(), alone(network, node));
    }
    Map<String, Node> nodes = new HashMap<>();
    network.nodes().forEach(node -> nodes.put(node.name(), node));
    for (Node node : network.nodes()) {
      if (node.op() instanceof Op.Scale) {
        types.put(node.name(), LayerType.SQUEEZE_EXCITE);
        mark(network, nodes, node.inputs().getLast());
      }
    }
  }

  /** Marks what computes a gate, back to whatever makes a single pixel of the picture. */
  private void mark(Network network, Map<String, Node> nodes, String gate) {
    Node node = nodes.get(gate);
    while (node != null && types.get(node.name()) != LayerType.DEPTHWISE) {
      types.put(node.name(), LayerType.SQUEEZE_EXCITE);
      boolean ofPicture = network.inputShape(node).pixels() > 1;
      node = ofPicture ? null : nodes.get(node.inputs().getFirst());
    }
  }

  private static LayerType alone(Network network, Node node) {
    return switch (node.op()) {
      case Op.Convolution convolution -> {
        Shape in = network.inputShape(node);
        if (node.inputs().contains(Network.INPUT)) {
          yield LayerType.STEM;
        }
        if (convolution.isDepthwise(in)) {
          yield LayerType.DEPTHWISE;
        }
        if (!convolution.isPointwise()) {
          yield LayerType.CONVOLUTION;
        }
        yield in.pixels() == 1 ? LayerType.DENSE : LayerType.POINTWISE;
      }
      case Op.Dense _ -> LayerType.DENSE;
      case Op.Pool _, Op.GlobalAveragePool _ -> LayerType.POOL;
      case Op.BatchNorm _,
          Op.Activation _,
          Op.Add _,
          Op.Concat _,
          Op.Scale _,
          Op.LocalResponseNormalization _,
          Op.Resize _,
          Op.Dropout _ ->
          LayerType.OTHER;
    };
  }

  /**
   * @param node a node of the network
   * @return its kind
   */
  LayerType of(Node node) {
    return types.getOrDefault(node.name(), LayerType.OTHER);
  }
}
