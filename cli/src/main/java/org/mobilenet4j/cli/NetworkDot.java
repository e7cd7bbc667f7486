package org.mobilenet4j.cli;

import java.io.PrintStream;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;

/** Prints a network as a graph in Graphviz's language. */
final class NetworkDot {
  private NetworkDot() {}

  static void print(Network network, PrintStream out) {
    out.println("digraph network {");
    out.println("  node [shape=box, fontname=\"sans-serif\", fontsize=10];");
    out.printf("  \"%s\" [label=\"%s\\n%s\"];%n", Network.INPUT, Network.INPUT, network.input());
    for (Node node : network.nodes()) {
      String name = escape(node.name());
      out.printf(
          "  \"%s\" [label=\"%s\\n%s %s\"];%n",
          name, name, node.op().getClass().getSimpleName(), network.shape(node.name()));
      for (String input : node.inputs()) {
        out.printf("  \"%s\" -> \"%s\";%n", escape(input), name);
      }
    }
    out.println("}");
  }

  private static String escape(String name) {
    return name.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
