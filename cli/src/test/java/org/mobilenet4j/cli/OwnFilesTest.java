package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody puts where a run will write, and what a run of the same words has put there. */
final class OwnFilesTest {
  private static final String PRECIOUS = "precious";

  @TempDir private Path folder;
  private Path data = Path.of("");
  private Path model = Path.of("");
  private Path page = Path.of("");
  private Path checkpoint = Path.of("");

  @BeforeEach
  void draw() throws IOException {
    data = DrawnFolders.folders(folder.resolve("photos"), 10);
    model = folder.resolve("model.safetensors");
    page = folder.resolve("model.safetensors.html");
    checkpoint = folder.resolve("model.safetensors.checkpoint");
  }

  private Ran whileSomebodyWritesTheModel(Object... more) {
    return Ran.meanwhile(
        () -> Files.writeString(model, PRECIOUS), DrawnFolders.train(data, model, more));
  }

  private void resumeRefuses(Path file, String what) {
    Ran.command("resume", model)
        .refused(
            "%s is there, but is no %s that this run has written, and it was begun without --overwrite; move that file elsewhere."
                .formatted(file, what));
    assertThat(checkpoint).exists();
  }

  private Path alone(String name, Object... more) {
    Path file = folder.resolve(name);
    Ran.command(DrawnFolders.train(data, file, more)).succeeded();
    return file;
  }

  private static void put(Path source, Path target) throws IOException {
    Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void a_run_replaces_what_it_can_have_written_itself_and_nothing_else() throws IOException {
    Path same = alone("same.safetensors", "--epochs", 1);
    Path samePage = folder.resolve("same.safetensors.html");
    Path otherSeed = alone("other.safetensors", "--epochs", 1, "--seed", 2);

    Ran ran = whileSomebodyWritesTheModel("--epochs", 1);

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains(
            model + " is there, but is no model that this run has written",
            "What was learned is in %s: mend that, then go on with 'mobilenet4j resume %s'."
                .formatted(checkpoint, ShellWord.of(checkpoint)));
    resumeRefuses(model, "model");
    assertThat(model).hasContent(PRECIOUS);
    put(otherSeed, model);
    resumeRefuses(model, "model");
    assertThat(model).hasSameBinaryContentAs(otherSeed);
    Files.delete(model);
    put(samePage, page);
    resumeRefuses(page, "report"); // a run writes its model first
    put(same, model);
    SmallFiles.text(page, "<!DOCTYPE html>\n<html lang=\"en\">" + PRECIOUS);
    resumeRefuses(page, "report");
    assertThat(page).content().endsWith(PRECIOUS);

    // As a kill between the report and the end leaves it.
    put(samePage, page);
    Ran.command("resume", model).succeeded();
    assertThat(model).hasSameBinaryContentAs(same);
    assertThat(checkpoint).doesNotExist();
  }

  @Test
  void fine_tuning_knows_its_model_although_it_began_with_what_another_says() throws IOException {
    Path known = alone("known.safetensors", "--epochs", 1);
    Object[] words = {
      "train", "--data", data, "--from", known, "--batch", 8, "--epochs", 2, "--output", model
    };
    assertThat(Ran.command(words).exitCode()).isZero();
    Path same = Files.move(model, folder.resolve("same.safetensors"));
    Path samePage = Files.move(page, folder.resolve("same.html"));
    assertThat(Ran.meanwhile(() -> Files.createFile(page), words).exitCode()).isEqualTo(2);
    assertThat(model).hasSameBinaryContentAs(same);
    resumeRefuses(page, "report");

    put(samePage, page);
    assertThat(Ran.command("resume", checkpoint).exitCode()).isZero();

    assertThat(model).hasSameBinaryContentAs(same);
  }

  @Test
  void a_run_begun_with_overwrite_replaces_what_is_there() throws IOException {
    Ran ran = whileSomebodyWritesTheModel("--epochs", 1, "--overwrite");

    ran.succeeded();
    assertThat(ran.out()).contains("epoch 1/1");
    assertThat(Ran.command("inspect", model).exitCode()).isZero();
  }
}
