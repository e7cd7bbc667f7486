package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of one command that are one file, and what is said of them before anything is read. */
final class DistinctFilesTest {
  @TempDir private Path folder;

  @BeforeEach
  void make() throws IOException {
    Files.createDirectories(folder.resolve("photos"));
    Files.createSymbolicLink(folder.resolve("linked"), folder.resolve("photos"));
  }

  private void refused(Path first, Path second) {
    DistinctFiles files = new DistinctFiles();
    files.writes("the first", first);
    assertThatExceptionOfType(InputException.class)
        .as("%s and %s", first, second)
        .isThrownBy(() -> files.writes("the second", second))
        .withMessage(
            second
                + " cannot be both the first and the second; choose another name for one of them.");
  }

  @Test
  void a_file_is_known_however_it_is_spelled() {
    refused(folder.resolve("a"), folder.resolve("a"));
    refused(folder.resolve("a"), folder.resolve("./photos/../a"));
    refused(folder.resolve("a"), folder.resolve("linked/../a"));
    refused(Path.of("a"), Path.of("").toAbsolutePath().resolve("a"));
    refused(Path.of("a"), Path.of("./a"));
    refused(folder.resolve("none/there/a"), folder.resolve("none/./there/a"));
  }

  @Test
  void a_file_is_known_through_links() throws IOException {
    Path file = Files.createFile(folder.resolve("photos/a"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("photos/a"));
    Path ahead = Files.createSymbolicLink(folder.resolve("ahead"), Path.of("photos/later"));
    Path round = folder.resolve("round");
    Files.createSymbolicLink(round, round);

    refused(file, link);
    refused(file, folder.resolve("linked/a"));
    refused(folder.resolve("photos/none"), folder.resolve("linked/none"));
    refused(folder.resolve("photos/later"), ahead); // a link to what is not there yet
    refused(round, round);
  }

  @Test
  void other_files_are_no_matter() throws IOException {
    DistinctFiles files = new DistinctFiles();
    files.reads("a source", folder.resolve("photos"));
    files.reads("another", folder.resolve("photos"));
    files.writes("the first", folder.resolve("photos/a"));
    files.writes("the second", folder.resolve("a"));

    assertThatNoException().isThrownBy(() -> files.writes("the third", folder.resolve("b")));
  }

  @Test
  void a_training_is_refused_before_it_reads_anything() throws IOException {
    Path known = SmallFiles.model(folder.resolve("known.safetensors"));
    Path model = folder.resolve("model.safetensors");
    Path none = folder.resolve("none"); // there are no such photos: names come first
    Object[] train = {"train", "--data", none, "--overwrite", "--output"};

    Ran.command(words(train, model, "--report", folder.resolve("photos/../model.safetensors")))
        .refused("cannot be both the model to write (--output) and the report (--report)");
    Ran.command(words(train, model, "--report", model + ".checkpoint"))
        .refused("cannot be both the report (--report) and the checkpoint of the run");
    Ran.command(words(train, known, "--from", known))
        .refused(
            "known.safetensors is the model to begin with (--from), which must stay as it is, and cannot become the model to write (--output) as well");
    Ran.command(words(train, known, "--teacher", folder.resolve("linked/../known.safetensors")))
        .refused("the teacher (--teacher)", "the model to write (--output)");
    Ran.command(words(train, model, "--from", known, "--report", known))
        .refused("the model to begin with (--from)", "the report (--report)");
    Ran.command(words(train, none)).refused("the data (--data)", "the model to write (--output)");
    Ran.command(
            words(
                train, folder.resolve("own.table"), "--architecture", folder.resolve("own.table")))
        .refused("the table of the network (--architecture)");

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(Path::getFileName).map(String::valueOf))
          .containsExactlyInAnyOrder("known.safetensors", "linked", "photos");
    }
  }

  @Test
  void an_evaluation_is_refused_before_it_reads_anything() throws IOException {
    Path known = SmallFiles.model(folder.resolve("known.safetensors"));
    Path list = SmallFiles.text(folder.resolve("list.csv"), "file,class\na.png,0\n");
    Path result = folder.resolve("result");
    Object[] evaluate = {"evaluate", list, "--model", known, "--overwrite"};

    Ran.command(words(evaluate, "--predictions", result, "--report", result))
        .refused("cannot be both the predictions (--predictions) and the report (--report)");
    Ran.command(words(evaluate, "--predictions", list))
        .refused("list.csv is what is evaluated", "cannot become the predictions (--predictions)");
    Ran.command(words(evaluate, "--report", known)).refused("the model (--model)");
    Ran.command(words(evaluate, "--wnids", result, "--report", result))
        .refused("the list of WordNet ids (--wnids)");

    assertThat(list).hasContent("file,class\na.png,0\n");
  }

  @Test
  void an_import_does_not_replace_what_it_is_made_of() throws IOException {
    Path known = SmallFiles.model(folder.resolve("known.safetensors"));
    byte[] before = Files.readAllBytes(known);
    Path labels = SmallFiles.text(folder.resolve("labels.txt"), "hat\ncap\n");
    Path table = SmallFiles.text(folder.resolve("own.table"), "a table");
    Object[] taken = {"import", known, "--architecture", "mobilenet-v1", "--overwrite", "--output"};

    Ran.command(words(taken, known))
        .refused("known.safetensors is the file of the weights", "the model (--output)");
    Ran.command(words(taken, labels, "--labels", labels))
        .refused("labels.txt is the file of the labels (--labels)", "the model (--output)");
    Ran.command("import", known, "--architecture", table, "--overwrite", "--output", table)
        .refused("own.table is the table of the network (--architecture)", "the model (--output)");

    assertThat(known).hasBinaryContent(before);
    assertThat(labels).hasContent("hat\ncap\n");
    assertThat(table).hasContent("a table");
  }

  @Test
  void photos_that_are_read_are_not_replaced_and_what_is_new_may_lie_beside_them()
      throws IOException {
    Path photos = folder.resolve("photos");
    Path own = SmallFiles.text(photos.resolve("hat/a.jpg"), "a photo");
    Path elsewhere = SmallFiles.text(folder.resolve("elsewhere/b.jpg"), "a photo");
    Path linked = Files.createSymbolicLink(photos.resolve("hat/b.jpg"), elsewhere);
    Path inLinkedFolder = SmallFiles.text(folder.resolve("caps/c.jpg"), "a photo");
    Files.createSymbolicLink(photos.resolve("cap"), folder.resolve("caps"));
    Path known = SmallFiles.model(folder.resolve("known.safetensors"));
    Path list = SmallFiles.text(folder.resolve("list.csv"), "file,class\nhat/a.jpg,0\n");
    Path model = folder.resolve("model.safetensors");

    for (Path photo : List.of(own, elsewhere, linked, inLinkedFolder)) {
      for (Object overwrite : List.of("--overwrite", "--seed=1")) {
        Ran.command("train", "--data", photos, "--output", photo, overwrite)
            .refused(photo + " belongs to the data (--data), which must stay as it is");
        Ran.command("train", "--data", photos, "--output", model, "--report", photo, overwrite)
            .refused("cannot become the report (--report); choose another name");
        Ran.command("preview", "--data", photos, "--output", photo, overwrite)
            .refused("belongs to the data (--data)", "the sheet (--output)");
      }
      Ran.command("evaluate", photos, "--model", known, "--report", photo, "--overwrite")
          .refused(photo + " belongs to what is evaluated", "the report (--report)");
      assertThat(photo).hasContent("a photo");
    }
    Ran.command("evaluate", list, "--images", photos, "--model", known, "--report", own)
        .refused("belongs to what is evaluated");
    Ran.command("train", "--data", list, "--images", linked(), "--output", own, "--overwrite")
        .refused("belongs to the data (--data)");

    ReadPhotos read = new ReadPhotos("photos", photos, Optional.empty());
    ReadPhotos listed = new ReadPhotos("a list", list, Optional.of(photos));
    Path stored = SmallFiles.text(folder.resolve("store/4711"), "a photo");
    Files.createSymbolicLink(photos.resolve("hat/d.jpg"), stored);
    assertThat(read.has(stored)).isTrue();
    Path before = SmallFiles.text(photos.resolve("model.safetensors"), "a model of before");
    assertThat(read.has(before)).isFalse();
    assertThat(read.has(photos.resolve("hat/new.jpg"))).isFalse();
    assertThat(read.has(list)).isFalse();
    assertThat(listed.has(elsewhere)).isFalse();
  }

  private Path linked() {
    return folder.resolve("linked");
  }

  private static Object[] words(Object[] first, Object... more) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray();
  }
}
