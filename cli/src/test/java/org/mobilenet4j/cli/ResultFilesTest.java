package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that come to their end and cannot write what came of them. */
final class ResultFilesTest {
  private static final String MODEL = "model.safetensors";

  @TempDir private Path folder;

  /** A program whose files may have so many bytes, times 512, as if the disk were full. */
  private void fails(int blocks, Object... words) throws IOException, InterruptedException {
    List<String> cramped = List.of("sh", "-c", "ulimit -f %d; exec \"$@\"".formatted(blocks), "sh");

    assertThat(new TrainingProcesses(folder).start(cramped, words).waitFor()).isEqualTo(2);
  }

  /** One sentence, beside what the JVM says of its modules. */
  private static void assertTold(String err, String... parts) {
    assertThat(err.lines().filter(line -> !line.startsWith("WARNING: "))).hasSize(1);
    assertThat(err)
        .contains(parts)
        .contains(" cannot be written (")
        .doesNotContain("nothing was changed", "Exception", "\tat ");
  }

  @Test
  void a_run_that_cannot_write_model_or_report_says_what_is_there_and_goes_on_from_there()
      throws Exception {
    DrawnFolders.folders(folder.resolve("photos"), 10);
    Path model = folder.resolve(MODEL);
    Path page = folder.resolve(MODEL + ".html");
    Path checkpoint = folder.resolve(MODEL + ".checkpoint");
    // The first state has room, the one after the epoch, with the best weights, has none.
    fails(
        5860, DrawnFolders.train(Path.of("photos"), Path.of(MODEL), "--epochs", 1, "--overwrite"));
    assertThat(checkpoint).exists();

    Ran noModel =
        Ran.meanwhile(() -> Files.createDirectories(model.resolve("folder")), "resume", checkpoint);
    Ran.command("resume", checkpoint).refused(model + " is a folder; expected");
    Files.delete(model.resolve("folder"));
    Files.delete(model);

    assertThat(noModel.exitCode()).isEqualTo(2);
    assertTold(
        noModel.err(),
        model + " cannot be written (",
        "). What was learned is in %s: mend that, then go on with 'mobilenet4j resume %s'."
            .formatted(checkpoint, ShellWord.of(checkpoint)));
    assertThat(page).doesNotExist();

    Ran noReport =
        Ran.meanwhile(() -> Files.createDirectories(page.resolve("folder")), "resume", checkpoint);
    Files.delete(page.resolve("folder"));
    Files.delete(page);

    assertThat(noReport.exitCode()).isEqualTo(2);
    assertTold(
        noReport.err(),
        page + " cannot be written (",
        "). The model is whole, in %s; mend that, then write the report, too, with 'mobilenet4j resume %s'."
            .formatted(model, ShellWord.of(checkpoint)));
    byte[] written = Files.readAllBytes(model);

    Ran.command("resume", checkpoint).succeeded();
    assertThat(model).hasBinaryContent(written);
    assertThat(new TrainingProcesses(folder).names())
        .containsExactly("err.txt", MODEL, MODEL + ".html", "photos");
  }

  @Test
  void of_a_new_head_alone_nothing_is_kept_and_that_is_said() throws Exception {
    DrawnFolders.folders(folder.resolve("photos"), 10);
    Path known = SmallFiles.model(folder.resolve("known.safetensors"));
    List<Object> words = new ArrayList<>(List.of("train", "--data", "photos", "--from", known));
    words.addAll(List.of("--freeze", "backbone", "--output", MODEL));

    fails(1000, words.toArray());

    assertTold(
        Files.readString(folder.resolve("err.txt")),
        "). Of a new head alone no state is kept: make room, then begin anew.");
    assertThat(new TrainingProcesses(folder).names())
        .containsExactly("err.txt", "known.safetensors", "photos");
  }

  @Test
  void a_state_that_cannot_be_written_for_another_reason_than_room_says_so() throws Exception {
    Path data = DrawnFolders.folders(folder.resolve("photos"), 10);
    Path checkpoint = folder.resolve(MODEL + ".checkpoint");

    Ran ran =
        Ran.meanwhile(
            () -> Files.createDirectories(checkpoint.resolve("folder")),
            DrawnFolders.train(data, folder.resolve(MODEL), "--epochs", 1));

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains(
            checkpoint + " cannot be written (",
            "The run was stopped; no state is kept: mend that, then start it anew.")
        .doesNotContain("make room");
  }
}
