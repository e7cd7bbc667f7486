package org.mobilenet4j.network.architecture;

import org.mobilenet4j.network.ArchitectureException;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Shape;

/**
 * A shape that a row of a table states although the rows above it imply it: the papers' Input and
 * Output columns. A misprint in either is found by comparing them.
 *
 * @param row the row that states it
 * @param column the column, for the message
 * @param node whose result has that shape
 */
record Claim(TableRow row, String column, String node) {
  void check(Network network) {
    Shape stated = row.shape(column);
    Shape found = network.shape(node);
    if (!found.equals(stated)) {
      throw new ArchitectureException(
          "%s, line %d: column '%s' says %s, but the rows above make it %s; correct one of them."
              .formatted(row.source(), row.line(), column, stated, found));
    }
  }
}
