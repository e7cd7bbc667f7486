package org.mobilenet4j.model.onnx;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.mobilenet4j.network.Network;

/**
 * Names of our nodes, made of ONNX's: letters, digits, hyphens and underscores, each used once. A
 * dot would say that a node is part of a block.
 */
final class NodeNames {
  private static final int LONGEST = 100;

  private final Set<String> used = new HashSet<>(Set.of(Network.INPUT));
  private final Map<String, Integer> times = new HashMap<>();

  String of(String onnx) {
    // Cut first: the patterns below take the square of a name's length.
    String end = onnx.substring(Math.max(0, onnx.length() - LONGEST));
    String clean = end.replaceAll("[^A-Za-z0-9_-]+", "_").replaceAll("^_+|_+$", "");
    String start = clean.isEmpty() ? "node" : clean;
    String name = start;
    while (!used.add(name)) {
      name = start + "_" + times.merge(start, 2, (before, _) -> before + 1);
    }
    return name;
  }
}
