package org.mobilenet4j.inference;

import java.util.List;
import java.util.Optional;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Node;

/**
 * An operation with the tail that runs while its results are still in registers: first a residual
 * is added, then the activation function applied.
 *
 * @param node the operation itself
 * @param residual the value that is added to its result
 * @param activation what is applied last
 * @param absorbed the nodes that became the tail, in order
 */
record FusedOperation(
    Node node,
    Optional<String> residual,
    Optional<ActivationFunction> activation,
    List<Node> absorbed) {
  FusedOperation {
    absorbed = List.copyOf(absorbed);
  }

  static FusedOperation alone(Node node) {
    return new FusedOperation(node, Optional.empty(), Optional.empty(), List.of());
  }

  /**
   * @return the node whose value this operation gives
   */
  String output() {
    return absorbed.isEmpty() ? node.name() : absorbed.getLast().name();
  }
}
