package org.mobilenet4j.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Turns the words that an option knows into the constants of an enum. */
final class WordConverter<E extends Enum<E>> implements ITypeConverter<E> {
  private final Class<E> type;

  private WordConverter(Class<E> type) {
    this.type = type;
  }

  static <E extends Enum<E>> void register(CommandLine commands, Class<E> type) {
    commands.registerConverter(type, new WordConverter<>(type));
  }

  @Override
  public E convert(String word) {
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equals(word.toLowerCase(Locale.ROOT))) {
        return constant;
      }
    }
    List<String> known = Arrays.stream(type.getEnumConstants()).map(WordConverter::word).toList();
    throw new TypeConversionException(
        "'%s' is none of %s%s"
            .formatted(word, String.join(", ", known), MistypedCommand.orNear(word, known)));
  }

  /** A whole number, for which picocli's own message speaks of Java's types. */
  static int wholeNumber(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw noWholeNumber(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
  }

  /** A whole number of any size that a seed may have. */
  static long wholeLong(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw noWholeNumber(text, Long.MIN_VALUE, Long.MAX_VALUE);
    }
  }

  private static TypeConversionException noWholeNumber(String text, long least, long most) {
    if (!text.matches("[+-]?[0-9]+")) {
      return new TypeConversionException("'%s' is no whole number".formatted(text));
    }
    return new TypeConversionException(
        text.startsWith("-")
            ? "%s is too small; expected at least %d".formatted(text, least)
            : "%s is too large; expected at most %d".formatted(text, most));
  }

  /** Any number. */
  static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'%s' is no number".formatted(text));
    }
  }

  /** How a constant is typed. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
