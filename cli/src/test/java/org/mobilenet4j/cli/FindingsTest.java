package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.training.data.ClassCount;
import org.mobilenet4j.training.data.DataFindings;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.training.data.UnreadablePicture;
import org.mobilenet4j.training.data.generated.GeneratedPictures;

/** What the console, the report and programs are told about the data. */
final class FindingsTest {
  private static final List<ClassCount> CLASSES =
      List.of(new ClassCount("cat", 14, 2, 2), new ClassCount("dog", 10, 1, 1));

  @TempDir private Path folder;

  private static DataSplits data(List<ClassCount> classes, int duplicates, int unreadable) {
    DataSplits drawn = GeneratedPictures.splits(1, 24, 12, 12, 12);
    return new DataSplits(
        drawn.train(),
        drawn.validation(),
        drawn.test(),
        new DataFindings(
            classes,
            IntStream.range(0, duplicates)
                .mapToObj(i ->
                    new DataFindings.Duplicate(
                        "train/%d.png".formatted(i), "test/%d.png".formatted(i)))
                .toList(),
            IntStream.range(0, unreadable)
                .mapToObj(i ->
                    new UnreadablePicture(
                        "bad-%d.jpg".formatted(i), "bad-%d.jpg: empty.".formatted(i)))
                .toList(),
            List.of(),
            Set.of()));
  }

  @Test
  void nothing_is_said_of_data_with_which_nothing_is_wrong() {
    assertThat(Findings.sentences(data(CLASSES, 0, 0))).isEmpty();
    assertThat(Findings.inFull(data(CLASSES, 0, 0))).isEmpty();
  }

  @Test
  void classes_of_very_different_sizes_are_told() {
    List<ClassCount> classes =
        List.of(new ClassCount("cat", 40, 2, 2), new ClassCount("dog", 16, 1, 1));

    assertThat(Findings.sentences(data(classes, 0, 0)))
        .containsExactly(
            "The largest class has 2.5 times as many pictures to learn from as the smallest; --class-weights makes all classes count the same.");
    assertThat(Findings.inFull(data(classes, 0, 0)))
        .isEqualTo(Findings.sentences(data(classes, 0, 0)));
  }

  @Test
  void the_console_names_a_few_pictures() {
    assertThat(Findings.sentences(data(CLASSES, 1, 1)))
        .containsExactly(
            "1 picture is in two splits, which flatters the accuracy: train/0.png and test/0.png are the same file.",
            "1 picture cannot be read and is left out: bad-0.jpg: empty.");
    assertThat(Findings.sentences(data(CLASSES, 5, 4)))
        .containsExactly(
            "5 pictures are in two splits, which flatters the accuracy: train/0.png and test/0.png are the same file. train/1.png and test/1.png are the same file. train/2.png and test/2.png are the same file. … The report names all.",
            "4 pictures cannot be read and are left out: bad-0.jpg: empty. bad-1.jpg: empty. bad-2.jpg: empty. … The report names all.");
    assertThat(Findings.sentences(data(CLASSES, 0, 1001)).getFirst())
        .startsWith("1,001 pictures cannot be read")
        .endsWith("… The report names more.");
  }

  @Test
  void the_report_names_each_picture_up_to_a_thousand() {
    assertThat(Findings.inFull(data(CLASSES, 2, 4)))
        .containsExactly(
            "2 pictures are in two splits, which flatters the accuracy:",
            "train/0.png and test/0.png are the same file.",
            "train/1.png and test/1.png are the same file.",
            "4 pictures cannot be read and are left out:",
            "bad-0.jpg: empty.",
            "bad-1.jpg: empty.",
            "bad-2.jpg: empty.",
            "bad-3.jpg: empty.");
    assertThat(Findings.inFull(data(CLASSES, 0, 1002)))
        .hasSize(1 + 1000 + 1)
        .contains("bad-999.jpg: empty.")
        .doesNotContain("bad-1000.jpg: empty.")
        .endsWith("… and 2 more; the last line of --format json names all.");
  }

  @Test
  void programs_get_all_names() {
    Map<String, Object> document = new LinkedHashMap<>();

    Findings.put(
        document,
        data(CLASSES, 1, 1002),
        List.of(new UnreadablePicture("bad-1002.jpg", "bad-1002.jpg: gone.")));

    assertThat(document)
        .containsEntry("unreadable", 1003)
        .containsEntry(
            "duplicates", List.of(Map.of("first", "train/0.png", "second", "test/0.png")));
    assertThat(document.get("unreadableFiles"))
        .isEqualTo(IntStream.range(0, 1003).mapToObj("bad-%d.jpg"::formatted).toList());
  }

  @Test
  void train_names_all_duplicates_and_unreadable_pictures() throws IOException {
    Path photos = folder.resolve("photos");
    for (String split : List.of("train", "val", "test")) {
      DrawnFolders.folders(photos.resolve(split), 4); // the same in all three
      SmallFiles.text(photos.resolve(split).resolve("red/broken.png"), split);
    }
    SmallFiles.text(photos.resolve("train/blue/torn.jpg"), "no picture");
    Path model = folder.resolve("model.safetensors");

    Ran shown = Ran.command(DrawnFolders.train(photos, model, "--epochs", 1));
    String page = Files.readString(folder.resolve("model.safetensors.html"));
    Ran read =
        Ran.command(
            DrawnFolders.train(photos, model, "--epochs", 1, "--format", "json", "--overwrite"));

    assertThat(shown.exitCode()).isZero();
    assertThat(shown.lines())
        .anyMatch(line ->
            line.startsWith("Note: 24 pictures are in two splits, which flatters the accuracy: ")
                && line.endsWith("are the same file. … The report names all."))
        .anyMatch(line ->
            line.startsWith("Note: 4 pictures cannot be read and are left out: ")
                && line.endsWith("… The report names all."));
    JsonDocument last = JsonDocument.parse(read.lines().getLast());
    assertThat(last.whole("unreadable")).isEqualTo(4);
    assertThat(last.texts("unreadableFiles"))
        .containsExactlyInAnyOrder(
            photos.resolve("train/blue/torn.jpg").toString(),
            photos.resolve("train/red/broken.png").toString(),
            photos.resolve("val/red/broken.png").toString(),
            photos.resolve("test/red/broken.png").toString());
    assertThat(page).contains(last.texts("unreadableFiles"));
    assertThat(last.size("duplicates")).isEqualTo(24);
    for (int i = 0; i < 24; i++) {
      String first = last.text("duplicates[%d].first".formatted(i));
      String second = last.text("duplicates[%d].second".formatted(i));
      assertThat(Path.of(first))
          .hasSameBinaryContentAs(Path.of(second))
          .isNotEqualTo(Path.of(second));
      assertThat(page).contains("%s and %s are the same file.".formatted(first, second));
    }
  }
}
