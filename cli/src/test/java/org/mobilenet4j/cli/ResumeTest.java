package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.training.CheckpointTime;

/**
 * Trainings in processes of their own that are killed, stopped and resumed. {@code
 * -Dmobilenet4j.kills=20} kills more of them, {@code -Dmobilenet4j.killSeed=1} at other moments.
 */
final class ResumeTest {
  private static final int EPOCHS = 25;
  private static final int TUNING_EPOCHS = 12;
  private static final int KILLS = Integer.getInteger("mobilenet4j.kills", 2);
  private static final long KILL_SEED = Long.getLong("mobilenet4j.killSeed", 8);
  private static final String MODEL = "model.safetensors";

  @TempDir private Path folder;

  private Process start(Object... words) throws IOException {
    return start(List.of(), words);
  }

  private Process start(List<String> before, Object... words) throws IOException {
    List<String> line = new ArrayList<>(before);
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of(
            "--add-modules=jdk.incubator.vector",
            "-Djava.awt.headless=true",
            "-cp",
            System.getProperty("java.class.path"),
            "org.mobilenet4j.cli.Main"));
    Arrays.stream(words).map(String::valueOf).forEach(line::add);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return builder
        .directory(folder.toFile())
        .redirectError(folder.resolve("err.txt").toFile())
        .start();
  }

  /** Lets some epochs pass, and a moment. */
  private static void letPass(Process process, int epochs, long millis)
      throws IOException, InterruptedException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (int i = 0; i < epochs; i++) {
      String line = out.readLine();
      assertThat(line).as("the program went on").isNotNull().contains("\"epoch\"");
    }
    assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS)).isFalse();
  }

  /**
   * Kills a program at any moment, from the start of the JVM on.
   *
   * @return the moment, or nothing where the program ended before
   */
  private static Optional<String> killAnywhere(
      Process process, SplittableRandom random, long runMillis) throws InterruptedException {
    long millis = random.nextLong(runMillis);
    boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
    process.destroyForcibly().waitFor();
    return ended ? Optional.empty() : Optional.of("after %d of %d ms".formatted(millis, runMillis));
  }

  /**
   * Kills a program while it writes one of its files.
   *
   * @return which file, or nothing where the program ended before that was seen
   */
  private Optional<String> killWriting(Process process, SplittableRandom random)
      throws IOException, InterruptedException {
    List<String> files = List.of(MODEL + ".checkpoint", MODEL, MODEL + ".html");
    String file = files.get(random.nextInt(files.size()));
    Pattern part = Pattern.compile(Pattern.quote("." + file + ".") + "[-0-9a-f]{36}\\.part");
    int writings = file.endsWith(".checkpoint") ? 1 + random.nextInt(EPOCHS) : 1;
    try (WatchService watch = folder.getFileSystem().newWatchService()) {
      folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      while (process.isAlive()) {
        WatchKey key = watch.poll(100, TimeUnit.MILLISECONDS);
        if (key == null) {
          continue;
        }
        for (WatchEvent<?> event : key.pollEvents()) {
          boolean begun = part.matcher(String.valueOf(event.context())).matches();
          if (begun && --writings == 0) {
            process.destroyForcibly().waitFor();
            return Optional.of("while it wrote " + file);
          }
        }
        key.reset();
      }
    }
    return Optional.empty();
  }

  private static long millisSince(long nanos) {
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::getFileName).map(String::valueOf).sorted().toList();
    }
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
    letPass(killed, 1 + random.nextInt(5), random.nextInt(40));
    killed.destroyForcibly().waitFor();
    assertThat(checkpoint).exists();
    assertThat(folder.resolve("model.safetensors")).doesNotExist();

    Process stopped = start("resume", "model.safetensors");
    letPass(stopped, 1 + random.nextInt(5), random.nextInt(40));
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
    assertThat(names(folder))
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
    letPass(killed, 2, 0);
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
    letPass(killed, 2, 0); // the checkpoint of the first epoch is there
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
        start(cramped, DrawnFolders.train(Path.of("photos"), Path.of(MODEL), "--epochs", 3));
    assertThat(full.waitFor()).isEqualTo(2);

    assertThat(Files.readString(folder.resolve("err.txt")))
        .contains(
            "model.safetensors.checkpoint cannot be written (",
            "); nothing was changed. The run was stopped; the state before is still there: make room, then resume it.")
        .doesNotContain("Exception");
    assertThat(names(folder)).contains(MODEL + ".checkpoint").doesNotContain(MODEL);
    Ran.command("resume", checkpoint).succeeded();
    assertThat(folder.resolve(MODEL)).hasSameBinaryContentAs(alone);
  }

  @Test
  void a_network_of_an_ablation_is_killed_resumed_and_kept_with_its_options() throws Exception {
    Path data = DrawnFolders.folders(folder.resolve("photos"), 10);
    Path alone = folder.resolve("alone.safetensors");
    Ran.command(ablation(data, alone, "table")).succeeded();

    Process killed = start(ablation(Path.of("photos"), Path.of(MODEL), "json"));
    letPass(killed, 2, 10);
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
    letPass(killed, 2, 10);
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

  @Test
  void a_run_killed_at_any_moment_ends_with_the_bits_of_one_left_alone(TestReporter reporter)
      throws Exception {
    DrawnFolders.folders(folder.resolve("photos"), 10);
    Object[] words =
        DrawnFolders.train(
            Path.of("photos"), Path.of(MODEL), "--epochs", EPOCHS, "--format", "json");
    long began = System.nanoTime();
    assertThat(start(words).waitFor()).isZero();
    long runMillis = millisSince(began);
    List<String> whole = names(folder);
    byte[] alone = Files.readAllBytes(folder.resolve(MODEL));
    SplittableRandom random = new SplittableRandom(KILL_SEED);

    int kills = 0;
    while (kills < KILLS) {
      for (String file : List.of(MODEL, MODEL + ".html")) {
        Files.delete(folder.resolve(file));
      }
      Process killed = start(words);
      began = System.nanoTime();
      Optional<String> moment =
          kills % 2 == 0 ? killAnywhere(killed, random, runMillis) : killWriting(killed, random);
      if (moment.isEmpty()) {
        runMillis = millisSince(began); // a machine that is less busy now
      }
      String left = String.join(" ", names(folder));
      if (Files.exists(folder.resolve(MODEL + ".checkpoint"))) {
        assertThat(start("resume", MODEL).waitFor()).as(left).isZero();
      } else if (!Files.exists(folder.resolve(MODEL))) {
        assertThat(start(words).waitFor()).as(left).isZero();
      }

      String kill = "seed %d, %s: %s".formatted(KILL_SEED, moment.orElse("at the end"), left);
      assertThat(folder.resolve(MODEL)).as(kill).hasBinaryContent(alone);
      assertThat(names(folder)).as(kill).isEqualTo(whole);
      if (moment.isPresent()) {
        kills++;
        reporter.publishEntry("kill " + kills, kill);
      }
    }
  }
}
