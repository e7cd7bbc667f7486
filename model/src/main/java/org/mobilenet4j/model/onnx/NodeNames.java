package org.mobilenet4j.model.onnx;

import java.util.HashSet;
import java.util.Set;
import org.mobilenet4j.network.Network;

/**
 * Names of our nodes, made of ONNX's: letters, digits, hyphens and underscores, each used once. A
 * dot would say that a node is part of a block.
 */
final class NodeNames {
  private static final int LONGEST = 100;

  private final Set<String> used = new HashSet<>(Set.of(Network.INPUT));

  String of(String onnx) {
    String clean = onnx.replaceAll("[^A-Za-z0-9_-]+", "_").replaceAll("^_+|_+$", "");
    String start =
        clean.isEmpty() ? "node" : clean.substring(Math.max(0, clean.length() - LONGEST));
    String name = start;
    for (int i = 2; !used.add(name); i++) {
      name = start + "_" + i;
    }
    return name;
  }
}
