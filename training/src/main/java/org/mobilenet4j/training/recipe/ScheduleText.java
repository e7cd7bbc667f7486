package org.mobilenet4j.training.recipe;

import java.util.Arrays;
import java.util.List;
import org.mobilenet4j.training.optimization.Schedule;

/** How recipes and the command line write a schedule of the learning rate. */
public final class ScheduleText {
  private ScheduleText() {}

  /**
   * @param text such as {@code constant}, {@code cosine 0}, {@code one-cycle 0.3 25 10000}, {@code
   *     exponential 0.94 every 2.5 staircase}, or {@code warm-up 5 from 0.01 then cosine 0};
   *     lengths are epochs, the others shares of the rate
   * @return the schedule
   * @throws RecipeException if it is none
   */
  public static Schedule parse(String text) {
    return Text.refusing("schedule", text, () -> scheduleOf(text));
  }

  private static Schedule scheduleOf(String text) {
    List<String> words = Arrays.stream(text.strip().split("\\s+")).toList();
    return switch (words.getFirst()) {
      case "constant" -> {
        Text.parse(text).expect(0);
        yield new Schedule.Constant();
      }
      case "cosine" -> new Schedule.Cosine(Text.parse(text).at(0, 1));
      case "one-cycle" -> {
        Text.Call call = Text.parse(text);
        yield new Schedule.OneCycle(call.at(0, 3), call.at(1, 3), call.at(2, 3));
      }
      case "exponential" -> { // exponential 0.94 every 2.5 staircase
        if (words.size() != 5 || !words.get(2).equals("every")) {
          throw new IllegalArgumentException("expected 'exponential 0.94 every 2.5 staircase'.");
        }
        yield new Schedule.Exponential(
            Text.number(text, words.get(1)),
            Text.number(text, words.get(3)),
            switch (words.get(4)) {
              case "staircase" -> Schedule.Decline.STAIRCASE;
              case "smooth" -> Schedule.Decline.SMOOTH;
              default ->
                  throw new IllegalArgumentException(
                      "expected 'staircase' or 'smooth' at the end.");
            });
      }
      case "warm-up" -> { // warm-up 5 from 0.01 then …
        if (words.size() < 6 || !words.get(2).equals("from") || !words.get(4).equals("then")) {
          throw new IllegalArgumentException("expected 'warm-up 5 from 0.01 then …'.");
        }
        yield new Schedule.Warmup(
            Text.number(text, words.get(1)),
            Text.number(text, words.get(3)),
            scheduleOf(String.join(" ", words.subList(5, words.size()))));
      }
      default ->
          throw new IllegalArgumentException(
              "there are constant, exponential, cosine, one-cycle and warm-up.");
    };
  }
}
