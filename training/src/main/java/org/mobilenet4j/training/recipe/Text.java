package org.mobilenet4j.training.recipe;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mobilenet4j.training.optimization.PlainNumber;

/** The notation of recipes: a name and numbers, separated by spaces. */
final class Text {
  private static final int MOST_SHOWN = 100;

  /** A name with numbers. */
  record Call(String name, List<Double> numbers) {
    /** The number at an index, where there must be exactly {@code count}. */
    double at(int index, int count) {
      expect(count);
      return numbers.get(index);
    }

    void expect(int count) {
      if (numbers.size() != count) {
        throw new IllegalArgumentException(
            "%s takes %d number%s.".formatted(name, count, count == 1 ? "" : "s"));
      }
    }
  }

  private Text() {}

  static Call parse(String text) {
    List<String> words = Arrays.stream(text.strip().split("\\s+")).toList();
    return new Call(
        words.getFirst(),
        words.subList(1, words.size()).stream().map(word -> number(text, word)).toList());
  }

  static double number(String text, String word) {
    try {
      return Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw new RecipeException(
          "'%s': '%s' is no number; expected a name and numbers."
              .formatted(shown(text), shown(word)),
          e);
    }
  }

  static int whole(double number) {
    if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("%s is no whole number.".formatted(number));
    }
    return (int) number;
  }

  /** Makes a setting, or says which text was refused and why. */
  static <T> T refusing(String what, String text, Supplier<T> setting) {
    try {
      return setting.get();
    } catch (IllegalArgumentException e) {
      throw new RecipeException(
          "'%s' is no %s: %s".formatted(shown(text), what, e.getMessage()), e);
    }
  }

  /** As much of a text as a sentence bears. */
  static String shown(String text) {
    return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
  }

  static String call(String name, double... numbers) {
    return name
        + Arrays.stream(numbers)
            .mapToObj(n -> " " + PlainNumber.of(n))
            .collect(Collectors.joining());
  }
}
