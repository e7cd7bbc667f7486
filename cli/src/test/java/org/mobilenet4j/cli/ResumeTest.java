package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.training.CheckpointTime;

/** Trainings in processes of their own that are killed or stopped, and resumed. */
final class ResumeTest {
  private static final int EPOCHS = 25;
  private static final int TUNING_EPOCHS = 12;
  private static final String MODEL = "model.safetensors";

  @TempDir private Path folder;

  private Process start(Object... words) throws IOException {
    return new TrainingProcesses(folder).start(List.of(), words);
  }

  @Test
  void a_run_that_was_killed_and_stopped_ends_with_the_bits_of_one_left_alone() throws Exception {
    Path data = DrawnFolders.folders(folder.resolve("photos"), 10);
    Path alone = folder.resolve("alone.safetensors");
    Ran.command(DrawnFolders.train(data, alone, "--epochs", EPOCHS)).succeeded();
    // Names that only the folder of the first program makes complete.
    Object[] words =
        DrawnFolders.train(
            Path.of("photos"),
            Path.of("model.safetensors"),
            "--epochs",
            EPOCHS,
            "--format",
            "json");
    Path checkpoint = folder.resolve("model.safetensors.checkpoint");
    long seed = 20;
    SplittableRandom random = new SplittableRandom(seed);

    Process killed = start(words);
    TrainingProcesses.letPass(killed, 1 + random.nextInt(5), random.nextInt(40));
    killed.destroyForcibly().waitFor();
    assertThat(checkpoint).exists();
    assertThat(folder.resolve("model.safetensors")).doesNotExist();

    Process stopped = start("resume", "model.safetensors");
    TrainingProcesses.letPass(stopped, 1 + random.nextInt(5), random.nextInt(40));
    stopped.destroy();
    assertThat(stopped.waitFor()).isEqualTo(128 + 15);
    assertThat(Files.readString(folder.resolve("err.txt")))
        .contains("mobilenet4j resume model.safetensors.checkpoint");
    assertThat(folder.resolve("model.safetensors")).doesNotExist();

    // What a program leaves behind that is killed while it writes.
    for (String file : List.of(MODEL, MODEL + ".html", MODEL + ".checkpoint")) {
      Files.createFile(folder.resolve(".%s.%s.part".formatted(file, UUID.randomUUID())));
    }

    Ran ran = Ran.command("resume", checkpoint, "--format", "table");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(folder.resolve("model.safetensors")).hasSameBinaryContentAs(alone);
    assertThat(ran.out()).contains("epoch %d/%d".formatted(EPOCHS, EPOCHS));
    assertThat(new TrainingProcesses(folder).names())
        .containsExactly(
            "alone.safetensors",
            "alone.safetensors.html",
            "err.txt",
            "model.safetensors",
            "model.safetensors.html",
            "photos");
  }

  /** What is drawn from a list must not depend on how one comes to it. */
  @Test
  void a_list_is_split_alike_by_a_run_that_is_resumed_from_another_folder() throws Exception {
    DrawnFolders.folders(folder.resolve("photos"), 10);
    StringBuilder rows = new StringBuilder("file,class\n");
    for (String label : List.of("red", "green", "blue")) {
      for (int i = 0; i < 10; i++) {
        rows.append("photos/%1$s/%2$02d.png,%1$s\n".formatted(label, i));
      }
    }
    Path csv = SmallFiles.text(folder.resolve("list.csv"), rows.toString());
    Path alone = folder.resolve("alone.safetensors");
    Ran.command(DrawnFolders.train(csv, alone, "--epochs", EPOCHS)).succeeded();

    Process killed =
        start(
            DrawnFolders.train(
                Path.of("./list.csv"), Path.of(MODEL), "--epochs", EPOCHS, "--format", "json"));
    TrainingProcesses.letPass(killed, 2, 0);
    killed.destroyForcibly().waitFor();
    Ran ran = Ran.command("resume", folder.resolve(MODEL), "--format", "table");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(folder.resolve(MODEL)).hasSameBinaryContentAs(alone);
  }

