package org.mobilenet4j.benchmarks.compare;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Aligned columns for people: words flush left, numbers flush right. */
final class Table {
  private final int words;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param words how many of the columns hold words; they come first
   */
  Table(int words, String... columns) {
    this.words = words;
    rows.add(List.of(columns));
  }

  Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** Whether anything stands below the head. */
  boolean hasRows() {
    return rows.size() > 1;
  }

  void print(PrintStream out) {
    int columns = rows.getFirst().size();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        int index = column;
        int width = rows.stream().mapToInt(any -> any.get(index).length()).max().orElse(0);
        String gap = " ".repeat(width - row.get(column).length());
        line.append(column == 0 ? "" : "  ");
        line.append(column < words ? row.get(column) + gap : gap + row.get(column));
      }
      out.println(line.toString().stripTrailing());
    }
    out.println();
  }
}
