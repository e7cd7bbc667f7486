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
import org.mobilenet4j.training.data.UnreadablePicture;
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
  void pictures_that_stages_cannot_read_are_told_once_and_three_by_name() {
    List<String> lost;
    try (TrainingPrinter printer = printer()) {
      for (String name : List.of("a", "b", "a", "c", "d", "b", "e")) {
        printer.unreadable(new UnreadablePicture(name + ".png", name + ".png is gone."));
      }
      lost = printer.lost().all().stream().map(UnreadablePicture::name).toList();
      assertThat(printer.lost().total())
          .contains("5 pictures in all cannot be read any more. The report names all.");
    }
    console.out().flush();

    assertThat(lost).containsExactly("a.png", "b.png", "c.png", "d.png", "e.png");
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "Note: a.png is gone.",
            "Note: b.png is gone.",
            "Note: c.png is gone.",
            "Note: More pictures cannot be read any more; how many is said at the end, and the report names them.");
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
