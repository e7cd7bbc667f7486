package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.model.Preprocessing;

final class PhotoCommandsTest {
  @TempDir private static Path folder;
  private static Path model = Path.of("");
  private static Path red = Path.of("");
  private static Path green = Path.of("");
  private static Path blue = Path.of("");
  private static Path broken = Path.of("");

  @BeforeAll
  static void draw() throws IOException {
    model = SmallFiles.model(folder.resolve("model.safetensors"));
    red = SmallFiles.photo(folder.resolve("photos/b/red.png"), Color.RED);
    green = SmallFiles.photo(folder.resolve("photos/a/green.JPG"), Color.GREEN);
    blue = SmallFiles.photo(folder.resolve("photos/blue.bmp"), Color.BLUE);
    SmallFiles.text(folder.resolve("photos/notes.txt"), "no photo");
    broken = SmallFiles.text(folder.resolve("broken.jpg"), "no picture at all");
  }

  @Test
  void classify_prints_the_likeliest_classes_of_each_photo() {
    Ran ran = Ran.command("classify", red, blue, "--model", model, "--top", "2").succeeded();

    assertThat(ran.lines()).hasSize(6);
    assertThat(ran.lines().get(0)).isEqualTo(red.toString());
    assertThat(ran.lines().get(1)).matches(" {2,}[0-9.]+%  .+");
    assertThat(ran.lines().get(3)).isEqualTo(blue.toString());
  }

  @Test
  void a_model_that_answers_with_what_is_no_number_is_refused_by_classify_and_evaluate()
      throws IOException {
    Path broken = SmallFiles.overflowing(folder.resolve("overflowing.safetensors"));
    Path list =
        SmallFiles.text(folder.resolve("overflowing.csv"), "file,class\nphotos/b/red.png,red\n");

    for (String format : List.of("table", "json")) {
      Ran.command("classify", red, blue, "--model", broken, "--format", format)
          .refused(red + ": the network answers with ", "'inspect'");
    }
    Ran.command("evaluate", list, "--model", broken)
        .refused("red.png: the network answers with ", "'inspect'");
  }

  @Test
  void a_class_that_a_model_without_labels_does_not_have_is_refused_with_what_it_has()
      throws IOException {
    Path list = SmallFiles.text(folder.resolve("unknown.csv"), "file,class\nphotos/b/red.png,a\n");
    Path unnamed =
        SmallFiles.model(
            folder.resolve("unnamed.safetensors"), List.of(), Optional.of(Preprocessing.tf()));

    Ran.command("evaluate", list, "--model", unnamed)
        .refused("there is no class 'a'; expected an index from 0 to 4.");
  }

  @Test
  void classify_prints_a_document_a_line_for_programs() {
    Ran ran = Ran.command("classify", red, blue, "--model", model, "--format", "json").succeeded();

    assertThat(ran.lines()).hasSize(2);
    JsonDocument first = JsonDocument.parse(ran.lines().getFirst());
    assertThat(first.text("file")).isEqualTo(red.toString());
    assertThat(first.size("predictions")).isEqualTo(5);
    double sum = IntStream.range(0, 5).mapToDouble(i -> probability(first, i)).sum();
    assertThat(sum).isCloseTo(1, within(1e-5));
    for (int i = 1; i < 5; i++) {
      assertThat(probability(first, i)).isLessThanOrEqualTo(probability(first, i - 1));
      assertThat(logit(first, i)).isLessThanOrEqualTo(logit(first, i - 1));
      assertThat(Math.log(probability(first, 0) / probability(first, i)))
          .isCloseTo(logit(first, 0) - logit(first, i), within(1e-3));
    }
    int index = (int) first.whole("predictions[0].index");
    assertThat(first.text("predictions[0].label")).isEqualTo(SmallFiles.LABELS.get(index));
  }

  private static double probability(JsonDocument document, int place) {
    return document.number("predictions[%d].probability".formatted(place));
  }

  private static double logit(JsonDocument document, int place) {
    return document.number("predictions[%d].logit".formatted(place));
  }

  @Test
  void folders_are_walked_in_the_order_of_their_names() {
    Ran ran =
        Ran.command("classify", folder.resolve("photos"), "--model", model, "--top", "1")
            .succeeded();

    assertThat(ran.lines().stream().filter(line -> !line.startsWith(" ")))
        .containsExactly(green.toString(), red.toString(), blue.toString());
  }

  @Test
  void what_is_hidden_in_a_folder_is_passed_over_unless_it_is_named() throws IOException {
    Path hidden = SmallFiles.photo(folder.resolve("around/.hidden/a.png"), Color.RED);
    Path seen = SmallFiles.photo(folder.resolve("around/b.png"), Color.RED);
    SmallFiles.photo(folder.resolve("around/__MACOSX/b.png"), Color.RED);
    SmallFiles.photo(folder.resolve("around/._c.png"), Color.RED);

    for (Path walked : List.of(seen.resolveSibling(""), hidden.resolveSibling(""))) {
      Ran ran = Ran.command("classify", walked, "--model", model, "--top", "1").succeeded();

      assertThat(ran.lines().stream().filter(line -> !line.startsWith(" ")))
          .containsExactly((walked.endsWith(".hidden") ? hidden : seen).toString());
    }
  }

