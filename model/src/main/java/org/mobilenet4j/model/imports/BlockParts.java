package org.mobilenet4j.model.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;

/**
 * Which parts the blocks of a network have: the second component of the names of those nodes that
 * learn something, {@code [expand, dw, se, project]} for instance.
 *
 * @param parts the parts of each block, in the order of the network
 */
record BlockParts(Map<String, List<String>> parts) {
  static BlockParts of(Network network) {
    Map<String, List<String>> parts = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      if (!network.parameters(node).isEmpty()) {
        List<String> ofBlock = parts.computeIfAbsent(node.block(), _ -> new ArrayList<>());
        if (!ofBlock.contains(part(node))) {
          ofBlock.add(part(node));
        }
      }
    }
    return new BlockParts(parts);
  }

  /**
   * @return how many blocks are called {@code block} and a number
   */
  int blocks() {
    return Math.toIntExact(
        parts.keySet().stream().filter(name -> name.matches("block\\d+")).count());
  }

  /**
   * @param node a node of the network that learns something
   * @return the place of its part among those of its block, from 0
   */
  int position(Node node) {
    return parts.getOrDefault(node.block(), List.of()).indexOf(part(node));
  }

  private static String part(Node node) {
    String[] components = node.name().split("\\.", 3);
    return components.length > 1 ? components[1] : "";
  }
}
