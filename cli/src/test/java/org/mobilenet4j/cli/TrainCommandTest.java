package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.file.ModelFile;

final class TrainCommandTest {
  @TempDir private static Path shared;
  @TempDir private Path folder;
  private static Path data = Path.of("");

  @BeforeAll
  static void draw() throws IOException {
    data = DrawnFolders.folders(shared.resolve("photos"), 10);
  }

  private Ran train(Path source, Object... more) {
    return Ran.command(DrawnFolders.train(source, folder.resolve("model.safetensors"), more));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::getFileName).map(String::valueOf).sorted().toList();
    }
  }

  @Test
  void loss_and_schedule_can_be_chosen() throws IOException {
    Ran ran = train(data, "--epochs", 30, "--loss", "binary", "--schedule", "constant").succeeded();

    assertThat(ran.out())
        .contains("loss            a sigmoid and binary cross-entropy for each class")
        .containsPattern("schedule +constant");
    JsonDocument evaluated =
        Ran.command(
                "evaluate",
                DrawnFolders.folders(folder.resolve("others"), 4),
                "--model",
                folder.resolve("model.safetensors"),
                "--format",
                "json")
            .succeeded()
            .json();
    assertThat(evaluated.number("top1")).isGreaterThan(0.9);
    Path other = folder.resolve("other.safetensors");
    Ran.command(DrawnFolders.train(data, other, "--epochs", 1, "--loss", "hinge"))
        .refused("'hinge' is no loss: there are cross-entropy and binary.");
    Ran.command(DrawnFolders.train(data, other, "--epochs", 1, "--schedule", "linear"))
        .refused(
            "'linear' is no schedule: there are constant, exponential, cosine, one-cycle and warm-up.");
    assertThat(other).doesNotExist();
  }

  @Test
  void a_folder_of_photos_becomes_a_model_that_tells_them_apart() throws IOException {
    Path model = folder.resolve("model.safetensors");

    Ran ran = train(data, "--epochs", 30).succeeded();

    assertThat(names(folder)).containsExactly("model.safetensors", "model.safetensors.html");
    ModelFile file = ModelFile.read(model);
    assertThat(file.model().labels()).containsExactly("blue", "green", "red");
    assertThat(file.goldenPairs()).isNotEmpty();
    assertThat(file.model().provenance().facts())
        .containsAllEntriesOf(
            Map.of(
                "architecture", "mobilenet-v1",
                "recipe", "small-pictures",
                "data", "photos",
                "seed", "1",
                "epochs", "30",
                "option.width", "0.25"))
        .containsKeys("accuracy", "weights", "batch");
    assertThat(ran.out())
        .contains(
            "photos: 24 pictures to learn from, 3 to choose by, 3 to judge by, of 3 classes.",
            "recipe          small-pictures",
            "weight decay",
            "depthwise          13",
            "MiB a picture",
            "epoch 30/30",
            "of 3 test pictures are named rightly",
            "mobilenet4j classify photo.jpg --model " + model,
            "mobilenet4j inspect " + model);
    assertThat(ran.lines()).anyMatch(line -> line.matches("green +\\S+% +\\S+% +\\S+% +1"));
    Ran inspected = Ran.command("inspect", model, "--format", "json").succeeded();
    assertThat(inspected.json().text("selfTest")).isEqualTo("passed");
    Path others = DrawnFolders.folders(folder.resolve("others"), 4);
    JsonDocument evaluated =
        Ran.command("evaluate", others, "--model", model, "--format", "json").succeeded().json();
    assertThat(evaluated.number("top1")).isGreaterThan(0.9);
  }

  @Test
  void the_report_is_a_page_with_curves_classes_and_what_was_found() throws IOException {
    Path page = folder.resolve("page.html");

    train(data, "--epochs", 2, "--report", page).succeeded();

    assertThat(Files.readString(page))
        .startsWith("<!DOCTYPE html>")
        .contains(
            "mobilenet-v1 on photos",
            "id=\"recipe\"",
            "id=\"curves\"",
            "id=\"confusion\"",
            "id=\"calibration\"",
            "id=\"data\"",
            "24 pictures to learn from",
            "gradient descent with Nesterov momentum",
            "mobilenet4j classify");
  }

  @Test
  void programs_read_a_line_an_epoch_and_a_last_one() throws IOException {
    Ran ran = train(data, "--epochs", 2, "--format", "json").succeeded();

    List<JsonDocument> documents = ran.lines().stream().map(JsonDocument::parse).toList();
    assertThat(documents).hasSize(3);
    for (int epoch = 1; epoch <= 2; epoch++) {
      JsonDocument document = documents.get(epoch - 1);
      assertThat(document.whole("epoch")).isEqualTo(epoch);
      assertThat(document.whole("epochs")).isEqualTo(2);
      assertThat(document.number("trainLoss")).isPositive();
      assertThat(document.number("imagesPerSecond")).isPositive();
      assertThat(document.number("validationAccuracy")).isBetween(0.0, 1.0);
    }
    JsonDocument last = documents.getLast();
    assertThat(last.number("accuracy")).isBetween(0.0, 1.0);
    assertThat(last.whole("images")).isEqualTo(3);
    assertThat(last.text("split")).isEqualTo("test");
    assertThat(last.number("seconds")).isPositive();
    assertThat(Path.of(last.text("model"))).exists();
    assertThat(Path.of(last.text("report"))).exists();
  }

  @Test
  void the_same_seed_gives_the_same_file_with_any_number_of_threads() throws IOException {
    Path one = folder.resolve("one.safetensors");
    Path two = folder.resolve("two.safetensors");
    Path other = folder.resolve("other.safetensors");

    Ran.command(DrawnFolders.train(data, one, "--epochs", 1, "--threads", 1)).succeeded();
    Ran many =
        Ran.command(DrawnFolders.train(data, two, "--epochs", 1, "--threads", 1024)).succeeded();
    Ran.command(DrawnFolders.train(data, other, "--epochs", 1, "--seed", 2)).succeeded();

    assertThat(many.out()).contains("Note: --threads 1024 becomes ", " no more processors.");
    assertThat(two).hasSameBinaryContentAs(one);
    assertThat(Files.mismatch(one, other)).isNotNegative();
  }

  @Test
  void archives_and_lists_are_learnt_from_as_folders_are() throws IOException {
    Path zip = DrawnFolders.zip(data, folder.resolve("photos.zip"));
    StringBuilder rows = new StringBuilder("file,class,split\n");
    for (String label : List.of("red", "green", "blue")) {
      for (int i = 0; i < 10; i++) {
        rows.append("%s/%02d.png,%s,%s\n".formatted(label, i, label, i < 8 ? "train" : "val"));
      }
    }
    Path csv = SmallFiles.text(folder.resolve("list.csv"), rows.toString());

    Ran ofZip = train(zip, "--epochs", 1, "--format", "json").succeeded();
    Ran ofCsv =
        train(csv, "--images", data, "--epochs", 1, "--format", "json", "--overwrite").succeeded();

    assertThat(JsonDocument.parse(ofZip.lines().getLast()).whole("images")).isEqualTo(3);
    JsonDocument last = JsonDocument.parse(ofCsv.lines().getLast());
    assertThat(last.whole("images")).isEqualTo(6);
    assertThat(last.text("split")).isEqualTo("validation");
    JsonDocument evaluated =
        Ran.command(
                "evaluate", zip, "--model", folder.resolve("model.safetensors"), "--format", "json")
            .succeeded()
            .json();
    assertThat(evaluated.whole("images")).isEqualTo(30);
  }

  @Test
  void half_precision_halves_the_file_and_is_what_was_judged() throws IOException {
    Path whole = folder.resolve("whole.safetensors");
    Path half = folder.resolve("half.safetensors");
    Ran.command(DrawnFolders.train(data, whole, "--epochs", 1)).succeeded();

    Ran.command(DrawnFolders.train(data, half, "--epochs", 1, "--half")).succeeded();

    assertThat(Files.size(half)).isLessThan(Files.size(whole) * 7 / 10);
    Ran inspected = Ran.command("inspect", half, "--format", "json").succeeded();
    assertThat(inspected.json().text("selfTest")).isEqualTo("passed");
  }

  @Test
  void the_recipe_is_changed_by_what_is_typed() throws IOException {
    Ran ran =
        train(
                data,
                "--recipe",
                "small-data",
                "--epochs",
                1,
                "--augment",
                "flip, erasing 0.5",
                "--decay-depthwise",
                0.01,
                "--average-decay",
                "none")
            .succeeded();

    assertThat(ran.out())
        .contains(
            "recipe          small-data",
            "length          1 epoch in batches of 8",
            "augmentation    flip, erasing 0.5",
            "average         none",
            "learning rate   0.05 for batches of 8");
    assertThat(ran.lines()).anyMatch(line -> line.matches("depthwise +13 +[0-9,]+ +0\\.01"));
    Model model = ModelFile.read(folder.resolve("model.safetensors")).model();
    assertThat(model.provenance().facts()).containsEntry("weights", "the raw weights of epoch 1");
  }

  @Test
  void batches_larger_than_the_data_become_as_large_as_the_data() throws IOException {
    Ran ran = train(data, "--epochs", 1, "--recipe", "v2-slim", "--average-decay", "none");

    assertThat(ran.exitCode()).isZero();
    Ran large =
        Ran.command(
            "train",
            "--data",
            data,
            "--architecture",
            "mobilenet-v1",
            "--width",
            "0.25",
            "--resolution",
            "32",
            "--batch",
            500,
            "--epochs",
            1,
            "--output",
            folder.resolve("large.safetensors"));
    assertThat(large.exitCode()).isZero();
    assertThat(large.out())
        .contains("Batches of 500 are more than the 24 pictures", "in batches of 24");
  }

  @Test
  void what_is_wrong_with_some_of_the_photos_is_said_and_the_others_are_learnt_from()
      throws IOException {
    Path mixed = DrawnFolders.folders(folder.resolve("mixed"), 6);
    SmallFiles.text(mixed.resolve("red/broken.jpg"), "no picture");
    SmallFiles.photo(mixed.resolve("red/more-1.png"), Color.PINK);
    SmallFiles.photo(mixed.resolve("red/more-2.png"), Color.PINK);
    SmallFiles.photo(mixed.resolve("red/more-3.png"), Color.MAGENTA);
    SmallFiles.photo(mixed.resolve("red/more-4.png"), Color.ORANGE);

    Ran ran = train(mixed, "--epochs", 1);

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).contains("1 picture cannot be read", "broken.jpg");
    assertThat(ran.out()).contains("--class-weights makes all classes count the same");
    assertThat(Files.readString(folder.resolve("model.safetensors.html"))).contains("broken.jpg");
  }

  @Test
  void nothing_is_replaced_unless_told() throws IOException {
    Path model = SmallFiles.text(folder.resolve("model.safetensors"), "mine");

    train(data, "--epochs", 1).refused("is there already", "--overwrite");
    assertThat(model).hasContent("mine");
    train(data, "--epochs", 1, "--overwrite").succeeded();
    Files.delete(model);
    train(data, "--epochs", 1).refused("model.safetensors.html", "--overwrite");
    Files.delete(folder.resolve("model.safetensors.html"));
    SmallFiles.text(folder.resolve("model.safetensors.checkpoint"), "state");

    train(data, "--epochs", 1)
        .refused("a run that was stopped, or of one that is still under way", "mobilenet4j resume");
  }

  @Test
  void a_model_gets_other_classes_by_a_probe_or_by_training_all_of_it() throws IOException {
    Path known = SmallFiles.model(folder.resolve("known.safetensors"));
    Path probe = folder.resolve("probe.safetensors");
    Path tuned = folder.resolve("tuned.safetensors");

    Ran probed =
        Ran.command(
            "train", "--data", data, "--from", known, "--freeze", "backbone", "--output", probe);
    Ran all =
        Ran.command(
            "train",
            "--data",
            data,
            "--from",
            known,
            "--epochs",
            2,
            "--batch",
            8,
            "--output",
            tuned,
            "--format",
            "json");

    assertThat(probed.exitCode()).isZero();
    assertThat(probed.out()).contains("probe", "the weights of the linear probe");
    Model model = ModelFile.read(probe).model();
    assertThat(model.labels()).containsExactly("blue", "green", "red");
    assertThat(model.provenance().facts()).containsEntry("from", "known.safetensors");
    assertThat(all.exitCode()).isZero();
    assertThat(all.lines()).hasSize(4);
    assertThat(JsonDocument.parse(all.lines().getFirst()).keys()).contains("probe", "features");
    assertThat(ModelFile.read(tuned).model().labels()).hasSize(3);
    assertThat(tuned.resolveSibling("tuned.safetensors.html")).exists();
  }

  @Test
  void there_must_be_something_to_resume() throws IOException {
    Path text = SmallFiles.text(folder.resolve("a.checkpoint"), "no checkpoint");
    Path model = SmallFiles.model(folder.resolve("model.safetensors"));
    Files.copy(model, folder.resolve("b.safetensors.checkpoint"));

    Ran.command("resume", folder.resolve("none.safetensors")).refused("There is no checkpoint");
    Ran.command("resume", folder.resolve("none.checkpoint")).refused("There is no checkpoint");
    Ran.command("resume", folder).refused("There is no checkpoint");
    Ran.command("resume", model).refused("nothing to resume");
    Ran.command("resume", text).refused("a.checkpoint");
    Ran.command("resume", folder.resolve("b.safetensors")).refused("no checkpoint");
  }
}
