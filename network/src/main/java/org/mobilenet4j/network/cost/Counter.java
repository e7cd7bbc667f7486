package org.mobilenet4j.network.cost;

import java.util.ArrayList;
import java.util.List;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.NetworkException;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Shape;

/** Counts the layers of a network. */
final class Counter {
  private final Network network;
  private final Attachments attachments;
  private final SqueezeExciteNodes squeezeExcite;
  private final Liveness liveness;
  private final List<LayerCost> layers = new ArrayList<>();

  private Counter(Network network) {
    this.network = network;
    this.squeezeExcite = SqueezeExciteNodes.of(network);
    this.attachments = Attachments.of(network);
    this.liveness = Liveness.of(network);
  }

  static List<LayerCost> count(Network network) {
    Counter counter = new Counter(network);
    for (Node node : network.nodes()) {
      try {
        counter.count(node);
      } catch (ArithmeticException e) {
        throw new NetworkException(
            "Layer '%s' costs more than can be counted; expected a smaller network."
                .formatted(node.name()));
      }
    }
    requireCountable(counter.layers);
    return counter.layers;
  }

  /** Later sums, of four bytes a number, then need no check. */
  private static void requireCountable(List<LayerCost> layers) {
    long most = Long.MAX_VALUE / 8;
    for (LayerCost layer : layers) {
      most -= Math.max(layer.multiplyAdds(), layer.parameters());
      if (most < 0) {
        throw new NetworkException(
            "The network costs more than can be counted, from layer '%s' on; expected a smaller one."
                .formatted(layer.name()));
      }
    }
  }

  private void count(Node node) {
    switch (node.op()) {
      case Op.Convolution op -> convolution(node, op);
      case Op.Dense op -> dense(node, op);
      case Op.Pool op -> free(node, LayerKind.POOL, op.kernel(), op.stride());
      case Op.GlobalAveragePool() -> {
        if (!squeezeExcite.contains(node)) {
          free(node, LayerKind.POOL, network.inputShape(node).extent(), Extent.ONE);
        }
      }
      case Op.BatchNorm _ -> {
        if (attachments.isAlone(node)) {
          free(node, LayerKind.BATCH_NORM, Extent.ONE, Extent.ONE);
        }
      }
      case Op.Activation _,
          Op.Dropout _,
          Op.Add _,
          Op.Concat _,
          Op.Scale _,
          Op.LocalResponseNormalization _,
          Op.Resize _ -> {}
    }
  }

  private void convolution(Node node, Op.Convolution op) {
    Shape in = network.inputShape(node);
    long weights = product(op.kernel().area(), in.channels() / op.groups(), op.outChannels());
    long multiplyAdds = Math.multiplyExact(weights, network.shape(node.name()).pixels());
    long biases = biases(op.bias(), op.outChannels());
    add(node, kind(node, op), in, op.kernel(), op.stride(), multiplyAdds, weights, biases);
  }

  private LayerKind kind(Node node, Op.Convolution op) {
    if (squeezeExcite.contains(node)) {
      return LayerKind.SE;
    }
    if (op.isDepthwise(network.inputShape(node))) {
      return LayerKind.DEPTHWISE;
    }
    return op.kernel().equals(Extent.ONE) ? LayerKind.POINTWISE : LayerKind.CONV;
  }

  private void dense(Node node, Op.Dense op) {
    Shape in = Shape.vector(Math.toIntExact(network.inputShape(node).elements()));
    long weights = product(in.channels(), op.units(), 1);
    LayerKind kind = squeezeExcite.contains(node) ? LayerKind.SE : LayerKind.DENSE;
    add(node, kind, in, Extent.ONE, Extent.ONE, weights, weights, biases(op.bias(), op.units()));
  }

  private void free(Node node, LayerKind kind, Extent kernel, Extent stride) {
    add(node, kind, network.inputShape(node), kernel, stride, 0, 0, 0);
  }

  private void add(
      Node node,
      LayerKind kind,
      Shape in,
      Extent kernel,
      Extent stride,
      long multiplyAdds,
      long weights,
      long biases) {
    Shape out = network.shape(node.name());
    layers.add(
        new LayerCost(
            node.name(),
            kind,
            in,
            out,
            kernel,
            stride,
            multiplyAdds,
            weights,
            biases,
            attachments.normalizedChannels(node),
            attachments.isLinear(node),
            attachments.isShortcut(node),
            in.elements() + out.elements() + liveness.keptDuring(node)));
  }

  private static long biases(Bias bias, int channels) {
    return switch (bias) {
      case NONE -> 0;
      case ADDED -> channels;
    };
  }

  private static long product(long a, long b, long c) {
    return Math.multiplyExact(Math.multiplyExact(a, b), c);
  }
}
