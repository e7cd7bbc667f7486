package org.mobilenet4j.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.architecture.NearestName;

/**
 * What of a network stays as it is while the rest is fine-tuned. Networks are unfrozen from their
 * end.
 */
public sealed interface Freezing {
  /** Everything learns. */
  record Nothing() implements Freezing {}

  /** Everything before the new head: a linear probe, and no more. */
  record Backbone() implements Freezing {}

  /**
   * Everything before a block.
   *
   * @param block the name of the first block that learns, such as {@code block12}, or its number
   *     alone
   */
  record Before(String block) implements Freezing {}

  /**
   * Reads what somebody typed.
   *
   * @param text {@code none}, {@code backbone}, the name of a block, or its number
   * @return what stays as it is; whether there is such a block shows with a network
   */
  static Freezing of(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "none" -> new Nothing();
      case "backbone" -> new Backbone();
      default -> new Before(text);
    };
  }

  /**
   * The nodes that stay as they are.
   *
   * @param network with its head
   * @param head the name of the head
   * @return names of nodes
   * @throws TrainingException if the network has no such block
   */
  default Set<String> nodes(Network network, String head) {
    String first =
        switch (this) {
          case Nothing _ -> network.nodes().getFirst().name();
          case Backbone _ -> head;
          case Before(String block) -> firstOf(block, network);
        };
    Set<String> frozen = new TreeSet<>();
    for (Node node : network.nodes()) {
      if (node.name().equals(first)) {
        break;
      }
      frozen.add(node.name());
    }
    return frozen;
  }

  private static String firstOf(String wanted, Network network) {
    Map<String, String> blocks = new LinkedHashMap<>();
    String numbered = "";
    for (Node node : network.nodes()) {
      boolean learns = !network.parameters(node).isEmpty();
      boolean first = blocks.putIfAbsent(node.block(), node.name()) == null;
      if (first && learns && node.block().replaceFirst("^[a-zA-Z_]+", "").equals(wanted)) {
        numbered = node.name(); // of conv0 and block0 the later one
      }
    }
    String named = blocks.getOrDefault(wanted, numbered);
    if (!named.isEmpty()) {
      return named;
    }
    String shown = wanted.length() > 64 ? wanted.substring(0, 64) + "…" : wanted;
    String remedy =
        NearestName.of(wanted, List.copyOf(blocks.keySet()))
            .map("did you mean '%s'?"::formatted)
            .orElseGet(() ->
                "there are 'backbone', 'none', and the blocks %s."
                    .formatted(String.join(", ", blocks.keySet())));
    throw new TrainingException(
        "There is no block '%s' up to which to freeze; %s".formatted(shown, remedy));
  }
}
