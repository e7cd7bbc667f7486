package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the bars of a training show, as if somebody looked at them. */
final class TrainingBarsTest {
  /** What stands there while nothing is known of the pace. */
  private static final String NO_TIME_LEFT = "/ ?)";

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final Console console =
      new Console(
          InputStream.nullInputStream(),
          new PrintStream(OutputStream.nullOutputStream()),
          new PrintStream(shown, true, StandardCharsets.UTF_8));
  private final TrainingBars bars =
      new TrainingBars((task, from, most) -> Progress.shown(task, from, most, console));

  /** The last that a bar has shown. */
  private String last(String task) {
    return shown
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(task))
        .reduce("", (_, line) -> line);
  }

  @Test
  void what_was_done_before_a_run_was_resumed_says_nothing_of_the_time_left() {
    bars.steps(30, 100);
    bars.close();
    String before = last("Training");

    bars.steps(30, 100);
    bars.step(31, "epoch 4/10");
    bars.close();

    assertThat(before).contains("30/100 (", NO_TIME_LEFT);
    assertThat(last("Training")).contains("31/100 (", "epoch 4/10").doesNotContain(NO_TIME_LEFT);
  }

  @Test
  void features_have_a_bar_of_their_own_and_take_no_time_of_the_steps() {
    bars.features(1, 12);
    bars.features(12, 12);
    bars.features(11, 12); // from another thread, which was a little slower
    bars.featuresEnd();
    bars.steps(0, 50);
    bars.close();

    assertThat(last("Features")).contains("12/12 (").doesNotContain(NO_TIME_LEFT);
    assertThat(last("Training")).contains("0/50 (", NO_TIME_LEFT);
  }

  @Test
  void lines_are_printed_whether_a_bar_is_shown_or_not() {
    StringBuilder lines = new StringBuilder();

    bars.aside(() -> lines.append("before "));
    bars.steps(0, 50);
    bars.aside(() -> lines.append("beside "));
    bars.close();
    bars.aside(() -> lines.append("after"));

    assertThat(lines).hasToString("before beside after");
  }
}
