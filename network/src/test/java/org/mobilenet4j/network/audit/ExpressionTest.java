package org.mobilenet4j.network.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
  private static double value(String text) {
    return Expression.evaluate(text, new Quantities());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1 +",
        "* 2",
        "(1",
        "1)",
        "1 2",
        "()",
        "2 ^",
        "log2",
        "log2(",
        "log3(8)",
        "abs(1)",
        "madds{mobilenet-v1",
        "madds mobilenet-v1",
        "1.2.3",
        "3 % 2",
        "madds{mobilenet-v1} 3",
        "1e",
        "{mobilenet-v1}",
        "nonsense{mobilenet-v1}",
        "memory{mobilenet-v1; nowhere}",
        "layer-channels{mobilenet-v1; nowhere}",
        "gap{tanh}",
        "madds{mobilenet-v1 width}",
        "madds{no-network}",
        "madds-of{mobilenet-v1; nothing}",
        "madds{}"
      })
  void what_is_no_arithmetic_is_refused(String text) {
    assertThatThrownBy(() -> value(text))
        .isInstanceOfAny(
            IllegalStateException.class, org.mobilenet4j.network.MobileNetException.class);
  }

  @Test
  void precedence_and_associativity_are_those_of_paper() {
    assertThat(value("2 - 3 - 4")).isEqualTo(-5);
    assertThat(value("2 * 3 ^ 2")).isEqualTo(18);
    assertThat(value("2 ^ 3 ^ 2")).isEqualTo(512);
    assertThat(value("-2 ^ 2")).isEqualTo(-4);
    assertThat(value("2 ^ -1")).isEqualTo(0.5);
    assertThat(value("12 / 3 / 2")).isEqualTo(2);
    assertThat(value("3-2")).isEqualTo(1);
    assertThat(value("log10(1000) + log2(2^5)")).isEqualTo(8);
  }

  /** Random sums, products and brackets against the value that they were built with. */
  @Test
  void nested_arithmetic_has_the_value_it_was_made_of() {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder();
      double expected = build(text, random, 4);

      assertThat(value(text.toString())).as(text.toString()).isEqualTo(expected);
    }
  }

  private static double build(StringBuilder text, Random random, int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      int number = random.nextInt(100);
      text.append(number);
      return number;
    }
    text.append('(');
    double left = build(text, random, depth - 1);
    char operator = "+-*".charAt(random.nextInt(3));
    text.append(random.nextBoolean() ? " " + operator + " " : String.valueOf(operator));
    double right = build(text, random, depth - 1);
    text.append(')');
    return switch (operator) {
      case '+' -> left + right;
      case '-' -> left - right;
      default -> left * right;
    };
  }
}
