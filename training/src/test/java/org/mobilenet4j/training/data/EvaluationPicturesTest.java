package org.mobilenet4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures to judge a model by need not be such that one could learn from them. */
final class EvaluationPicturesTest {
  private static final DataOptions OPTIONS = DataOptions.standard(1);

  @TempDir Path folder;

  private List<EvaluationPictures> opened(Map<String, byte[]> files) throws IOException {
    Path data = Files.createTempDirectory(folder, "data");
    SmallArchives.folder(data, files);
    Path zip = Files.write(folder.resolve("a.zip"), SmallArchives.zip(files));
    return List.of(
        DataSource.openToEvaluate(data, OPTIONS), DataSource.openToEvaluate(zip, OPTIONS));
  }

  private void assertOpened(Map<String, byte[]> files, int others, String... labels)
      throws IOException {
    for (EvaluationPictures found : opened(files)) {
      DataSet pictures = found.pictures();
      assertThat(IntStream.range(0, pictures.size()).mapToObj(pictures::label))
          .extracting(pictures.labels()::get)
          .containsExactly(labels);
      assertThat(found.others()).isEqualTo(others);
      assertThat(found.remarks()).isEmpty();
    }
  }

  @Test
  void one_class_will_do() throws IOException {
    assertOpened(SmallArchives.pictures(2, "a"), 0, "a", "a");
    assertOpened(SmallArchives.pictures(2, "photos/a"), 0, "a", "a");
    assertOpened(SmallArchives.pictures(2, "test/a"), 0, "a", "a");
  }

  @Test
  void one_picture_a_class_will_do() throws IOException {
    assertOpened(SmallArchives.pictures(1, "a", "b"), 0, "a", "b");
    assertOpened(SmallArchives.pictures(1, "a"), 0, "a");
  }

  @Test
  void there_need_be_nothing_to_learn_from() throws IOException {
    assertOpened(
        SmallArchives.pictures(2, "val/a", "val/b", "test/b", "test/c"), 4, "b", "b", "c", "c");
    assertOpened(SmallArchives.pictures(1, "test/a", "test/b"), 0, "a", "b");
  }

  @Test
  void a_class_may_be_in_the_test_alone() throws IOException {
    assertOpened(SmallArchives.pictures(1, "train/a", "train/b", "test/a", "test/c"), 2, "a", "c");
  }

  @Test
  void without_a_test_all_of_them_count() throws IOException {
    assertOpened(SmallArchives.pictures(1, "train/a", "train/b", "val/b"), 0, "a", "b", "b");
  }

  @Test
  void of_a_list_the_test_rows_count() throws IOException {
    SmallArchives.folder(folder, SmallArchives.pictures(2, "x"));
    Path csv =
        Files.writeString(
            folder.resolve("list.csv"), "file,class,split\nx/00.png,a,val\nx/01.png,b,test\n");

    EvaluationPictures found = DataSource.openToEvaluate(csv, OPTIONS);

    assertThat(found.pictures().labels()).containsExactly("b");
    assertThat(found.pictures().picture(0).height()).isEqualTo(1);
    assertThat(found.others()).isEqualTo(1);
  }

  @Test
  void what_is_left_out_is_remarked() throws IOException {
    Map<String, byte[]> files = SmallArchives.pictures(1, "a");
    files.put("b/photo.heic", new byte[9]);
    files.put("c/photo.heic", new byte[9]);
    files.put("cover.png", SmallArchives.png(7));

    for (EvaluationPictures found : opened(files)) {
      assertThat(found.pictures().size()).isEqualTo(1);
      assertThat(found.remarks()).hasSize(3);
      assertThat(found.remarks().get(0))
          .endsWith("b/photo.heic and 1 more are left out, each being no picture.");
      assertThat(found.remarks().get(1))
          .endsWith("cover.png is in no folder of a class and left out.");
      assertThat(found.remarks().get(2))
          .isEqualTo("The folders of class 'b' and of 1 more hold no photo that is read.");
    }
    files.remove("c/photo.heic");
    for (EvaluationPictures found : opened(files)) {
      assertThat(found.remarks()).contains("The folder of class 'b' holds no photo that is read.");
    }
  }

  @Test
  void without_any_picture_it_is_refused() {
    assertThatThrownBy(() -> opened(Map.of("a/notes.txt", new byte[9])))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds no photo in a folder; expected");
  }
}
