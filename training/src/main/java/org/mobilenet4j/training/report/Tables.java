package org.mobilenet4j.training.report;

import java.util.List;

/** The two shapes of tables on the page: columns under heads, and names with values. */
final class Tables {
  private Tables() {}

  /** Names stand at the left, numbers at the right. */
  static void head(Markup page, List<String> names, List<String> numbers) {
    page.open("thead").open("tr");
    cells(page, names, numbers);
    page.close().close();
  }

  /** The same with a column of bars behind the last number. */
  static void headWithBars(Markup page, List<String> names, List<String> numbers) {
    page.open("thead").open("tr");
    cells(page, names, numbers);
    page.leaf("td", "", "class", "bar").close().close();
  }

  private static void cells(Markup page, List<String> names, List<String> numbers) {
    names.forEach(column -> page.leaf("th", column, "scope", "col", "class", "name"));
    numbers.forEach(column -> page.leaf("th", column, "scope", "col"));
  }

  static void values(Markup page, List<NamedValue> lines) {
    page.open("div", "class", "wide").open("table", "class", "values").open("tbody");
    for (NamedValue line : lines) {
      page.open("tr").leaf("th", line.name(), "scope", "row").leaf("td", line.value()).close();
    }
    page.close().close().close();
  }
}
