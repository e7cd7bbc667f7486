package org.mobilenet4j.network.audit;

import java.util.regex.Pattern;

/**
 * Arithmetic as it stands in the files of claims: numbers, {@code + - * / ^ ( )}, functions, and
 * quantities of networks such as {@code madds{mobilenet-v1 width=0.5}}.
 */
final class Expression {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]+)?");

  private final String text;
  private final Quantities quantities;
  private int at;

  private Expression(String text, Quantities quantities) {
    this.text = text;
    this.quantities = quantities;
  }

  static double evaluate(String text, Quantities quantities) {
    Expression expression = new Expression(text, quantities);
    double value = expression.sum();
    expression.skipSpaces();
    if (expression.at != text.length()) {
      throw expression.wrong("an operator");
    }
    return value;
  }

  private double sum() {
    double value = product();
    while (true) {
      if (take('+')) {
        value += product();
      } else if (take('-')) {
        value -= product();
      } else {
        return value;
      }
    }
  }

  private double product() {
    double value = power();
    while (true) {
      if (take('*')) {
        value *= power();
      } else if (take('/')) {
        value /= power();
      } else {
        return value;
      }
    }
  }

  private double power() {
    double base = operand();
    return take('^') ? Math.pow(base, power()) : base;
  }

  private double operand() {
    if (take('-')) {
      return -power(); // -2^2 is -4, as on paper
    }
    if (take('(')) {
      double value = sum();
      require(')');
      return value;
    }
    skipSpaces();
    int start = at;
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    if (word.isEmpty()) {
      throw wrong("a number or a quantity");
    }
    if (Character.isDigit(word.charAt(0)) && !text.startsWith("{", at)) {
      if (!NUMBER.matcher(word).matches()) {
        throw wrong("an operator behind a number, not '" + word + "'");
      }
      return Double.parseDouble(word);
    }
    if (take('{')) {
      int end = text.indexOf('}', at);
      if (end < 0) {
        throw wrong("'}' after the arguments of " + word);
      }
      String arguments = text.substring(at, end);
      at = end + 1;
      return quantities.of(word, arguments);
    }
    require('(');
    double argument = sum();
    require(')');
    return switch (word) {
      case "log2" -> Math.log(argument) / Math.log(2);
      case "log10" -> Math.log10(argument);
      default -> throw wrong("log2 or log10");
    };
  }

  /**
   * A hyphen belongs to a word only between letters: {@code madds-of} is one, {@code 3-2} is not.
   */
  private boolean isWord(char c) {
    if (c == '-') {
      return at > 0
          && Character.isLetter(text.charAt(at - 1))
          && at + 1 < text.length()
          && Character.isLetter(text.charAt(at + 1));
    }
    return Character.isLetterOrDigit(c) || c == '.';
  }

  private boolean take(char c) {
    skipSpaces();
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private void require(char c) {
    if (!take(c)) {
      throw wrong("'" + c + "'");
    }
  }

  private void skipSpaces() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private IllegalStateException wrong(String expected) {
    return new IllegalStateException(
        "'%s', character %d: expected %s.".formatted(text, at + 1, expected));
  }
}
