package org.mobilenet4j.training.report;

import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as people read them, the same in every locale. */
final class NumberText {
  /** Keeps a number and its unit on one line. */
  private static final String SPACE = "\u00A0";

  private static final String NOTHING = "–";

  private NumberText() {}

  /** A share as per cent with one decimal; 100 is said of nothing less. */
  static String percent(double share) {
    return percentNumber(share) + SPACE + "%";
  }

  static String percent(OptionalDouble share) {
    return share.isPresent() ? percent(share.getAsDouble()) : NOTHING;
  }

  static String percentNumber(double share) {
    String text = fixed(100 * share, 1);
    return share < 1 && text.equals("100.0") ? "99.9" : text;
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String rounded(double value) {
    return Double.isFinite(value) ? count(Math.round(value)) : NOTHING;
  }

  static String counted(long number, String one, String many) {
    return count(number) + SPACE + (number == 1 ? one : many);
  }

  static String fixed(double value, int decimals) {
    return Double.isFinite(value)
        ? String.format(Locale.ROOT, "%." + decimals + "f", value)
        : NOTHING;
  }

  /** As it is below a million, above it three figures and a word. */
  static String large(long number) {
    return number < 1_000_000
        ? count(number)
        : number < 1_000_000_000
            ? figures(number / 1e6) + SPACE + "million"
            : figures(number / 1e9) + SPACE + "billion";
  }

  static String bytes(long number) {
    return number < 1_000_000
        ? figures(number / 1e3) + SPACE + "kB"
        : figures(number / 1e6) + SPACE + "MB";
  }

  static String seconds(double seconds) {
    if (!Double.isFinite(seconds)) {
      return NOTHING;
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return (seconds < 10 ? fixed(seconds, 1) : Long.toString(whole)) + SPACE + "s";
    }
    return whole < 3_600
        ? whole / 60 + SPACE + "min" + SPACE + whole % 60 + SPACE + "s"
        : whole / 3_600 + SPACE + "h" + SPACE + whole % 3_600 / 60 + SPACE + "min";
  }

  private static String figures(double value) {
    return fixed(value, value < 10 ? 2 : value < 100 ? 1 : 0);
  }
}
