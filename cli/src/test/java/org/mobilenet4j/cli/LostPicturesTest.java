package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.vision.image.ImageFormatException;
import org.mobilenet4j.vision.image.Pixels;
import picocli.CommandLine;

/** Photos that are there when a run begins and gone when their turn comes: counted and told. */
final class LostPicturesTest {
  @TempDir private Path folder = Path.of("");
  private Path photos = Path.of("");
  private Path model = Path.of("");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console =
      new Console(
          InputStream.nullInputStream(),
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(err, true, StandardCharsets.UTF_8));

  /** A data set without some of its pictures. */
  private record Torn(DataSet pictures, Predicate<String> gone) implements DataSet {
    @Override
    public List<String> labels() {
      return pictures.labels();
    }

    @Override
    public int size() {
      return pictures.size();
    }

    @Override
    public int label(int index) {
      return pictures.label(index);
    }

    @Override
    public String name(int index) {
      return pictures.name(index);
    }

    @Override
    public Pixels picture(int index) {
      if (gone.test(name(index))) {
        throw new ImageFormatException(name(index) + " is gone.");
      }
      return pictures.picture(index);
    }
  }

  @BeforeEach
  void draw() throws IOException {
    photos = folder.resolve("photos");
    DrawnFolders.folders(photos.resolve("train"), 8);
    DrawnFolders.folders(photos.resolve("val"), 3);
    DrawnFolders.folders(photos.resolve("test"), 4);
    model = folder.resolve("model.safetensors");
  }

  /** Trains on photos of which some go away after they were looked at. */
  private int train(String format, Predicate<String> gone) {
    Object[] words = DrawnFolders.train(photos, model, "--epochs", 2, "--format", format);
    List<String> typed = Arrays.stream(words).skip(1).map(String::valueOf).toList();
    TrainCommand command = new TrainCommand(console);
    Commands.configured(new CommandLine(command), console).parseArgs(typed.toArray(String[]::new));
    Invocation invocation = Invocation.of(typed);
    TrainingSetup whole = command.setup(invocation);
    DataSplits data =
        new DataSplits(
            new Torn(whole.data().train(), gone),
            new Torn(whole.data().validation(), gone),
            Optional.of(new Torn(whole.data().test().orElseThrow(), gone)),
            whole.data().findings());
    TrainingSetup torn =
        new TrainingSetup(
            whole.start(),
            data,
            whole.dataName(),
            whole.recipe(),
            whole.classWeights(),
            whole.teacher(),
            whole.seed(),
            whole.threads(),
            whole.output(),
            whole.report(),
            whole.checkpoint(),
            whole.storage(),
            whole.overwrite(),
            whole.remarks());
    return command.run(invocation, torn, RunClock.of(invocation));
  }

  private static List<String> lines(ByteArrayOutputStream printed) {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void programs_get_them_all_and_are_told_how_many_are_missing_to_judge_by() throws IOException {
    Set<String> gone = new TreeSet<>();
    for (String name :
        List.of(
            "train/blue/02.png",
            "val/blue/01.png",
            "test/blue/00.png",
            "test/green/02.png",
            "test/red/01.png",
            "test/red/03.png")) {
      gone.add(photos.resolve(name).toString());
    }

    int exitCode = train("json", gone::contains);

    assertThat(exitCode).isZero();
    JsonDocument last = JsonDocument.parse(lines(out).getLast());
    assertThat(last.whole("images")).isEqualTo(8);
    assertThat(last.whole("unreadable")).isEqualTo(6);
    assertThat(last.texts("unreadableFiles")).containsExactlyInAnyOrderElementsOf(gone);
    String missing =
        "4 of 12 test pictures cannot be read any more; accuracy and all other figures are those of the other 8.";
    assertThat(last.texts("warnings"))
        .contains(missing)
        .noneMatch(sentence -> sentence.endsWith(" is gone."));
    assertThat(Files.readString(folder.resolve("model.safetensors.html")))
        .contains(
            "6 pictures could be read when the run began, but not any more when their turn came, and are left out:",
            missing)
        .contains(gone.stream().map(file -> file + " is gone.").toList());
    assertThat(lines(err))
        .contains(
            "mobilenet4j: 6 pictures in all cannot be read any more. The report names all.",
            "mobilenet4j: " + missing)
        .filteredOn(line -> line.endsWith(" is gone."))
        .hasSize(3);
  }

  @Test
  void the_console_names_three_and_says_with_the_result_what_is_missing() {
    Path test = photos.resolve("test/red/01.png");

    int exitCode =
        train(
            "table",
            name -> name.matches(".*/train/.*[02468]\\.png") || name.equals(test.toString()));

    assertThat(exitCode).isZero();
    List<String> notes = lines(out).stream().filter(line -> line.startsWith("Note: ")).toList();
    assertThat(notes).filteredOn(note -> note.endsWith(" is gone.")).hasSize(3);
    assertThat(notes)
        .contains("Note: 13 pictures in all cannot be read any more. The report names all.");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsSubsequence(
            " of 11 test pictures are named rightly",
            "Note: 1 of 12 test pictures cannot be read any more;",
            "\nmodel   ");
  }

  @Test
  void where_nothing_is_lost_nothing_is_said() throws IOException {
    assertThat(train("json", _ -> false)).isZero();

    JsonDocument last = JsonDocument.parse(lines(out).getLast());
    assertThat(last.whole("unreadable")).isZero();
    assertThat(last.whole("images")).isEqualTo(12);
    assertThat(Files.readString(folder.resolve("model.safetensors.html")))
        .doesNotContain("could be read when the run began");
  }

  @Test
  void with_none_left_to_judge_by_the_state_of_the_run_stays() {
    Path checkpoint = folder.resolve("model.safetensors.checkpoint");

    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> train("json", name -> name.contains("/test/")))
        .withMessageStartingWith(
            "None of the 12 test pictures can be read any more, so the model cannot be judged and is not written;")
        .withMessageEndingWith(
            "go on with 'mobilenet4j resume %s'.".formatted(ShellWord.of(checkpoint)));

    assertThat(checkpoint).exists();
    assertThat(model).doesNotExist();
  }
}
