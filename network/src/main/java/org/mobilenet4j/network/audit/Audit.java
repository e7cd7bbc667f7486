package org.mobilenet4j.network.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Every figure and claim of the papers that is a matter of counting, with what the counts say. */
public final class Audit {
  private static final String NOTHING = "-";
  private static final int CELLS = 6;

  private Audit() {}

  /**
   * @return all entries, group by group
   */
  public static List<AuditEntry> entries() {
    return Arrays.stream(Group.values()).flatMap(group -> entries(group).stream()).toList();
  }

  /**
   * @param group one of the papers, or the lecture
   * @return its entries in the order of the text
   */
  public static List<AuditEntry> entries(Group group) {
    Quantities quantities = new Quantities();
    return text(group)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> entry(group, line, quantities))
        .toList();
  }

  private static String text(Group group) {
    try (InputStream in = Audit.class.getResourceAsStream(group.key() + ".claims")) {
      if (in == null) {
        throw new IllegalStateException("The claims of %s are missing.".formatted(group));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AuditEntry entry(Group group, String line, Quantities quantities) {
    String[] cells = line.split("\\|", -1);
    if (cells.length != CELLS) {
      throw new IllegalStateException("Expected %d cells: %s".formatted(CELLS, line));
    }
    String printed = cells[2].strip();
    String expression = cells[3].strip();
    String mark = cells[4].strip();
    double counted =
        expression.equals(NOTHING) ? Double.NaN : Expression.evaluate(expression, quantities);
    return new AuditEntry(
        group,
        cells[0].strip(),
        cells[1].strip(),
        printed.equals(NOTHING)
            ? ""
            : printed.replaceFirst("^[~=]", "").replaceFirst("^>=", "at least "),
        expression.equals(NOTHING) ? "" : Printed.text(counted, printed.endsWith("%")),
        verdict(printed, counted, mark),
        cells[5].strip());
  }

  private static Verdict verdict(String printed, double counted, String mark) {
    boolean comparable = !printed.equals(NOTHING) && !Double.isNaN(counted);
    if (!comparable) {
      return Verdict.valueOf(mark.toUpperCase(Locale.ROOT).replace(' ', '_'));
    }
    Verdict computed = Printed.parse(printed).against(counted);
    if (mark.isEmpty()) {
      return computed;
    }
    if (computed != Verdict.DOES_NOT_HOLD) {
      throw new IllegalStateException("%s is met and no %s.".formatted(printed, mark));
    }
    return Verdict.MISPRINT;
  }
}
