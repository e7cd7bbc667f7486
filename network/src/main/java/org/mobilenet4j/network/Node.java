package org.mobilenet4j.network;

import java.util.List;

/**
 * One operation in its place in the graph.
 *
 * @param name unique in the network; the part before the first dot names the block the node belongs
 *     to
 * @param op what it computes
 * @param inputs the names of the nodes it reads, or {@link Network#INPUT}; in the operation's order
 */
public record Node(String name, Op op, List<String> inputs) {
  public Node {
    inputs = List.copyOf(inputs);
  }

  /**
   * @return the block this node belongs to: its name up to the first dot
   */
  public String block() {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
