package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trainings whose numbers become too large: a sentence with the remedy, which works. */
final class DivergingTrainingTest {
  @TempDir private Path folder = Path.of("");
  private Path data = Path.of("");
  private Path model = Path.of("");

  @BeforeEach
  void draw() throws IOException {
    data = DrawnFolders.folders(folder.resolve("photos"), 10);
    model = Files.createDirectories(folder.resolve("made")).resolve("model.safetensors");
  }

  private List<String> made() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("made"))) {
      return files.map(Path::getFileName).map(String::valueOf).sorted().toList();
    }
  }

  private Ran train(String batch, String rate, Object... more) {
    List<Object> words = new ArrayList<>(List.of(DrawnFolders.train(data, model, more)));
    Collections.replaceAll(words, "8", batch);
    Collections.replaceAll(words, "0.05", rate);
    words.addAll(List.of("--epochs", 2, "--format", "json"));
    return Ran.command(words.toArray());
  }

  @ParameterizedTest(name = "batches of {0} of 24: diverged {1}")
  @CsvSource({"8, 'step '", "24, 'after its last step: '"})
  void a_run_that_diverges_says_so_and_how_to_begin_anew(String batch, String place)
      throws IOException {
    train(batch, "1e30")
        .refused(
            "Training diverged in epoch 1, " + place,
            " (first in '",
            "; begin anew with a lower learning rate, such as --learning-rate 1e29 instead of 1e30, and with --overwrite: from the checkpoint ",
            "model.safetensors.checkpoint, which is from before, the run would come here again.");
    assertThat(made()).containsExactly("model.safetensors.checkpoint");

    Ran again = train(batch, "0.05", "--overwrite");

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(made()).containsExactly("model.safetensors", "model.safetensors.html");
  }

  @Test
  void resumed_it_comes_there_again() throws IOException {
    String first = train("24", "1e30").err();

    Ran resumed = Ran.command("resume", model).refused("Training diverged in epoch 1, after its");

    assertThat(resumed.err()).isEqualTo(first);
    assertThat(made()).containsExactly("model.safetensors.checkpoint");
  }
}
