package org.mobilenet4j.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of one thing, for people: a name and a value a line, the values aligned. */
final class Facts {
  private static final int LONGEST_VALUE = 400;

  private record Fact(String name, String value) {}

  private final List<Fact> facts = new ArrayList<>();

  void add(String name, @Nullable Object value) {
    String text = String.valueOf(value);
    facts.add(
        new Fact(
            printable(name),
            printable(
                text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text)));
  }

  void addAll(Map<String, ?> more) {
    more.forEach(this::add);
  }

  void print(PrintStream out) {
    int width = facts.stream().mapToInt(fact -> fact.name().length()).max().orElse(0);
    for (Fact fact : facts) {
      String gap = " ".repeat(width - fact.name().length());
      out.println((fact.name() + gap + "  " + fact.value()).stripTrailing());
    }
  }

  /** A foreign file's text must not move the cursor, nor begin a line of its own. */
  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
