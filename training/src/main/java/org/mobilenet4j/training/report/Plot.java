package org.mobilenet4j.training.report;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * A rectangle with two axes, in SVG. It scales with the width that the page gives it; lengths are
 * in its own pixels.
 *
 * @param width of all, labels included
 * @param height of all
 * @param x marks of the horizontal axis
 * @param y marks of the vertical one
 * @param horizontal what the horizontal axis shows
 */
record Plot(int width, int height, Ticks x, Ticks y, String horizontal) {
  private static final int LEFT = 52;
  private static final int RIGHT = 14;
  private static final int TOP = 10;
  private static final int BOTTOM = 42;

  /** Begins the picture; the caller draws into it and closes it. */
  void open(Markup page, String description) {
    page.open(
        "svg",
        "viewBox",
        "0 0 %d %d".formatted(width, height),
        "role",
        "img",
        "aria-label",
        description);
    for (BigDecimal tick : y.at()) {
      double at = y(tick.doubleValue());
      line(page, "grid", LEFT, at, width - RIGHT, at);
      page.leaf(
          "text", y.text(tick), "class", "tick end", "x", number(LEFT - 8), "y", number(at + 4));
    }
    for (BigDecimal tick : x.at()) {
      double at = x(tick.doubleValue());
      line(page, "axis", at, height - BOTTOM, at, height - BOTTOM + 5);
      page.leaf(
          "text",
          x.text(tick),
          "class",
          "tick middle",
          "x",
          number(at),
          "y",
          number(height - BOTTOM + 19));
    }
    line(page, "axis", LEFT, height - BOTTOM, width - RIGHT, height - BOTTOM);
    page.leaf(
        "text",
        horizontal,
        "class",
        "tick middle",
        "x",
        number((LEFT + width - RIGHT) / 2.0),
        "y",
        number(height - 6));
  }

  double x(double value) {
    return LEFT + (value - x.low()) / (x.high() - x.low()) * (width - LEFT - RIGHT);
  }

  double y(double value) {
    return height - BOTTOM - (value - y.low()) / (y.high() - y.low()) * (height - TOP - BOTTOM);
  }

  /** A bar between two places of each axis, with a text that shows when one points at it. */
  void bar(
      Markup page, String style, double left, double right, double low, double high, String hint) {
    page.open(
            "rect",
            "class",
            style,
            "x",
            number(x(left)),
            "y",
            number(y(high)),
            "width",
            number(x(right) - x(left)),
            "height",
            number(y(low) - y(high)))
        .leaf("title", hint)
        .close();
  }

  static void line(Markup page, String style, double x1, double y1, double x2, double y2) {
    page.empty(
        "line",
        "class",
        style,
        "x1",
        number(x1),
        "y1",
        number(y1),
        "x2",
        number(x2),
        "y2",
        number(y2));
  }

  /** A tenth of a pixel is enough, and keeps the page small. */
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
