package org.mobilenet4j.network.cost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;

/**
 * Which tensors wait in memory for a later sum or product. Batch normalisation, activations and
 * dropout work in place, so what they make is the tensor they were given.
 */
final class Liveness {
  /**
   * A tensor that is read again by a sum or a product: from after the first node to before the
   * last.
   */
  private record Waiting(String tensor, int made, int read, long elements) {}

  private final Map<String, String> tensorOf = new HashMap<>();
  private final Map<String, Integer> position = new HashMap<>();
  private final List<Waiting> waiting;

  private Liveness(Network network) {
    Map<String, Integer> lastRead = new HashMap<>();
    tensorOf.put(Network.INPUT, Network.INPUT);
    position.put(Network.INPUT, -1);
    List<Node> nodes = network.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      position.put(node.name(), i);
      tensorOf.put(
          node.name(), isInPlace(node.op()) ? tensor(node.inputs().getFirst()) : node.name());
      if (node.op() instanceof Op.Add || node.op() instanceof Op.Scale) {
        for (String in : node.inputs()) {
          lastRead.put(tensor(in), i);
        }
      }
    }
    List<Waiting> found = new ArrayList<>();
    lastRead.forEach((tensor, read) ->
        found.add(
            new Waiting(
                tensor,
                position.getOrDefault(tensor, -1),
                read,
                network.shape(tensor).elements())));
    waiting = found;
  }

  static Liveness of(Network network) {
    return new Liveness(network);
  }

  private String tensor(String name) {
    return tensorOf.getOrDefault(name, name);
  }

  /** Numbers that wait while a node runs, beside its own input and output. */
  long keptDuring(Node node) {
    int now = position.getOrDefault(node.name(), -1);
    String input = tensor(node.inputs().getFirst());
    long kept = 0;
    for (Waiting tensor : waiting) {
      if (tensor.made() < now && now < tensor.read() && !tensor.tensor().equals(input)) {
        kept += tensor.elements();
      }
    }
    return kept;
  }

  private static boolean isInPlace(Op op) {
    return switch (op) {
      case Op.BatchNorm _, Op.Activation _, Op.Dropout _ -> true;
      case Op.Convolution _,
          Op.Dense _,
          Op.Pool _,
          Op.GlobalAveragePool _,
          Op.Add _,
          Op.Concat _,
          Op.Scale _,
          Op.LocalResponseNormalization _,
          Op.Resize _ ->
          false;
    };
  }
}
