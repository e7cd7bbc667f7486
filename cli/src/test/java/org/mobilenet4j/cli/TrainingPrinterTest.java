package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.training.ProbeFigures;
import picocli.CommandLine;

/** What is said while a training goes on. */
final class TrainingPrinterTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console =
      new Console(
          InputStream.nullInputStream(),
          new PrintStream(out, false, StandardCharsets.UTF_8),
          new PrintStream(err, true, StandardCharsets.UTF_8));

  /** One of a training that nobody starts, with bars as if somebody looked at them. */
  private TrainingPrinter printer() {
    List<String> words = List.of("--output", folder.resolve("model.safetensors").toString());
    TrainCommand train = new TrainCommand(console);
    Commands.configured(new CommandLine(train), console).parseArgs(words.toArray(String[]::new));
    return new TrainingPrinter(
        console,
        OutputFormat.TABLE,
        train.setup(Invocation.of(words)),
        new RunClock(System.nanoTime(), 0),
        new TrainingBars((task, from, most) -> Progress.shown(task, from, most, console)));
  }

  @Test
  void a_picture_that_two_stages_cannot_read_is_told_once() {
    try (TrainingPrinter printer = printer()) {
      printer.warned("a.png is no picture.");
      printer.warned("b.png is no picture.");
      printer.warned("a.png is no picture.");
    }
    console.out().flush();

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("Note: a.png is no picture.", "Note: b.png is no picture.");
  }

  @Test
  void features_and_steps_are_counted_one_after_the_other() {
    ProbeFigures.Tried tried = new ProbeFigures.Tried(0.1, 1, 0.5, 1);
    try (TrainingPrinter printer = printer()) {
      printer.featuresDone(1, 8);
      printer.featuresDone(8, 8);
      printer.probeDone(new ProbeFigures(64, List.of(tried), tried, 2));
      printer.stepsBegin(6, 24);
    }

    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("probe  64 features");
    String shown = err.toString(StandardCharsets.UTF_8);
    assertThat(shown).containsSubsequence("Features", "8/8 (", "Training", "6/24 (", "/ ?)");
    assertThat(shown.substring(shown.indexOf("Training"))).doesNotContain("Features", "0/24 (");
  }
}
