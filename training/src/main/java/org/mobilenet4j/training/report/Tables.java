package org.mobilenet4j.training.report;

import java.util.List;

/** The two shapes of tables on the page: columns under heads, and names with values. */
final class Tables {
  private Tables() {}

  static void head(Markup page, String... columns) {
    page.open("thead").open("tr");
    for (String column : columns) {
      page.leaf("th", column, "scope", "col");
    }
    page.close().close();
  }

  static void values(Markup page, List<NamedValue> lines) {
    page.open("div", "class", "wide").open("table", "class", "values").open("tbody");
    for (NamedValue line : lines) {
      page.open("tr")
          .leaf("th", line.name(), "scope", "row")
          .leaf("td", line.value())
          .close();
    }
    page.close().close().close();
  }
}
