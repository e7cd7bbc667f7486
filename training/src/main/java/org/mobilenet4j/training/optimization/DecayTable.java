package org.mobilenet4j.training.optimization;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Weight decay by role, as it is shown at the start of a run.
 *
 * @param rows one for each role that occurs
 */
public record DecayTable(List<Row> rows) {
  /**
   * One role.
   *
   * @param role what the tensors are
   * @param tensors how many there are
   * @param parameters how many numbers they hold together
   * @param decay the weight decay of each
   */
  public record Row(DecayRole role, int tensors, long parameters, double decay) {
    Row plus(Row other) {
      return new Row(role, tensors + other.tensors, parameters + other.parameters, decay);
    }
  }

  public DecayTable {
    rows = List.copyOf(rows);
  }

  /**
   * @return a heading and a line for each role, in columns
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("%-12s %8s %12s  %s".formatted("role", "tensors", "parameters", "weight decay"));
    for (Row row : rows) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-12s %8d %,12d  %s",
              row.role().label(),
              row.tensors(),
              row.parameters(),
              row.decay() == 0 ? "none" : PlainNumber.of(row.decay())));
    }
    return lines;
  }
}
