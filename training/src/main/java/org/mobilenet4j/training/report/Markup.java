package org.mobilenet4j.training.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Builds a page that is well-formed as XML and as HTML: elements close in the order in which they
 * opened, and every text and attribute is escaped, so that no caller can forget it.
 */
final class Markup {
  private static final char REPLACEMENT = '\uFFFD';

  private final StringBuilder page = new StringBuilder("<!DOCTYPE html>\n");
  private final Deque<String> open = new ArrayDeque<>();

  /** Begins an element; names and values of its attributes take turns. */
  Markup open(String element, String... attributes) {
    tag(element, attributes);
    page.append('>');
    open.push(element);
    return this;
  }

  /** Ends the element that began last. */
  Markup close() {
    page.append("</").append(open.pop()).append('>');
    if (open.size() <= 4) {
      page.append('\n');
    }
    return this;
  }

  /** An element with a text and no more. */
  Markup leaf(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close();
  }

  /** An element that holds nothing: meta, img, and the shapes of SVG. */
  Markup empty(String element, String... attributes) {
    tag(element, attributes);
    page.append("/>");
    return this;
  }

  Markup text(String text) {
    escape(text);
    return this;
  }

  /** Our own style sheet, which HTML reads without looking for escapes. */
  Markup style(String sheet) {
    if (sheet.contains("<") || sheet.contains("&")) {
      throw new IllegalArgumentException("A style sheet with < or & is no well-formed XML.");
    }
    page.append("<style>\n").append(sheet).append("</style>\n");
    return this;
  }

  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("Not closed: " + open);
    }
    return page.toString();
  }

  private void tag(String element, String... attributes) {
    page.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      page.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      page.append('"');
    }
  }

  private void escape(String text) {
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> page.append("&amp;");
            case '<' -> page.append("&lt;");
            case '>' -> page.append("&gt;");
            case '"' -> page.append("&quot;");
            case '\'' -> page.append("&#39;");
            default -> page.appendCodePoint(isShown(c) ? c : REPLACEMENT);
          }
        });
  }

  /** What XML forbids, and what turns the direction of the text around it. */
  private static boolean isShown(int c) {
    boolean control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0);
    boolean noCharacter = (c >= 0xD800 && c < 0xE000) || (c & 0xFFFE) == 0xFFFE;
    boolean direction = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return !control && !noCharacter && !direction;
  }
}
