package org.mobilenet4j.benchmarks.exports;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;

/**
 * Which nodes of a network make plain vectors, without a height and a width.
 *
 * <p>Our shapes always have a plane, others' formats tell {@code [batch, channels]} from {@code
 * [batch, 1, 1, channels]}: a classifier reads the former, and squeeze-and-excite, whose gate is
 * multiplied with a picture, the latter. So flat are the dense layers and activations from which
 * only such nodes lead to the output.
 */
public final class FlatTail {
  private final Set<String> flat = new HashSet<>();

  private FlatTail(Network network) {
    Map<String, List<String>> readers = new HashMap<>();
    for (Node node : network.nodes()) {
      node.inputs()
          .forEach(
              input -> readers.computeIfAbsent(input, name -> new ArrayList<>()).add(node.name()));
    }
    for (Node node : network.nodes().reversed()) {
      if (keepsFlat(node.op()) && flat.containsAll(readers.getOrDefault(node.name(), List.of()))) {
        flat.add(node.name());
      }
    }
  }

  /**
   * @param network any network
   * @return its flat nodes
   */
  public static FlatTail of(Network network) {
    return new FlatTail(network);
  }

  /**
   * @param name a node's name, or {@link Network#INPUT}
   * @return whether its result is a plain vector
   */
  public boolean contains(String name) {
    return flat.contains(name);
  }

  private static boolean keepsFlat(Op op) {
    return switch (op) {
      case Op.Dense _, Op.Activation _, Op.Dropout _ -> true;
      case Op.Convolution _,
          Op.BatchNorm _,
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
