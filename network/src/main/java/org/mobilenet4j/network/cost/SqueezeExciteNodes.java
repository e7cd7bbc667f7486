package org.mobilenet4j.network.cost;

import java.util.HashSet;
import java.util.Set;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;

/**
 * The nodes that make a squeeze-and-excite gate: everything from the global pool to the product.
 * They are found by their place in the graph, since an imported network has its own names.
 */
record SqueezeExciteNodes(Set<String> names) {
  static SqueezeExciteNodes of(Network network) {
    Set<String> names = new HashSet<>();
    for (Node node : network.nodes()) {
      if (node.op() instanceof Op.Scale) {
        collect(network, node.inputs().getLast(), names);
      }
    }
    return new SqueezeExciteNodes(names);
  }

  private static void collect(Network network, String from, Set<String> names) {
    String name = from;
    while (names.add(name)) {
      Node node = network.node(name).orElse(null);
      if (node == null || node.op() instanceof Op.GlobalAveragePool) {
        return;
      }
      name = node.inputs().getFirst();
    }
  }

  boolean contains(Node node) {
    return names.contains(node.name());
  }
}
