package org.mobilenet4j.network.architecture;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mobilenet4j.network.ArchitectureException;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Shape;

/**
 * One row of a paper's table.
 *
 * @param source the table's file, for messages
 * @param line its line in the file, from 1
 * @param cells what stands in each column
 */
record TableRow(String source, int line, Map<String, String> cells) {
  /** No layer of any network comes near this; beyond it, products of a row could overflow. */
  static final int MOST_CHANNELS = 1_000_000;

  /** The widest window or stride that is read. */
  static final int MOST_TAPS = 1_000;

  private static final Pattern SHAPE = Pattern.compile("([0-9]{1,6})x([0-9]{1,6})x([0-9]{1,7})");
  private static final Pattern EXTENT = Pattern.compile("([0-9]{1,4})(?:x([0-9]{1,4}))?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,7}");

  /** Stands in a column that means nothing to the row's operator. */
  static final String NOTHING = "-";

  /** Stands for the number of classes, as in V2's Table 2. */
  static final String CLASSES = "k";

  String text(String column) {
    String text = cells.get(column);
    if (text == null) {
      throw new IllegalArgumentException("There is no column '%s'.".formatted(column));
    }
    return text;
  }

  boolean isEmpty(String column) {
    return text(column).equals(NOTHING);
  }

  int number(String column, int most) {
    return number(column, text(column), most);
  }

  int number(String column, String text, int most) {
    if (!NUMBER.matcher(text).matches()
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > most) {
      throw refuse(column, text, "a whole number from 1 to " + most);
    }
    return Integer.parseInt(text);
  }

  int channels(String column) {
    return number(column, MOST_CHANNELS);
  }

  Extent extent(String column) {
    return extent(column, text(column));
  }

  /** Reads {@code 3x3} or {@code 2}. */
  Extent extent(String column, String text) {
    Matcher matcher = EXTENT.matcher(text);
    if (!matcher.matches()) {
      throw refuse(column, text, "height x width, for instance 3x3, or one number");
    }
    int height = number(column, matcher.group(1), MOST_TAPS);
    return new Extent(
        height, matcher.group(2) == null ? height : number(column, matcher.group(2), MOST_TAPS));
  }

  /** Reads {@code 112x112x32}. */
  Shape shape(String column) {
    Matcher matcher = SHAPE.matcher(text(column));
    if (!matcher.matches()) {
      throw refuse(column, text(column), "height x width x channels, for instance 112x112x32");
    }
    return new Shape(
        number(column, matcher.group(1), 65_536),
        number(column, matcher.group(2), 65_536),
        number(column, matcher.group(3), MOST_CHANNELS));
  }

  void requireEmpty(String... columns) {
    for (String column : columns) {
      if (!isEmpty(column)) {
        throw refuse(column, text(column), "'-', since the row's operator has no use for it");
      }
    }
  }

  /** Refuses a repetition or a stride where the row's operator stands once, pixel by pixel. */
  void requireOne(String... columns) {
    for (String column : columns) {
      if (!isEmpty(column) && !text(column).equals("1")) {
        throw refuse(column, text(column), "1 or '-', since the row's operator has no other");
      }
    }
  }

  /** Refuses a number of classes in the row of the classifier: that is an option. */
  void requireClasses(String column) {
    if (!text(column).equals(CLASSES)) {
      throw refuse(column, text(column), "k, which stands for the number of classes");
    }
  }

  ArchitectureException refuse(String column, String found, String expected) {
    return new ArchitectureException(
        "%s, line %d: column '%s' holds '%s'; expected %s."
            .formatted(source, line, column, found, expected));
  }
}
