package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that nobody can mean: one sentence, exit code 2, no result, no stack trace. */
final class TrainingMistakesTest {
  @TempDir private static Path folder;
  private static Mistakes mistakes = new Mistakes(Path.of(""));

  @BeforeAll
  static void make() throws IOException {
    mistakes = Mistakes.in(folder);
  }

  private static Ran run(String line) {
    return mistakes.run(line);
  }

  @TestFactory
  Stream<DynamicTest> trainings_that_cannot_be_meant_are_refused() throws IOException {
    DrawnFolders.folders(folder.resolve("photos"), 3);
    DrawnFolders.folders(folder.resolve("gap"), 3);
    Files.createDirectories(folder.resolve("gap/white"));
    SmallFiles.photo(folder.resolve("one/red/a.png"), Color.RED);
    SmallFiles.photo(folder.resolve("one/red/b.png"), Color.PINK);
    SmallFiles.text(folder.resolve("broken/red/a.png"), "no picture");
    SmallFiles.text(folder.resolve("broken/red/b.png"), "no picture");
    SmallFiles.text(folder.resolve("broken/blue/a.png"), "no picture");
    SmallFiles.text(folder.resolve("broken/blue/b.png"), "no picture");
    Path zip = DrawnFolders.zip(folder.resolve("photos"), folder.resolve("photos.zip"));
    byte[] bytes = Files.readAllBytes(zip);
    Files.write(folder.resolve("cut.zip"), Arrays.copyOf(bytes, bytes.length / 2));
    List<String> lines = new ArrayList<>();
    for (String command : List.of("train --output %new", "preview --output %new.png")) {
      for (String source :
          List.of(
              "%none",
              "%empty",
              "%text.txt",
              "%empty-folder",
              "%photo.png",
              "%cut.zip",
              "%gap",
              "%one",
              "%broken",
              "%list.csv",
              "%model.safetensors",
              "%sparse.bin")) {
        lines.add(command + " --data " + source);
      }
      String photos = command + " --data %photos";
      for (String option :
          List.of(
              "--validation 0",
              "--validation 0.6",
              "--validation NaN",
              "--validation half",
              "--recipe nosuch",
              "--recipe small-picture",
              "--augment=",
              "--augment flop",
              "--augment erasing",
              "--augment=mixup·-1",
              "--augment flip,·flip",
              "--augment pad-and-crop·4,·random-resized-crop·0.5·1",
              "--augment rand-augment·2·3·0,trivial-augment",
              "--augment mixup·200",
              "--augment cutmix·101",
              "--augment rand-augment·2·30·0",
              "--augment rand-augment·2000000000·9·0",
              "--augment timm-rand-augment·2·9·Infinity",
              "--augment pad-and-crop·48", // the photos have 48 pixels
              "--augment pad-and-crop·40 --resolution 32",
              "--images %photos",
              "--resolution 4",
              "--resolution 0",
              "--resolution big",
              "--seed 1.5",
              "--seed=")) {
        lines.add(photos + " " + option);
      }
      lines.add(command + " --images %photos");
      lines.add(command + " --data %photos.zip --images %photos");
      lines.add(command + " --validation 0.2");
      lines.add(command + " --augment pad-and-crop·32");
    }
    String train = "train --data %photos --output %new";
    for (String option :
        List.of(
            "--architecture nosuch",
            "--architecture %wrong.table",
            "--architecture vgg-16 --width 0.5",
            "--width=-1",
            "--classes 3",
            "--without-classifier",
            "--input-channels 1",
            "--epochs 0",
            "--epochs=-1",
            "--epochs many",
            "--batch 0",
            "--batch=-8",
            "--batch 99999999",
            "--learning-rate 0",
            "--learning-rate=-0.1",
            "--learning-rate NaN",
            "--learning-rate Infinity",
            "--decay-depthwise=-1",
            "--decay-dense NaN",
            "--average-decay 1",
            "--average-decay=-1",
            "--average-decay slow",
            "--clip 0",
            "--clip=-1",
            "--clip NaN",
            "--clip much",
            "--schedule linear",
            "--schedule constant·3",
            "--schedule cosine·NaN",
            "--schedule warm-up·-5·from·0.1·then·constant",
            "--schedule exponential·0.94·every·0·smooth",
            "--loss hinge",
            "--loss=",
            "--threads 0",
            "--threads 1025",
            "--freeze backbone",
            "--batch-norm train",
            "--batch-norm=",
            "--teacher %none",
            "--teacher %photo.png",
            "--teacher %weights.safetensors",
            "--teacher %model.safetensors",
            "--teacher %cut-model.safetensors",
            "--teacher-weight 0.5",
            "--teacher %model.safetensors --teacher-weight=-0.1",
            "--teacher %model.safetensors --teacher-weight NaN",
            "--teacher %model.safetensors --temperature=-1",
            "--teacher %model.safetensors --temperature Infinity",
            "--temperature hot",
            "--from %none",
            "--from %photo.png",
            "--from %weights.safetensors",
            "--from %model.safetensors --width 0.5",
            "--from %model.safetensors --architecture mobilenet-v2",
            "--from %model.safetensors --freeze nosuch --batch 3",
            "--from %model.safetensors --augment pad-and-crop·32",
            "--from %model.safetensors --freeze backbone --epochs 7",
            "--from %model.safetensors --resolution 1",
            "--from %model.safetensors --resolution 8x64",
            "--from %model.safetensors --augment pad-and-crop·48 --resolution 48",
            "--report %nowhere/report.html",
            "--report %empty-folder")) {
      lines.add(train + " " + option);
    }
    lines.add("train --data %photos --output %model.safetensors");
    lines.add("train --data %photos --output %nowhere/x");
    lines.add("train --data %photos --output %empty-folder");
    lines.add("preview --data %photos --output %photo.png");
    lines.add("preview --data %photos --output %new.png --count 0");
    lines.add("preview --data %photos --output %new.png --count 401");
    lines.add("resume %photo.png");
    lines.add("resume %none");
    return mistakes.refused(lines);
  }