  @Test
  void a_link_in_a_folder_that_leads_nowhere_is_a_photo_that_cannot_be_read() throws IOException {
    Path photo = SmallFiles.photo(folder.resolve("linked/b.png"), Color.RED);
    Path link = Files.createSymbolicLink(photo.resolveSibling("a.png"), folder.resolve("gone.png"));

    Ran ran = Ran.command("classify", photo.resolveSibling(""), "--model", model, "--top", "1");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err().lines())
        .containsExactly(
            "mobilenet4j: " + link + ": this link leads nowhere; mend it or remove it.");
    assertThat(ran.lines()).hasSize(2).first().isEqualTo(photo.toString());
  }

  @Test
  void a_link_that_leads_back_is_named_with_the_reason() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("looping/hat"));
    Path loop = Files.createSymbolicLink(inner.resolve("loop"), inner);

    Ran.command("classify", inner.resolveSibling(""), "--model", model)
        .refused(loop + " cannot be read (a link leads back to a folder around it); expected");
  }

  @Test
  void a_minus_reads_a_list_of_names_from_standard_input() {
    String list = red + "\n\n" + folder.resolve("photos/a") + "\n";

    Ran ran = Ran.withInput(list, "classify", blue, "-", "--model", model, "--top", "1");

    assertThat(ran.succeeded().lines().stream().filter(line -> !line.startsWith(" ")))
        .containsExactly(blue.toString(), red.toString(), green.toString());
  }

  @Test
  void an_empty_list_is_refused() {
    Ran.withInput("\n", "classify", "-", "--model", model).refused("no photo");
  }

  @Test
  void a_photo_that_cannot_be_read_is_named_and_the_others_go_on() {
    Ran ran =
        Ran.command(
            "classify",
            broken,
            red,
            folder.resolve("none.png"),
            "--model",
            model,
            "--format",
            "json");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err().lines()).hasSize(2);
    assertThat(ran.err()).contains(broken.toString(), "none.png: there is no such file");
    List<JsonDocument> documents = ran.lines().stream().map(JsonDocument::parse).toList();
    assertThat(documents).hasSize(3);
    assertThat(documents.get(0).text("error")).contains("broken.jpg");
    assertThat(documents.get(1).size("predictions")).isEqualTo(5);
    assertThat(documents.get(2).text("file")).endsWith("none.png");
  }

  @Test
  void the_number_of_threads_changes_no_bit() {
    Ran one = Ran.command("classify", red, "--model", model, "--threads", "1", "--format", "json");
    Ran many =
        Ran.command("classify", red, "--model", model, "--threads", "1024", "--format", "json");

    assertThat(many.out()).isEqualTo(one.succeeded().out());
    assertThat(many.exitCode()).isZero();
    assertThat(many.err().lines()).hasSize(1);
    assertThat(many.err()).contains("--threads 1024 becomes ", " no more processors.");
    Ran.command("classify", red, "--model", model, "--threads", "1024", "--crop", "0")
        .refused("--crop");
  }

  @Test
  void another_crop_is_another_picture() {
    Ran standard = Ran.command("classify", red, "--model", model, "--format", "json");
    Ran middle =
        Ran.command("classify", red, "--model", model, "--crop", "0.875", "--format", "json");
    Ran whole =
        Ran.command("classify", red, "--model", model, "--crop", "none", "--format", "json");

    assertThat(middle.succeeded().out()).isEqualTo(standard.succeeded().out());
    assertThat(whole.succeeded().out()).isNotEqualTo(standard.out());
  }

  @Test
  void without_labels_the_classes_go_by_their_numbers() {
    Path bare =
        SmallFiles.model(
            folder.resolve("bare.safetensors"), List.of(), Optional.of(Preprocessing.tf()));

    JsonDocument document =
        Ran.command("classify", red, "--model", bare, "--format", "json").succeeded().json();

    assertThat(document.text("predictions[0].label"))
        .isEqualTo(document.text("predictions[0].index"));
  }

  @Test
  void a_model_that_says_nothing_of_photos_classifies_none() {
    Path blind = SmallFiles.model(folder.resolve("blind.safetensors"), List.of(), Optional.empty());

    Ran.command("classify", red, "--model", blind).refused("preprocessing");
  }

  @Test
  void embed_prints_the_pooled_features_one_line_a_photo() throws IOException {
    Ran table = Ran.command("embed", red, blue, "--model", model).succeeded();
    Ran json = Ran.command("embed", red, "--model", model, "--format", "json").succeeded();

    assertThat(table.lines()).hasSize(2);
    String[] cells = table.lines().getFirst().split("\t", -1);
    assertThat(cells[0]).isEqualTo(red.toString());
    assertThat(json.json().size("features")).isEqualTo(256);
    assertThat(cells[1].split(" ", -1)).containsExactlyElementsOf(json.json().texts("features"));
    Ran some = Ran.command("embed", broken, red, "--model", model);
    assertThat(some.exitCode()).isEqualTo(2);
    assertThat(some.err()).contains("broken.jpg");
    assertThat(some.lines()).hasSize(1);
    assertThat(Files.exists(broken)).isTrue();
  }
}
