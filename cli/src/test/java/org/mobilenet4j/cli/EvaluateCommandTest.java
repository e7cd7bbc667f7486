package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvaluateCommandTest {
  private static final List<Color> COLOURS = List.of(Color.RED, Color.GREEN, Color.BLUE);

  @TempDir private Path folder;
  private Path model = Path.of("");
  private List<Integer> predicted = List.of();

  @BeforeEach
  void draw() throws IOException {
    model = SmallFiles.model(folder.resolve("model.safetensors"));
    for (int i = 0; i < COLOURS.size(); i++) {
      SmallFiles.photo(folder.resolve("photos/%d.png".formatted(i)), COLOURS.get(i));
    }
    predicted =
        Ran.command("classify", folder.resolve("photos"), "--model", model, "--format", "json")
            .succeeded()
            .lines()
            .stream()
            .map(line -> (int) JsonDocument.parse(line).whole("predictions[0].index"))
            .toList();
  }

  private Ran evaluate(Path source, Object... more) {
    Object[] words =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(
                    "evaluate", source, "--model", model, "--format", "json"),
                java.util.stream.Stream.of(more))
            .toArray();
    return Ran.command(words);
  }

  /** A CSV that is right about all photos but the last. */
  private Path csv() throws IOException {
    StringBuilder text = new StringBuilder("class,file,remark\n");
    IntStream.range(0, 3)
        .forEach(i ->
            text.append((predicted.get(i) + (i == 2 ? 1 : 0)) % 5)
                .append(",%d.png,x\n".formatted(i)));
    return SmallFiles.text(folder.resolve("photos.csv"), text.toString());
  }

  @Test
  void figures_of_photos_with_their_mirror_images_say_so() throws IOException {
    Path page = folder.resolve("report.html");
    Path photos = folder.resolve("photos");

    JsonDocument plain = evaluate(csv(), "--images", photos).succeeded().json();
    JsonDocument both =
        evaluate(csv(), "--images", photos, "--mirror", "--report", page).succeeded().json();
    Ran table =
        Ran.command("evaluate", csv(), "--model", model, "--images", photos, "--mirror")
            .succeeded();

    assertThat(plain.text("mirror")).isEqualTo("false");
    assertThat(both.text("mirror")).isEqualTo("true");
    // One colour looks the same in a mirror.
    assertThat(both.number("top1")).isEqualTo(plain.number("top1"));
    assertThat(table.lines().getFirst()).endsWith("of it and of its mirror image (--mirror).");
    assertThat(Files.readString(page)).contains("of it and of its mirror image (--mirror).");
  }

  @Test
  void a_csv_with_bare_names_is_told_where_the_photos_lie() throws IOException {
    Path predictions = folder.resolve("predictions.csv");

    JsonDocument document =
        evaluate(csv(), "--images", folder.resolve("photos"), "--predictions", predictions)
            .succeeded()
            .json();

    assertThat(document.whole("images")).isEqualTo(3);
    assertThat(document.number("top1")).isEqualTo(2 / 3.0);
    assertThat(document.number("top5")).isEqualTo(1);
    assertThat(document.whole("unreadable")).isZero();
    List<String> rows = Files.readAllLines(predictions);
    assertThat(rows).hasSize(4);
    assertThat(rows.getFirst()).isEqualTo("file,class,predicted,rank");
    assertThat(rows.get(1)).isEqualTo("0.png,%1$d,%1$d,1".formatted(predicted.get(0)));
    assertThat(rows.get(3))
        .matches("2.png,%d,%d,[2-5]".formatted((predicted.get(2) + 1) % 5, predicted.get(2)));
    try (java.util.stream.Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(Path::getFileName).map(String::valueOf))
          .containsExactlyInAnyOrder(
              "model.safetensors", "photos", "photos.csv", "predictions.csv");
    }
  }

  @Test
  void of_a_csv_with_splits_the_test_photos_count_alone() throws IOException {
    Path photos = folder.resolve("photos");
    Path csv =
        SmallFiles.text(
            photos.resolve("list.csv"),
            "class,file,split\n%d,0.png,train\n%d,1.png,test\n%d,2.png,val\n"
                .formatted((predicted.get(0) + 1) % 5, predicted.get(1), predicted.get(2)));
    Path page = folder.resolve("report.html");

    JsonDocument document = evaluate(csv, "--report", page).succeeded().json();
    Ran table = Ran.command("evaluate", csv, "--model", model).succeeded();

    assertThat(document.whole("images")).isEqualTo(1);
    assertThat(document.number("top1")).isEqualTo(1);
    assertThat(document.text("split")).isEqualTo("test");
    String sentence =
        "Test photos alone count, 1 of them; 2 more are to learn from or to choose by.";
    assertThat(table.lines().getFirst()).isEqualTo(sentence);
    assertThat(Files.readString(page)).contains(sentence);
    // Without a test, all of them count, as of an archive.
    Files.writeString(csv, Files.readString(csv).replace("test", "train"));
    assertThat(evaluate(csv).succeeded().json().whole("images")).isEqualTo(3);
    assertThat(evaluate(csv).succeeded().json().text("split")).isEqualTo("all");
    evaluate(SmallFiles.text(photos.resolve("a.csv"), "file,class,split\n0.png,0,holdout\n"))
        .refused("a.csv, line 2", "there is no split 'holdout'");
    evaluate(SmallFiles.text(photos.resolve("b.csv"), "file,class,split\n0.png,0,test\n1.png,0,\n"))
        .refused("b.csv, line 3", "give all of them a split, or none");
  }

  @Test
  void the_photos_lie_beside_the_csv_unless_said_otherwise() throws IOException {
    Path csv = Files.copy(csv(), folder.resolve("photos/list.csv"));

    assertThat(evaluate(csv).succeeded().json().whole("images")).isEqualTo(3);
  }

  @Test
  void predictions_are_replaced_only_when_told() throws IOException {
    Path csv = Files.copy(csv(), folder.resolve("photos/list.csv"));
    Path predictions = SmallFiles.text(folder.resolve("old.csv"), "old");

    evaluate(csv, "--predictions", predictions).refused("is there already", "--overwrite");
    assertThat(predictions).hasContent("old");
    evaluate(csv, "--predictions", predictions, "--overwrite").succeeded();

    assertThat(Files.readString(predictions)).startsWith("file,class,predicted,rank\n");
  }

  @Test
  void a_folder_per_class_is_named_by_label_index_or_wordnet_id() throws IOException {
    Path classes = folder.resolve("classes");
    SmallFiles.photo(classes.resolve("red/a.png"), Color.RED);
    SmallFiles.photo(classes.resolve("1/b.png"), Color.GREEN);
    SmallFiles.photo(classes.resolve("n02000002/c.png"), Color.BLUE);
    Path wnids =
        SmallFiles.text(
            folder.resolve("wnids.txt"), "n02000000\nn02000001\nn02000002\nn02000003\nn02000004\n");
    Path predictions = folder.resolve("predictions.csv");

    evaluate(classes).refused("n02000002", "--wnids");
    evaluate(classes, "--wnids", wnids, "--predictions", predictions).succeeded();

    assertThat(Files.readAllLines(predictions).stream().map(row -> row.split(",", 3)))
        .extracting(cells -> cells[0] + " " + cells[1])
        .containsExactly("file class", "1/b.png 1", "n02000002/c.png 2", "red/a.png 0");
  }

  @Test
  void unreadable_photos_are_counted_and_named() throws IOException {
    SmallFiles.text(folder.resolve("photos/broken.jpg"), "no picture");
    Path csv = Files.copy(csv(), folder.resolve("photos/list.csv"));
    Files.writeString(csv, Files.readString(csv) + "0,broken.jpg,x\n1,none.jpg,x\n");

    Ran ran = evaluate(csv);

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err().lines()).hasSize(2);
    assertThat(ran.err()).contains("broken.jpg", "none.jpg: there is no such file");
    JsonDocument document = ran.json();
    assertThat(document.whole("images")).isEqualTo(3);
    assertThat(document.whole("unreadable")).isEqualTo(2);
    assertThat(document.texts("unreadableFiles"))
        .allMatch(file -> file.endsWith("broken.jpg") || file.endsWith("none.jpg"));
    assertThat(document.number("top1")).isEqualTo(2 / 3.0);
  }

  @Test
  void what_is_no_photo_of_a_class_is_said_to_be_left_out() throws IOException {
    Path classes = folder.resolve("classes");
    SmallFiles.photo(classes.resolve("red/a.png"), Color.RED);
    SmallFiles.photo(classes.resolve("lost.png"), Color.RED);
    SmallFiles.text(classes.resolve("red/notes.txt"), "");
    SmallFiles.text(classes.resolve("red/.hidden"), "");

    Ran ran = evaluate(classes);

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.json().whole("images")).isEqualTo(1);
    assertThat(ran.err())
        .contains("notes.txt is no picture and left out.")
        .contains("lost.png is in no folder of a class and left out.");
    assertThat(ran.err().lines()).hasSize(2);
  }

  @Test
  void people_read_percentages() throws IOException {
    Ran ran =
        Ran.command("evaluate", csv(), "--images", folder.resolve("photos"), "--model", model)
            .succeeded();

    assertThat(ran.lines().getFirst())
        .isEqualTo("photos  top-1   top-5   loss  precision  recall     F1    ECE  unreadable");
    assertThat(ran.lines().get(1)).matches(" +3  66\\.7%  100\\.0%  1\\.[0-9]{3} .*% +0");
    assertThat(ran.out()).contains("class ", "mean of the classes", "n01440764");
  }

  @Test
  void what_is_told_of_each_class_adds_up() throws IOException {
    Path page = folder.resolve("report.html");

    JsonDocument document =
        evaluate(csv(), "--images", folder.resolve("photos"), "--report", page).succeeded().json();

    assertThat(document.size("classes")).isEqualTo(5);
    long images = 0;
    for (int i = 0; i < 5; i++) {
      images += document.whole("classes[%d].images".formatted(i));
    }
    assertThat(images).isEqualTo(3);
    assertThat(document.number("macroF1")).isBetween(0.0, 1.0);
    assertThat(document.number("ece")).isBetween(0.0, 1.0);
    assertThat(document.number("loss")).isPositive();
    assertThat(document.text("report")).isEqualTo(page.toString());
    assertThat(Files.readString(page))
        .contains("model.safetensors on photos.csv", "id=\"confusion\"");
    evaluate(csv(), "--images", folder.resolve("photos"), "--report", page)
        .refused("is there already");
  }

  @Test
  void a_wrong_list_is_refused_where_it_is_wrong() throws IOException {
    Path photos = folder.resolve("photos");
    evaluate(SmallFiles.text(photos.resolve("a.csv"), "file,class\n0.png,purple\n"))
        .refused("a.csv, line 2", "no class 'purple'", "index from 0 to 4");
    evaluate(SmallFiles.text(photos.resolve("b.csv"), "file,class\n0.png,5\n"))
        .refused("b.csv, line 2", "'5'");
    evaluate(SmallFiles.text(photos.resolve("c.csv"), "name,class\n0.png,1\n"))
        .refused("c.csv has in its first line the columns 'name' and 'class'", "no column 'file'");
    evaluate(SmallFiles.text(photos.resolve("d.csv"), "file,class\n")).refused("names no photo");
    evaluate(SmallFiles.text(photos.resolve("e.csv"), "")).refused("e.csv");
    evaluate(photos.resolve("0.png")).refused("0.png");
    evaluate(photos).refused("holds no photo in a folder");
    evaluate(photos, "--images", photos).refused("--images is for a CSV");
    evaluate(folder.resolve("none.csv")).refused("there is no such file");
  }

  @Test
  void figures_are_printed_also_where_a_file_cannot_be_written_any_more() throws IOException {
    Path csv = SmallFiles.text(folder.resolve("list.csv"), "file,class\n0.png,0\nnone.png,0\n");
    Path page = folder.resolve("report.html");
    Path list = folder.resolve("predictions.csv");
    List<Object> words = new ArrayList<>(List.of("evaluate", csv, "--model", model));
    words.addAll(List.of("--images", folder.resolve("photos"), "--format", "json"));
    words.addAll(List.of("--report", page, "--predictions", list));

    Ran ran =
        // That a photo cannot be read is said before anything is written.
        Ran.meanwhile(() -> Files.createDirectory(page), words.toArray());

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("none.png", page + " is there already").hasLineCount(2);
    assertThat(ran.json().whole("images")).isEqualTo(1);
    assertThat(ran.json().whole("unreadable")).isEqualTo(1);
    assertThat(ran.json().keys()).contains("top1").doesNotContain("report");
    assertThat(list).content().startsWith("file,class,predicted,rank\n0.png,0,");
  }
}
