package org.mobilenet4j.network.cost;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;

/** What hangs on each layer: its batch normalisation, its activation, the sum that it ends in. */
final class Attachments {
  /** The layer that a tensor comes from, through what changes it in place. */
  private final Map<String, String> layerOf = new HashMap<>();

  private final Map<String, Long> normalizedChannels = new HashMap<>();
  private final Set<String> activated = new HashSet<>();
  private final Set<String> shortcuts = new HashSet<>();

  private Attachments() {}

  static Attachments of(Network network) {
    Attachments attachments = new Attachments();
    List<Node> nodes = network.nodes();
    Map<String, Integer> position = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      position.put(nodes.get(i).name(), i);
      attachments.attach(network, nodes.get(i), position);
    }
    return attachments;
  }

  private void attach(Network network, Node node, Map<String, Integer> position) {
    String name = node.name();
    String before = layerOf.get(node.inputs().getFirst());
    switch (node.op()) {
      case Op.Convolution _, Op.Dense _, Op.Pool _, Op.GlobalAveragePool _ ->
          layerOf.put(name, name);
      case Op.BatchNorm _ -> {
        String layer = before == null ? name : before;
        layerOf.put(name, layer);
        normalizedChannels.merge(layer, (long) network.shape(name).channels(), Long::sum);
      }
      case Op.Activation _ -> {
        if (before != null) {
          layerOf.put(name, before);
          activated.add(before);
        }
      }
      case Op.Dropout _ -> {
        if (before != null) {
          layerOf.put(name, before);
        }
      }
      // The shortcut belongs to the layer that runs last of those that are summed.
      case Op.Add _ ->
          node.inputs().stream()
              .map(layerOf::get)
              .filter(Objects::nonNull)
              .max((a, b) ->
                  Integer.compare(position.getOrDefault(a, 0), position.getOrDefault(b, 0)))
              .ifPresent(shortcuts::add);
      case Op.Concat _, Op.Scale _, Op.LocalResponseNormalization _, Op.Resize _ -> {}
    }
  }

  /** Channels of the batch normalisation behind a layer, 0 without one. */
  long normalizedChannels(Node layer) {
    return normalizedChannels.getOrDefault(layer.name(), 0L);
  }

  /** Whether a batch normalisation has no layer before it. */
  boolean isAlone(Node batchNorm) {
    return batchNorm.name().equals(layerOf.get(batchNorm.name()));
  }

  boolean isLinear(Node layer) {
    return !activated.contains(layer.name());
  }

  boolean isShortcut(Node layer) {
    return shortcuts.contains(layer.name());
  }
}
