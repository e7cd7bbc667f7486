package org.mobilenet4j.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.training.optimization.Schedule;

class RecipeTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          schedule   | exponential 0.94 every 2.5   | expected 'exponential 0.94 every 2.5 staircase'.
          schedule   | exponential 2 every 1 smooth | expected above 0 and at most 1.
          schedule   | warm-up 5 then cosine 0      | expected 'warm-up 5 from 0.01 then …'.
          schedule   | sine                         | there are constant, exponential, cosine, one-cycle and warm-up.
          optimizer  | lion                         | there are sgd, sgd-nesterov, rmsprop-tensorflow, rmsprop-torch and adamw.
          clipping   | hard 2                       | there are none, norm and value.
          clipping   | norm -1                      | expected a number above 0.
          no-decay-on| norms                        | no decay on 'norms'; expected roles or 'nothing'.
          batch-size | 1.5                          | 1.5 is no whole number.
          ema-decay  | often                        | 'often' is no number
          """)
  void a_setting_that_cannot_be_read_is_named(String field, String taken, String reason)
      throws IOException {
    String text = small().replaceAll("(?m)^" + field + " .*$", field + " | - | " + taken + " |");

    assertThatExceptionOfType(RecipeException.class)
        .isThrownBy(() -> RecipeText.read("test", text))
        .withMessageContaining(reason)
        .withMessageContaining(taken);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '`',
      textBlock =
          """
          dropout | - | 0 | @ 'dropout' stands there twice; expected it once.
          dropout 0.5 @ has 1 columns; expected field, printed, taken and remark.
          """)
  void a_line_too_much_is_refused(String line, String reason) throws IOException {
    String text = small() + line + "\n";

    assertThatExceptionOfType(RecipeException.class)
        .isThrownBy(() -> RecipeText.read("test", text))
        .withMessageStartingWith("Recipe 'test': ")
        .withMessageEndingWith(reason);
  }

  @ParameterizedTest
  @CsvSource({"network", "optimizer", "schedule", "dropout", "augmentation", "clipping"})
  void a_missing_line_is_named(String field) throws IOException {
    String text = small().replaceAll("(?m)^" + field + " .*\n", "");

    assertThatExceptionOfType(RecipeException.class)
        .isThrownBy(() -> RecipeText.read("test", text))
        .withMessage(
            "Recipe 'test' has no line '%s'; expected one for each setting.".formatted(field));
  }

  @ParameterizedTest
  @CsvSource({
    "warm-up 5 from 0.01 then exponential 0.97 every 2.4 smooth",
    "one-cycle 0.3 25 10000",
    "constant"
  })
  void a_schedule_is_read_whole(String text) {
    Schedule expected =
        switch (text.charAt(0)) {
          case 'w' ->
              new Schedule.Warmup(
                  5, 0.01, new Schedule.Exponential(0.97, 2.4, Schedule.Decline.SMOOTH));
          case 'o' -> Schedule.OneCycle.usual();
          default -> new Schedule.Constant();
        };

    assertThat(ScheduleText.parse(text)).isEqualTo(expected);
  }

  @Test
  void what_is_refused_is_named_but_not_at_any_length() {
    String endless = "warm-up 1 from 0.1 then ".repeat(1000) + "constant";

    assertThatExceptionOfType(RecipeException.class)
        .isThrownBy(() -> ScheduleText.parse(endless))
        .withMessage(
            "'%s…' is no schedule: A warm-up after a warm-up; expected another schedule."
                .formatted(endless.substring(0, 100)));
    assertThatExceptionOfType(RecipeException.class)
        .isThrownBy(() -> ScheduleText.parse("constant 3"))
        .withMessage("'constant 3' is no schedule: constant takes 0 numbers.");
  }

  private static String small() throws IOException {
    try (InputStream in = Recipe.class.getResourceAsStream("small-data.recipe")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
