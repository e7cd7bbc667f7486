package org.mobilenet4j.network.audit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A figure as it is printed: so many digits in a unit, and the sense in which it is meant.
 *
 * @param sense what the figure says of the exact one
 * @param digits the number as printed
 * @param unit what one stands for
 */
record Printed(Sense sense, BigDecimal digits, double unit) {
  /** How a figure is meant. */
  enum Sense {
    /** The exact one with fewer digits. */
    FEWER_DIGITS,
    /** The exact one, coarsely: the zeros at its end are no digits. */
    COARSE,
    /** At most the exact one. */
    AT_LEAST,
    /** The exact one. */
    EXACT
  }

  private static final Pattern FIGURE =
      Pattern.compile("(~|>=|=)?(-?[0-9]+(?:\\.[0-9]+)?) ?(M|B|K|%|ms)?");

  /** How far a computed figure may be from a whole one by the arithmetic of doubles alone. */
  private static final double ROUNDING_ERROR = 1e-9;

  static Printed parse(String text) {
    Matcher matcher = FIGURE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalStateException("'%s' is no printed figure.".formatted(text));
    }
    String sign = matcher.group(1) == null ? "" : matcher.group(1);
    String unit = matcher.group(3) == null ? "" : matcher.group(3);
    return new Printed(
        switch (sign) {
          case "~" -> Sense.COARSE;
          case ">=" -> Sense.AT_LEAST;
          case "=" -> Sense.EXACT;
          default -> Sense.FEWER_DIGITS;
        },
        new BigDecimal(matcher.group(2)),
        switch (unit) {
          case "K" -> 1e3;
          case "M" -> 1e6;
          case "B" -> 1e9;
          case "%" -> 0.01;
          default -> 1;
        });
  }

  /** What becomes of the figure when the exact one is known. */
  Verdict against(double exact) {
    BigDecimal value = BigDecimal.valueOf(exact / unit);
    boolean equal =
        Math.abs(value.subtract(digits).doubleValue())
            < ROUNDING_ERROR * Math.max(1, Math.abs(digits.doubleValue()));
    return switch (sense) {
      case EXACT -> equal ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD;
      case AT_LEAST ->
          equal || value.compareTo(digits) >= 0 ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD;
      case FEWER_DIGITS -> equal ? Verdict.HOLDS : digits(value, digits.scale());
      case COARSE ->
          equal ? Verdict.HOLDS : digits(value, Math.min(0, digits.stripTrailingZeros().scale()));
    };
  }

  private Verdict digits(BigDecimal value, int scale) {
    if (value.setScale(scale, RoundingMode.HALF_UP).compareTo(digits) == 0) {
      return Verdict.ROUNDS;
    }
    return value.setScale(scale, RoundingMode.DOWN).compareTo(digits) == 0
        ? Verdict.TRUNCATES
        : Verdict.DOES_NOT_HOLD;
  }

  /**
   * An exact figure for people: whole numbers with their thousands apart, others with six digits.
   */
  static String text(double exact, boolean percent) {
    if (percent) {
      return String.format(Locale.ROOT, "%.5g%%", 100 * exact);
    }
    if (exact == Math.rint(exact) && Math.abs(exact) < 1e15) {
      return "%,d".formatted((long) exact);
    }
    return String.format(Locale.ROOT, "%.6g", exact);
  }
}
