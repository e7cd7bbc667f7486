package org.mobilenet4j.training.recipe;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The notation of recipes: a name and numbers, separated by spaces. */
final class Text {
  private static final MathContext DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

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
          "'%s': '%s' is no number; expected a name and numbers.".formatted(text, word), e);
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
          "'%s' is no %s: %s".formatted(text, what, e.getMessage()), e);
    }
  }

  static String call(String name, double... numbers) {
    return name
        + Arrays.stream(numbers).mapToObj(n -> " " + number(n)).collect(Collectors.joining());
  }

  /** At most six digits, without zeros at the end: {@code 0.045}, {@code 4e-5}. */
  static String number(double number) {
    if (number == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(number).round(DIGITS).stripTrailingZeros();
    if (Math.abs(number) >= 1e-4 && Math.abs(number) < 1e7) {
      return rounded.toPlainString();
    }
    int exponent = rounded.precision() - rounded.scale() - 1;
    return rounded.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
  }
}
