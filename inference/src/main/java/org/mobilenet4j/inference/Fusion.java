package org.mobilenet4j.inference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;

/**
 * Rewrites a network as a list of operations with fused tails.
 *
 * <p>An operation takes over what follows it as long as nobody else reads the value in between: a
 * convolution one addition whose other operand is already there, then each that sums one
 * activation. Dropout vanishes, and so does what the output does not depend on.
 */
final class Fusion {
  private final Network network;
  private final Set<String> needed = new HashSet<>();
  private final Map<String, List<Node>> readers = new HashMap<>();
  private final Map<String, String> alias = new HashMap<>();
  private final Set<String> available = new HashSet<>();
  private final Set<String> absorbedNodes = new HashSet<>();

  private Fusion(Network network) {
    this.network = network;
    needed.add(network.output().name());
    for (Node node : network.nodes().reversed()) {
      if (needed.contains(node.name())) {
        needed.addAll(node.inputs());
      }
    }
    for (Node node : network.nodes()) {
      if (needed.contains(node.name())) {
        for (String input : node.inputs()) {
          readers.computeIfAbsent(input, name -> new ArrayList<>()).add(node);
        }
      }
    }
    available.add(Network.INPUT);
  }

  /**
   * @param network a network whose batch normalisations are folded as far as can be
   * @return its operations in the order in which they run
   */
  static List<FusedOperation> of(Network network) {
    return new Fusion(network).fuse();
  }

  private List<FusedOperation> fuse() {
    List<FusedOperation> operations = new ArrayList<>();
    for (Node node : network.nodes()) {
      if (absorbedNodes.contains(node.name()) || !needed.contains(node.name())) {
        continue;
      }
      if (node.op() instanceof Op.Dropout) {
        alias.put(node.name(), resolve(node.inputs().getFirst()));
        continue;
      }
      Node resolved =
          new Node(node.name(), node.op(), node.inputs().stream().map(this::resolve).toList());
      FusedOperation operation = withTail(resolved);
      operation.absorbed().forEach(absorbed -> absorbedNodes.add(absorbed.name()));
      available.add(operation.output());
      operations.add(operation);
    }
    return operations;
  }

  /** The value that a node's name stands for once dropouts are gone. */
  private String resolve(String name) {
    return alias.getOrDefault(name, name);
  }

  private FusedOperation withTail(Node node) {
    List<Node> tail = new ArrayList<>();
    Optional<String> residual = Optional.empty();
    Optional<ActivationFunction> activation = Optional.empty();
    Optional<Node> next = onlyReader(node.name());
    if (mayAdd(node) && next.isPresent() && next.orElseThrow().op() instanceof Op.Add) {
      Node add = next.orElseThrow();
      residual =
          add.inputs().stream()
              .filter(input -> !input.equals(node.name()))
              .map(this::resolve)
              .filter(available::contains)
              .findFirst();
      if (residual.isPresent()) {
        tail.add(add);
        next = onlyReader(add.name());
      }
    }
    if (mayActivate(node)
        && next.isPresent()
        && next.orElseThrow().op() instanceof Op.Activation(var function)) {
      tail.add(next.orElseThrow());
      activation = Optional.of(function);
    }
    return new FusedOperation(node, residual, activation, tail);
  }

  /** Depthwise convolutions add nothing: in these networks a projection follows each of them. */
  private boolean mayAdd(Node node) {
    return node.op() instanceof Op.Convolution convolution
        && !convolution.isDepthwise(network.inputShape(node));
  }

  private static boolean mayActivate(Node node) {
    return switch (node.op()) {
      case Op.Convolution _, Op.Dense _, Op.Add _, Op.BatchNorm _ -> true;
      case Op.Activation _,
          Op.Pool _,
          Op.GlobalAveragePool _,
          Op.Concat _,
          Op.Scale _,
          Op.LocalResponseNormalization _,
          Op.Resize _,
          Op.Dropout _ ->
          false;
    };
  }

  private Optional<Node> onlyReader(String name) {
    List<Node> all = readers.getOrDefault(name, List.of());
    return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
  }
}
