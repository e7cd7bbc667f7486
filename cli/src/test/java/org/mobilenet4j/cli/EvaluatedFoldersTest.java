package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder and an archive of it are evaluated alike, and need not be such as one learns from. */
final class EvaluatedFoldersTest {
  @TempDir private Path folder;
  private Path model = Path.of("");

  @BeforeEach
  void makeModel() {
    model = SmallFiles.model(folder.resolve("model.safetensors"));
  }

  private Ran evaluate(Path source, Object... more) {
    List<Object> words = new ArrayList<>(List.of("evaluate", source, "--model", model));
    words.addAll(List.of(more));
    return Ran.command(words.toArray());
  }

  private List<Path> bothWays(String name) throws IOException {
    Path photos = folder.resolve(name);
    return List.of(photos, DrawnFolders.zip(photos, folder.resolve(name + ".zip")));
  }

  @Test
  void of_a_folder_with_a_test_that_alone_counts_and_it_says_so() throws IOException {
    DrawnFolders.folders(folder.resolve("photos/train"), 3);
    DrawnFolders.folders(folder.resolve("photos/val"), 1);
    SmallFiles.photo(folder.resolve("photos/test/red/a.png"), Color.PINK);
    SmallFiles.photo(folder.resolve("photos/test/blue/b.png"), Color.CYAN);
    String sentence =
        "Test photos alone count, 2 of them; 12 more are to learn from or to choose by.";

    for (Path source : bothWays("photos")) {
      Path page = folder.resolve(source.getFileName() + ".html");
      Path predictions = folder.resolve(source.getFileName() + ".csv");

      Ran table = evaluate(source, "--report", page, "--predictions", predictions).succeeded();
      JsonDocument document = evaluate(source, "--format", "json").succeeded().json();

      assertThat(table.lines().getFirst()).isEqualTo(sentence);
      assertThat(Files.readString(page)).contains(sentence);
      assertThat(document.whole("images")).isEqualTo(2);
      assertThat(document.text("split")).isEqualTo("test");
      assertThat(Files.readAllLines(predictions).get(1)).contains("test/blue/b.png,2,");
    }
  }

  @Test
  void what_only_training_needs_is_not_asked_for() throws IOException {
    SmallFiles.photo(folder.resolve("one/red/a.png"), Color.RED);
    DrawnFolders.folders(folder.resolve("each"), 1);
    DrawnFolders.folders(folder.resolve("untaught/val"), 1);
    DrawnFolders.folders(folder.resolve("untaught/test"), 2);
    DrawnFolders.folders(folder.resolve("new/train"), 1);
    SmallFiles.photo(folder.resolve("new/test/n01440764/a.png"), Color.GRAY);

    assertEvaluated("one", 1, "all");
    assertEvaluated("each", 3, "all");
    assertEvaluated("untaught", 6, "test");
    assertEvaluated("new", 1, "test");
  }

  private void assertEvaluated(String name, int images, String split) throws IOException {
    for (Path source : bothWays(name)) {
      JsonDocument document = evaluate(source, "--format", "json").succeeded().json();

      assertThat(document.whole("images")).as("%s", source).isEqualTo(images);
      assertThat(document.text("split")).as("%s", source).isEqualTo(split);
    }
  }

  @Test
  void what_is_left_out_stands_in_the_report_too() throws IOException {
    SmallFiles.photo(folder.resolve("photos/red/a.png"), Color.RED);
    SmallFiles.text(folder.resolve("photos/red/broken.png"), "no picture");
    SmallFiles.text(folder.resolve("photos/red/b.heic"), "");
    SmallFiles.text(folder.resolve("photos/blue/c.heic"), "");

    for (Path source : bothWays("photos")) {
      Path page = folder.resolve(source.getFileName() + ".html");

      Ran ran = evaluate(source, "--report", page);

      assertThat(ran.exitCode()).isEqualTo(2); // one cannot be read
      String report = Files.readString(page);
      for (String part :
          List.of("c.heic and 1 more are left out, each being no picture.", "broken.png: ")) {
        assertThat(ran.err()).contains(part);
        assertThat(report).contains(part);
      }
      assertThat(ran.err()).contains("The folder of class 'blue' holds no photo that is read.");
      assertThat(report).contains("holds no photo that is read.");
    }
  }

  @Test
  void a_class_that_the_model_does_not_know_is_refused_in_one_sentence() throws IOException {
    SmallFiles.photo(folder.resolve("photos/purple/a.png"), Color.MAGENTA);
    SmallFiles.text(folder.resolve("photos/purple/notes.txt"), "");

    for (Path source : bothWays("photos")) {
      evaluate(source).refused(source.toString(), "no class 'purple'", "index from 0 to 4");
      evaluate(source, "--images", folder).refused("--images is for a CSV");
    }
  }

  @Test
  void photos_stay_as_they_are_stored_when_told() throws IOException {
    Path photo = SmallFiles.photo(folder.resolve("photos/red/a.jpg"), Color.RED);
    Files.write(photo, turned(Files.readAllBytes(photo)));

    List<Double> losses = new ArrayList<>();
    for (Path source : bothWays("photos")) {
      losses.add(loss(evaluate(source, "--format", "json")));
      losses.add(loss(evaluate(source, "--format", "json", "--ignore-orientation")));
    }

    assertThat(losses.get(0)).isEqualTo(losses.get(2)).isNotEqualTo(losses.get(1));
    assertThat(losses.get(1)).isEqualTo(losses.get(3));
  }

  private static double loss(Ran ran) {
    return ran.succeeded().json().number("loss");
  }

  /** A JPEG as a camera on its side writes it: Exif with the orientation 6, a quarter turn. */
  private static byte[] turned(byte[] jpeg) {
    byte[] exif = {
      (byte) 0xFF,
      (byte) 0xE1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0, // marker, length, name
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8, // big-endian, where the directory begins
      0,
      1,
      0x01,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      6,
      0,
      0, // one entry: orientation, a short, 6
      0,
      0,
      0,
      0 // no directory more
    };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.writeBytes(exif);
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }
}
