package org.mobilenet4j.training;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Parameter;
import org.mobilenet4j.network.ParameterRole;
import org.mobilenet4j.network.Shape;

/**
 * A network whose last layer has been exchanged for one with other outputs. What the layer reads
 * are the features; all before it is the backbone.
 *
 * <p>The layer that is exchanged is the last dense layer or 1×1 convolution on the way to the
 * output. Activations behind it go, a pool behind it stays, so that logits are linear in the pooled
 * features everywhere. A network that ends with features, that is with a pool or an activation and
 * without names for its outputs, keeps all of its layers and gets a new one behind them.
 *
 * @param network with the new head
 * @param layer the name of the new layer
 * @param backbone the model without it: its output is the features, pooled if the head pools
 */
record NewHead(Network network, String layer, Model backbone) {
  /** Of the zoo's MobileNets; for a network that comes without a head. */
  private static final float DROPOUT = 0.2f;

  /** Where the old head is: its layer, if there is one, and whether a pool follows. */
  private record Ending(Optional<Node> layer, boolean pools) {}

  /**
   * @param model of any other classes, or of features
   * @param network the model's, at the size that is wanted
   * @param classes outputs of the new head
   * @throws TrainingException if there is no layer to exchange and no features to read
   */
  static NewHead of(Model model, Network network, int classes) {
    Ending ending = ending(model, network);
    List<Node> nodes = new ArrayList<>();
    String layer;
    String features;
    if (ending.layer().isPresent()) {
      Node old = ending.layer().get();
      nodes.addAll(network.nodes().subList(0, network.nodes().indexOf(old)));
      layer = old.name();
      nodes.add(new Node(layer, withOutputs(old.op(), classes), old.inputs()));
      features = beforeDropout(network, old.inputs().getFirst());
    } else {
      nodes.addAll(network.nodes());
      features = network.output().name();
      layer = free(network, "fc");
      String dropout = free(network, "dropout");
      nodes.add(new Node(dropout, new Op.Dropout(DROPOUT), List.of(features)));
      nodes.add(new Node(layer, new Op.Dense(classes, Bias.ADDED), List.of(dropout)));
    }
    String pool = free(network, "features");
    if (ending.pools()) {
      nodes.add(new Node(pool, new Op.GlobalAveragePool(), List.of(layer)));
    }
    List<Node> needed = needed(nodes);
    Network headed = Network.of(network.input(), needed);
    return new NewHead(headed, layer, backbone(model, headed, features, ending.pools(), pool));
  }

  /** Walks from the output towards the input, over what changes logits but does not make them. */
  private static Ending ending(Model model, Network network) {
    Node node = network.output();
    boolean pools = false;
    while (passesOn(node.op()) && network.node(node.inputs().getFirst()).isPresent()) {
      pools |= node.op() instanceof Op.GlobalAveragePool;
      node = network.node(node.inputs().getFirst()).get();
    }
    boolean last = node.equals(network.output());
    boolean makesLogits = last || !model.labels().isEmpty();
    if (node.op() instanceof Op.Dense && makesLogits) {
      return new Ending(Optional.of(node), pools);
    }
    if (node.op() instanceof Op.Convolution op
        && op.isPointwise()
        && (makesLogits || readsDropout(network, node))) {
      return new Ending(Optional.of(node), pools || network.shape(node.name()).pixels() > 1);
    }
    if (last) {
      throw new TrainingException(
          "The model ends with node '%s' (%s), neither with a dense layer or 1×1 convolution, which could be exchanged for one of your classes, nor with pooled features; take a classifier or a model made with --head features."
              .formatted(node.name(), node.op().getClass().getSimpleName()));
    }
    return new Ending(Optional.empty(), false);
  }

  private static boolean passesOn(Op op) {
    return op instanceof Op.Activation
        || op instanceof Op.Dropout
        || op instanceof Op.GlobalAveragePool;
  }

  /** As SqueezeNet's class maps do, but the last convolution of a backbone does not. */
  private static boolean readsDropout(Network network, Node node) {
    return network
        .node(node.inputs().getFirst())
        .filter(before -> before.op() instanceof Op.Dropout)
        .isPresent();
  }

  private static Op withOutputs(Op op, int classes) {
    return switch (op) {
      case Op.Convolution old ->
          new Op.Convolution(
              classes,
              old.kernel(),
              old.stride(),
              old.dilation(),
              old.groups(),
              old.padding(),
              Bias.ADDED);
      default -> new Op.Dense(classes, Bias.ADDED);
    };
  }

  private static String beforeDropout(Network network, String name) {
    Optional<Node> node = network.node(name).filter(each -> each.op() instanceof Op.Dropout);
    return node.map(each -> beforeDropout(network, each.inputs().getFirst())).orElse(name);
  }

  /** A name that no node has. */
  static String free(Network network, String name) {
    return network.node(name).isEmpty() ? name : free(network, name + "_new");
  }

  /** The nodes on which the last one depends. */
  private static List<Node> needed(List<Node> nodes) {
    Set<String> read = new HashSet<>(Set.of(nodes.getLast().name()));
    List<Node> needed = new ArrayList<>();
    for (Node node : nodes.reversed()) {
      if (read.contains(node.name())) {
        read.addAll(node.inputs());
        needed.addFirst(node);
      }
    }
    return needed;
  }

  private static Model backbone(
      Model model, Network headed, String features, boolean pools, String pool) {
    if (features.equals(Network.INPUT)) {
      throw new TrainingException(
          "The model has a single layer, so nothing of it would be left under a new head; train it from the beginning instead.");
    }
    List<Node> nodes = new ArrayList<>();
    for (Node node : headed.nodes()) {
      nodes.add(node);
      if (node.name().equals(features)) {
        break;
      }
    }
    if (pools) {
      nodes.add(new Node(pool, new Op.GlobalAveragePool(), List.of(features)));
    }
    Network network = Network.of(headed.input(), needed(nodes));
    Map<Weights.Key, Tensor> tensors = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      for (Parameter parameter : network.parameters(node)) {
        tensors.put(
            new Weights.Key(node.name(), parameter.role()),
            model.weights().get(node.name(), parameter.role()));
      }
    }
    return new Model(
        network, Weights.of(tensors), model.preprocessing(), List.of(), model.provenance());
  }

  /**
   * The weights of the backbone with those of a head.
   *
   * @param weight {@code [features, classes]}
   * @param bias one a class
   */
  Weights weights(float[] weight, float[] bias) {
    Map<Weights.Key, Tensor> tensors = new LinkedHashMap<>(backbone.weights().tensors());
    Node node = network.node(layer).orElseThrow();
    for (Parameter parameter : network.parameters(node)) {
      float[] values = parameter.role() == ParameterRole.BIAS ? bias : weight;
      tensors.put(
          new Weights.Key(layer, parameter.role()), new Tensor(parameter.dimensions(), values));
    }
    return Weights.of(tensors);
  }

  /** Numbers of the features of a picture. */
  int features() {
    Shape shape = backbone.network().outputShape();
    return Math.toIntExact(shape.elements());
  }
}
