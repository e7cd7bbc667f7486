package org.mobilenet4j.network.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mobilenet4j.network.ArchitectureException;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;

/**
 * What a row of a table states although the rest of the table implies it: the papers' Input and
 * Output columns, and the channels in V1's Filter column. A misprint is found by comparing them.
 *
 * @param row the row that states it
 * @param column the column, for the message
 * @param stated what it says
 * @param found what the network has in that place
 */
record Claim(TableRow row, String column, String stated, Function<Network, String> found) {
  /** The column states the shape of a node's result. */
  static Claim ofShape(TableRow row, String column, String node) {
    return new Claim(
        row, column, row.shape(column).toString(), network -> network.shape(node).toString());
  }

  /** The column states height and width of a node's result. */
  static Claim ofExtent(TableRow row, String column, String node) {
    return new Claim(
        row,
        column,
        row.extent(column).toString(),
        network -> network.shape(node).extent().toString());
  }

  /** The column states kernel, input channels and output channels of a layer. */
  static Claim ofFilter(TableRow row, String column, String layer) {
    return new Claim(
        row,
        column,
        row.text(column),
        network -> filter(network, network.node(layer).orElseThrow()));
  }

  private static String filter(Network network, Node layer) {
    List<Integer> numbers = new ArrayList<>(network.parameters(layer).getFirst().dimensions());
    if (layer.op() instanceof Op.Convolution op && op.isDepthwise(network.inputShape(layer))) {
      numbers.remove(/* index */ 2); // each filter reads one channel; the paper does not print it
    }
    return numbers.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  void check(Network network) {
    String made = found.apply(network);
    if (!made.equals(stated)) {
      throw new ArchitectureException(
          "%s, line %d: column '%s' says %s, but the rest of the table makes it %s; correct one of them."
              .formatted(row.source(), row.line(), column, stated, made));
    }
  }
}