  @Test
  void a_run_that_is_resumed_can_be_made_longer() throws Exception {
    DrawnFolders.folders(folder.resolve("photos"), 10);
    Process killed =
        start(
            DrawnFolders.train(
                Path.of("photos"), Path.of(MODEL), "--epochs", EPOCHS, "--format", "json"));
    TrainingProcesses.letPass(killed, 2, 0); // the checkpoint of the first epoch is there
    killed.destroyForcibly().waitFor();
    Path checkpoint = folder.resolve(MODEL + ".checkpoint");
    int longer = EPOCHS + 2;

    Ran.command("resume", checkpoint, "--epochs", 0).refused("--epochs is 0");
    double before = CheckpointTime.seconds(checkpoint);
    long began = System.nanoTime();
    Ran ran = Ran.command("resume", checkpoint, "--epochs", longer);
    double elapsed = (System.nanoTime() - began) * 1e-9;

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    List<JsonDocument> documents = ran.lines().stream().map(JsonDocument::parse).toList();
    JsonDocument epoch = documents.get(documents.size() - 2);
    assertThat(epoch.whole("epoch")).isEqualTo(longer);
    assertThat(epoch.whole("epochs")).isEqualTo(longer);
    double told =
        documents.stream()
            .filter(document -> document.keys().contains("epoch"))
            .mapToDouble(document -> document.number("seconds"))
            .sum();
    assertThat(before).isPositive();
    assertThat(documents.getLast().number("seconds"))
        .as("what it took before, and all that it took now")
        .isBetween(before + told, before + elapsed);
  }

  @Test
  void a_run_that_finds_no_room_for_its_state_keeps_the_one_before() throws Exception {
    Path data = DrawnFolders.folders(folder.resolve("photos"), 10);
    Path alone = folder.resolve("alone.safetensors");
    Ran.command(DrawnFolders.train(data, alone, "--epochs", 3)).succeeded();
    // Files of this shell's programs end at 3,000,320 bytes: the first state is a little smaller,
    // those
    // after an epoch, which keep the best weights too, are larger.
    List<String> cramped = List.of("sh", "-c", "ulimit -f 5860; exec \"$@\"", "sh");
    Path checkpoint = folder.resolve(MODEL + ".checkpoint");

    Process full =
        new TrainingProcesses(folder)
            .start(cramped, DrawnFolders.train(Path.of("photos"), Path.of(MODEL), "--epochs", 3));
    assertThat(full.waitFor()).isEqualTo(2);

    assertThat(Files.readString(folder.resolve("err.txt")))
        .contains(
            "model.safetensors.checkpoint cannot be written (",
            "); nothing was changed. The run was stopped; the state before is still there: make room, then resume it.")
        .doesNotContain("Exception");
    assertThat(new TrainingProcesses(folder).names())
        .contains(MODEL + ".checkpoint")
        .doesNotContain(MODEL);
    Ran.command("resume", checkpoint).succeeded();
    assertThat(folder.resolve(MODEL)).hasSameBinaryContentAs(alone);
  }

