package org.mobilenet4j.network.architecture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.mobilenet4j.network.ArchitectureException;
import org.mobilenet4j.network.Shape;

/**
 * A paper's table as it lies in a file: lines {@code key: value}, the first of which names the
 * family; a line of column names; one line for each row. What follows a {@code #} is a comment.
 *
 * @param source the file, for messages
 * @param text the whole file
 * @param family which columns these are
 * @param settings the lines {@code key: value} after the first
 * @param rows from top to bottom
 */
record Table(
    String source, String text, Family family, Map<String, Setting> settings, List<TableRow> rows) {
  /** A table is a page of a paper; nothing larger is read. */
  static final int MOST_CHARACTERS = 200_000;

  private static final int MOST_ROWS = 1_000;
  private static final List<String> PUBLICATION =
      List.of("title", "paper", "top-1", "top-1-source", "variant-of");
  private static final Pattern PERCENT = Pattern.compile("[0-9]{1,2}(\\.[0-9]{1,6})?");

  /**
   * @param line where it stands
   * @param value what follows the colon
   */
  record Setting(int line, String value) {}

  /** Whether a setting says yes; no if it is not there. */
  boolean flag(String key) {
    Setting setting = settings.get(key);
    if (setting == null) {
      return false;
    }
    return switch (setting.value()) {
      case "yes" -> true;
      case "no" -> false;
      case String other ->
          throw new ArchitectureException(
              "%s, line %d: '%s' is '%s'; expected yes or no."
                  .formatted(source, setting.line(), key, other));
    };
  }

  /** The picture that the table's first row reads, which its columns are about. */
  Shape input() {
    return rows.getFirst().shape(family.columns().contains("input") ? "input" : "output");
  }

  static Table parse(String source, String text) {
    if (text.length() > MOST_CHARACTERS) {
      throw new ArchitectureException(
          "%s has %d characters; a table has at most %d."
              .formatted(source, text.length(), MOST_CHARACTERS));
    }
    Map<String, Setting> settings = new LinkedHashMap<>();
    List<String> columns = List.of();
    List<TableRow> rows = new ArrayList<>();
    int line = 0;
    for (String raw : text.split("\\R", -1)) {
      line++;
      String content = raw.replaceFirst("#.*", "").strip();
      if (content.isEmpty()) {
        continue;
      }
      if (columns.isEmpty() && content.contains(":")) {
        putSetting(source, line, content, settings);
      } else if (columns.isEmpty()) {
        columns = requireColumns(source, line, content, family(source, settings));
      } else {
        rows.add(row(source, line, columns, content));
      }
    }
    Family family = family(source, settings);
    if (rows.isEmpty() || rows.size() > MOST_ROWS) {
      throw new ArchitectureException(
          "%s has %d rows; expected a line of columns (%s) and 1 to %d rows below it."
              .formatted(source, rows.size(), String.join(" ", family.columns()), MOST_ROWS));
    }
    settings.remove("family");
    settings.forEach((key, setting) -> requireKnown(source, family, key, setting));
    return new Table(source, text, family, Map.copyOf(settings), List.copyOf(rows));
  }

  private static void requireKnown(String source, Family family, String key, Setting setting) {
    boolean option = family.options().stream().anyMatch(known -> known.key().equals(key));
    if (!option && !PUBLICATION.contains(key) && !family.flags().contains(key)) {
      throw new ArchitectureException(
          "%s, line %d: a table of the family %s has no setting '%s'; expected %s, or one of its options."
              .formatted(
                  source, setting.line(), family.key(), key, String.join(", ", PUBLICATION)));
    }
    if (key.equals("top-1") && !PERCENT.matcher(setting.value()).matches()) {
      throw new ArchitectureException(
          "%s, line %d: top-1 is '%s'; expected an accuracy in percent, for instance 70.6."
              .formatted(source, setting.line(), setting.value()));
    }
  }

  private static void putSetting(
      String source, int line, String content, Map<String, Setting> settings) {
    int colon = content.indexOf(':');
    String key = content.substring(0, colon).strip();
    Setting setting = new Setting(line, content.substring(colon + 1).strip());
    if (settings.put(key, setting) != null) {
      throw new ArchitectureException(
          "%s, line %d: '%s' is given a second time; expected it once."
              .formatted(source, line, key));
    }
  }

  private static Family family(String source, Map<String, Setting> settings) {
    Setting setting = settings.get("family");
    if (setting == null) {
      throw new ArchitectureException(
          "%s does not say which columns it has; expected a line 'family: NAME' at its top, where NAME is one of %s."
              .formatted(source, String.join(", ", Family.keys())));
    }
    return Family.of("%s, line %d".formatted(source, setting.line()), setting.value());
  }

  private static List<String> requireColumns(
      String source, int line, String content, Family family) {
    List<String> found = List.of(content.split("\\s+", -1));
    if (!found.equals(family.columns())) {
      throw new ArchitectureException(
          "%s, line %d: the columns are '%s'; expected '%s' in a table of the family %s."
              .formatted(
                  source,
                  line,
                  String.join(" ", found),
                  String.join(" ", family.columns()),
                  family.key()));
    }
    return found;
  }

  private static TableRow row(String source, int line, List<String> columns, String content) {
    String[] cells = content.split("\\s+", -1);
    if (cells.length != columns.size()) {
      throw new ArchitectureException(
          "%s, line %d: the row has %d cells; expected %d, one for each of %s."
              .formatted(source, line, cells.length, columns.size(), String.join(", ", columns)));
    }
    Map<String, String> byColumn = new LinkedHashMap<>();
    for (int i = 0; i < cells.length; i++) {
      byColumn.put(columns.get(i), cells[i]);
    }
    return new TableRow(source, line, Map.copyOf(byColumn));
  }
}
