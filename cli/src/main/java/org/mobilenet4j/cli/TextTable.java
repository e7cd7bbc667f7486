package org.mobilenet4j.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table of aligned columns for people. Columns whose cells are numbers are set flush right. */
final class TextTable {
  private static final String NUMBER = "[-+]?[0-9][0-9,.]*( ?[%×a-zA-Z]{1,3})?|-|";

  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... columns) {
    rows.add(List.of(columns));
  }

  void row(Object... cells) {
    rows.add(java.util.Arrays.stream(cells).map(String::valueOf).map(Facts::printable).toList());
  }

  void print(PrintStream out) {
    int columns = rows.getFirst().size();
    int[] widths =
        IntStream.range(0, columns)
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    boolean[] right = new boolean[columns];
    for (int column = 0; column < columns; column++) {
      int index = column;
      right[column] = rows.stream().skip(1).allMatch(row -> row.get(index).matches(NUMBER));
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String cell = row.get(column);
        String gap = " ".repeat(widths[column] - cell.length());
        line.append(right[column] ? gap + cell : cell + gap).append("  ");
      }
      out.println(line.toString().stripTrailing());
    }
  }

  /** A whole number with its thousands apart. */
  static String count(long number) {
    return "%,d".formatted(number);
  }
}