  @Test
  void a_network_of_an_ablation_is_killed_resumed_and_kept_with_its_options() throws Exception {
    Path data = DrawnFolders.folders(folder.resolve("photos"), 10);
    Path alone = folder.resolve("alone.safetensors");
    Ran.command(ablation(data, alone, "table")).succeeded();

    Process killed = start(ablation(Path.of("photos"), Path.of(MODEL), "json"));
    TrainingProcesses.letPass(killed, 2, 10);
    killed.destroyForcibly().waitFor();
    Ran.command("resume", folder.resolve(MODEL + ".checkpoint"), "--format", "table").succeeded();

    Path model = folder.resolve(MODEL);
    assertThat(model).hasSameBinaryContentAs(alone);
    JsonDocument found = Ran.command("inspect", model, "--format", "json").succeeded().json();
    assertThat(found.text("selfTest")).isEqualTo("passed");
    assertThat(found.text("provenance.option.shortcut")).isEqualTo("expansion");
    assertThat(found.text("provenance.option.projection-activation")).isEqualTo("relu6");
    assertThat(found.text("provenance.option.hard-swish")).isEqualTo("swish");
    assertThat(found.text("provenance.option.squeeze-excite")).isEqualTo("no");
    assertThat(found.text("provenance.option.expansion")).isEqualTo("2");
    Path photo = folder.resolve("photos/red/00.png");
    assertThat(Ran.command("classify", photo, "--model", model).succeeded().out())
        .isEqualTo(Ran.command("classify", photo, "--model", alone).succeeded().out());
  }

  private static Object[] ablation(Path data, Path output, String format) {
    return new Object[] {
      "train",
      "--data",
      data,
      "--output",
      output,
      "--architecture",
      "mobilenet-v3-small",
      "--width",
      "0.35",
      "--resolution",
      "32",
      "--batch",
      "8",
      "--epochs",
      TUNING_EPOCHS,
      "--shortcut",
      "expansion",
      "--projection-activation",
      "relu6",
      "--hard-swish",
      "swish",
      "--squeeze-excite",
      "no",
      "--expansion",
      "2",
      "--format",
      format
    };
  }

  @Test
  void fine_tuning_with_a_teacher_goes_on_with_its_probe_and_the_same_teacher() throws Exception {
    Path data = DrawnFolders.folders(folder.resolve("photos"), 10);
    SmallFiles.model(folder.resolve("known.safetensors"));
    Path teacher = folder.resolve("teacher.safetensors");
    Path another = folder.resolve("another.safetensors");
    Ran.command(DrawnFolders.train(data, teacher, "--epochs", 1)).succeeded();
    Ran.command(DrawnFolders.train(data, another, "--epochs", 1, "--seed", 2)).succeeded();
    Path alone = folder.resolve("alone.safetensors");
    Path checkpoint = folder.resolve("model.safetensors.checkpoint");
    Ran.command(tuning(folder, alone, "table")).succeeded();

    Process killed = start(tuning(Path.of(""), Path.of("model.safetensors"), "json"));
    assertThat(killed.inputReader(StandardCharsets.UTF_8).readLine()).contains("\"probe\"");
    TrainingProcesses.letPass(killed, 2, 10);
    killed.destroyForcibly().waitFor();
    Path kept = Files.move(teacher, folder.resolve("kept.safetensors"));
    Files.move(another, teacher);
    Ran.command("resume", checkpoint).refused("a run with another teacher");
    Files.move(kept, teacher, StandardCopyOption.REPLACE_EXISTING);
    Ran ran = Ran.command("resume", checkpoint, "--format", "table");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains(
            "batch norm      recalibrate",
            "teacher         teacher.safetensors, weight 0.5, temperature 2;")
        .contains("epoch %d/%d".formatted(TUNING_EPOCHS, TUNING_EPOCHS));
    assertThat(ran.lines()).noneMatch(line -> line.startsWith("probe "));
    assertThat(folder.resolve("model.safetensors")).hasSameBinaryContentAs(alone);
  }

  private static Object[] tuning(Path base, Path output, String format) {
    return new Object[] {
      "train",
      "--data",
      base.resolve("photos"),
      "--from",
      base.resolve("known.safetensors"),
      "--batch-norm",
      "recalibrate",
      "--teacher",
      base.resolve("teacher.safetensors"),
      "--teacher-weight",
      0.5,
      "--temperature",
      2,
      "--batch",
      8,
      "--epochs",
      TUNING_EPOCHS,
      "--output",
      output,
      "--format",
      format
    };
  }
}