  @Test
  void where_no_photo_can_be_read_the_data_are_named_and_the_first_with_its_reason()
      throws IOException {
    StringBuilder rows = new StringBuilder("file,class\n");
    for (int i = 0; i < 30; i++) {
      rows.append("%02d.png,%s\n".formatted(i, i % 2 == 0 ? "hat" : "dress"));
    }
    SmallFiles.text(folder.resolve("gone.csv"), rows.toString());
    DrawnFolders.folders(folder.resolve("half"), 4);
    for (int i = 0; i < 4; i++) {
      SmallFiles.text(folder.resolve("half/red/%02d.png".formatted(i)), "");
    }

    run("preview --data %gone.csv --output %none.png")
        .refused(
            "gone.csv: of 24 pictures to learn from, 24 were looked at and none can be read; the first: "
                + folder.resolve("00.png").toString().replaceFirst("00.png$", ""),
            ".png: there is no such file.");
    run("train --data %gone.csv --output %new")
        .refused(
            "gone.csv: 30 of 30 pictures cannot be read (the first: ", "there is no such file)");
    run("train --data %half --output %new")
        .refused(
            "half: 4 of 12 pictures cannot be read (the first: " + folder.resolve("half/red"),
            ".png: an empty file; expected JPEG, PNG, WebP, BMP, GIF or TIFF): class 'red' has no picture to learn from;");
  }

  @Test
  void a_mistake_in_an_augmentation_is_said_before_anything_is_read_or_written()
      throws IOException {
    for (String command : List.of("train --output %m/new", "preview --output %m/new.png")) {
      Files.createDirectories(folder.resolve("m"));
      // There is no such folder of photos: what is wrong with the words comes first.
      String words = command + " --data %none --augment ";
      run(words + "flip,·flip").refused("'flip' and 'flip' exclude each other");
      run(words + "pad-and-crop·4,·random-resized-crop·0.5·1").refused("exclude each other");
      run(words + "mixup·200").refused("a number above 0 and at most 100");
      run(words + "pad-and-crop·40 --resolution 32").refused("at most 31");
      run(command + " --augment pad-and-crop·40").refused("sees 32×32 pixels", "at most 31");
      try (Stream<Path> files = Files.list(folder.resolve("m"))) {
        assertThat(files).isEmpty();
      }
    }
    run("train --output %m/new --data %none --from %model.safetensors --augment pad-and-crop·40")
        .refused("sees 32×32 pixels");
  }

  @Test
  void a_resolution_with_nothing_to_see_is_refused_for_a_model_to_begin_with_too()
      throws IOException {
    DrawnFolders.folders(folder.resolve("photos"), 3);
    for (String from : List.of("", " --from %model.safetensors")) {
      run("train --output %new --data %photos --resolution 1" + from)
          .refused("leaves nothing to see; expected at least 16 pixels a side");
    }
  }
}
