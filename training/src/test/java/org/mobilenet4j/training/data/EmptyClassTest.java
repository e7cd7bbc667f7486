package org.mobilenet4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A class is never lost in silence, and what is no class is not taken for one. */
final class EmptyClassTest {
  private static final DataOptions OPTIONS = DataOptions.standard(1);

  @TempDir Path folder;

  /** The same files, unpacked and in archives, which may have entries for folders. */
  private List<Path> sources(Map<String, byte[]> files, String... folders) throws IOException {
    Path data = SmallArchives.folder(folder.resolve("data"), files);
    for (String each : folders) {
      Files.createDirectories(data.resolve(each));
      files.put(each + "/", new byte[0]);
    }
    return List.of(
        data,
        Files.write(folder.resolve("a.zip"), SmallArchives.zip(files)),
        Files.write(folder.resolve("a.tar"), SmallArchives.tar(files)));
  }

  private static void assertRefused(Path source, String label) {
    assertThatThrownBy(() -> DataSource.open(source, OPTIONS))
        .as("%s", source)
        .isInstanceOf(DataException.class)
        .hasMessage(
            "%s: the folder of class '%s' holds no photo that is read (jpg, png, webp, bmp, gif, tif); add some, or remove the folder."
                .formatted(source, label));
  }

  @Test
  void a_class_with_nothing_in_its_folder_is_refused() throws IOException {
    for (Path source : sources(SmallArchives.pictures(3, "a", "b"), "c")) {
      assertRefused(source, "c");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"c/photo.heic", "c/photo.avif", "c/notes.txt", "c/more/notes.txt"})
  void a_class_without_a_picture_is_refused_whatever_else_its_folder_holds(String other)
      throws IOException {
    Map<String, byte[]> files = SmallArchives.pictures(3, "a", "b");
    files.put(other, new byte[9]);

    // Without entries for folders first: many archives have none.
    for (Path source : sources(files)) {
      assertRefused(source, "c");
    }
    for (Path source : sources(files, "c")) {
      assertRefused(source, "c");
    }
  }

  @Test
  void a_class_without_a_picture_is_refused_within_splits_too() throws IOException {
    Map<String, byte[]> files = SmallArchives.pictures(3, "train/a", "train/b", "val/a", "spare/c");
    files.put("train/c/photo.heic", new byte[9]);

    for (Path source : sources(files)) {
      assertRefused(source, "c");
    }
  }

  @Test
  void a_class_may_be_missing_in_a_split() throws IOException {
    Map<String, byte[]> files = SmallArchives.pictures(3, "train/a", "train/b", "val/a", "test/a");
    files.put("val/b/notes.txt", new byte[9]);

    for (Path source : sources(files, "test/b")) {
      assertThat(DataSource.open(source, OPTIONS).train().labels()).containsExactly("a", "b");
    }
  }

  @Test
  void folders_where_no_class_lies_are_no_classes() throws IOException {
    Map<String, byte[]> files = SmallArchives.pictures(3, "all/a", "all/b");
    files.put("all/a/notes/of/today.txt", new byte[9]);
    files.put("docs/guide/index.html", new byte[9]);
    files.put("__MACOSX/all/a/._00.png", new byte[9]);
    files.put(".cache/c/x.txt", new byte[9]);

    for (Path source : sources(files, "__MACOSX/all", "docs/empty")) {
      assertThat(DataSource.open(source, OPTIONS).train().labels())
          .as("%s", source)
          .containsExactly("a", "b");
    }
  }
}
