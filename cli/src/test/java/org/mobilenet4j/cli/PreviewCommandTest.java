package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.training.AugmentationPolicies;
import org.mobilenet4j.training.data.Batch;
import org.mobilenet4j.training.data.BatchOptions;
import org.mobilenet4j.training.data.Batches;
import org.mobilenet4j.training.data.ContactSheet;
import org.mobilenet4j.vision.Preprocessor;
import org.mobilenet4j.vision.image.DecodeOptions;
import org.mobilenet4j.vision.image.Images;
import org.mobilenet4j.vision.image.Pixels;
import picocli.CommandLine;

/** A preview shows the first pictures of a training with the same words. */
final class PreviewCommandTest {
  private static final int COUNT = 10;

  @TempDir private Path folder;

  /** What {@code train} makes of these words; it trains nothing. */
  private TrainingSetup training(List<Object> words) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Console console = new Console(new ByteArrayInputStream(new byte[0]), nowhere, nowhere);
    TrainCommand train = new TrainCommand(console);
    List<String> all = new ArrayList<>(words.stream().map(String::valueOf).toList());
    all.addAll(List.of("--output", folder.resolve("model.safetensors").toString()));
    Commands.configured(new CommandLine(train), console).parseArgs(all.toArray(String[]::new));
    return train.setup(Invocation.of(all));
  }

  /** The first pictures of the first batch, as the trainer takes it. */
  private static List<Pixels> learnt(TrainingSetup setup) {
    if (!(setup.start() instanceof StartingPoint.Nothing start)) {
      throw new AssertionError("This run begins with a model.");
    }
    Preprocessor preprocessor = Preprocessor.of(start.preprocessing(), start.network().input());
    BatchOptions options = BatchOptions.of(setup.recipe().batchSize(), setup.seed()).withThreads(1);
    try (Batches batches =
        Batches.training(
            setup.data().train(),
            preprocessor,
            AugmentationPolicies.of(setup.recipe().augmentations()),
            options,
            0,
            0)) {
      Batch first = batches.next().orElseThrow();
      return ContactSheet.pictures(first, preprocessor).subList(0, COUNT);
    }
  }

  private void assertShowsWhatIsLearnt(Object... words) throws IOException {
    Path sheet = folder.resolve("sheet.png");
    List<Object> preview = new ArrayList<>(List.of("preview"));
    preview.addAll(List.of(words));
    preview.addAll(List.of("--count", COUNT, "--output", sheet, "--overwrite"));

    Ran.command(preview.toArray()).succeeded();

    Pixels expected = ContactSheet.of(learnt(training(Arrays.asList(words))), 8);
    Pixels shown = Images.decode(sheet, DecodeOptions.standard());
    assertThat(shown.extent()).as("%s", Arrays.asList(words)).isEqualTo(expected.extent());
    assertThat(shown.toByteArray())
        .as("%s", Arrays.asList(words))
        .isEqualTo(expected.toByteArray());
  }

  @Test
  void a_preview_of_drawn_pictures_is_what_train_learns_from() throws IOException {
    assertShowsWhatIsLearnt();
    assertShowsWhatIsLearnt("--seed", 2, "--recipe", "small-pictures");

    Ran ran = Ran.command("preview", "--count", 1, "--output", folder.resolve("a.png")).succeeded();
    assertThat(ran.out()).contains("after " + DefaultRun.AUGMENTATIONS);
  }

  @Test
  void a_preview_of_photos_is_what_train_learns_from() throws IOException {
    Path data = DrawnFolders.folders(folder.resolve("photos"), 10);

    assertShowsWhatIsLearnt("--data", data);
    assertShowsWhatIsLearnt("--data", data, "--augment", "none");
    assertShowsWhatIsLearnt("--data", data, "--recipe", "small-data", "--resolution", "32");
    assertShowsWhatIsLearnt("--data", data, "--augment", "flip, mixup 0.4, cutmix 1");
    assertShowsWhatIsLearnt("--data", data, "--recipe", "v3-timm", "--seed", 5);
  }

  @Test
  void nothing_but_the_sheet_is_left_even_of_a_preview_that_was_killed() throws IOException {
    Path data = DrawnFolders.folders(folder.resolve("photos"), 4);
    Path sheets = Files.createDirectory(folder.resolve("sheets"));
    Files.writeString(
        sheets.resolve(".sheet.png.00000000-0000-0000-0000-00000000000a.part"), "half");
    Path sheet = sheets.resolve("sheet.png");

    Ran ran = Ran.command("preview", "--data", data, "--output", sheet).succeeded();

    assertThat(ran.out()).contains("6 pictures of photos as the network sees them, after");
    try (Stream<Path> files = Files.list(sheets)) {
      assertThat(files).containsExactly(sheet);
    }
    Ran.command("preview", "--data", data, "--output", sheet)
        .refused("is there already", "--overwrite");
  }

  @Test
  void a_sheet_has_the_name_of_what_it_is() throws IOException {
    Path data = DrawnFolders.folders(folder.resolve("photos"), 4);

    for (String name : List.of("sheet.jpg", "sheet", "sheet.png.gif")) {
      Path sheet = folder.resolve(name);
      Ran.command("preview", "--data", data, "--output", sheet)
          .refused(name + " does not end in .png, but a sheet is written as a PNG");
      assertThat(sheet).doesNotExist();
    }
    Ran.command("preview", "--data", data, "--output", folder.resolve("SHEET.PNG")).succeeded();
  }

  @Test
  void what_is_wrong_with_the_data_is_said_as_train_says_it() throws IOException {
    Path data = DrawnFolders.folders(folder.resolve("photos"), 4);
    SmallFiles.text(data.resolve("red/notes.txt"), "words");

    Ran ran = Ran.command("preview", "--data", data, "--output", folder.resolve("sheet.png"));

    assertThat(ran.exitCode()).isZero();
    String remark = Findings.sentences(training(List.of("--data", data)).data()).getFirst();
    assertThat(remark).contains("notes.txt");
    assertThat(ran.err()).contains(remark);
  }
}
