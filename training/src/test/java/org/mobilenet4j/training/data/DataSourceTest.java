package org.mobilenet4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DataSourceTest {
  private static final DataOptions OPTIONS = DataOptions.standard(1);

  @TempDir Path folder;

  private DataSplits open(Map<String, byte[]> files) throws IOException {
    return DataSource.open(SmallArchives.folder(folder.resolve("data"), files), OPTIONS);
  }

  private static List<String> names(DataSet set) {
    return IntStream.range(0, set.size())
        .mapToObj(i -> set.name(i).replace('\\', '/'))
        .map(name -> name.substring(name.indexOf('/', name.lastIndexOf("data")) + 1))
        .toList();
  }

  private static List<String> labels(DataSet set) {
    return IntStream.range(0, set.size()).mapToObj(i -> set.labels().get(set.label(i))).toList();
  }

  private static DataSet test(DataSplits splits) {
    return splits.test().orElseThrow();
  }

  @Test
  void a_folder_per_class_is_split_class_by_class() throws IOException {
    DataSplits splits = open(SmallArchives.pictures(20, "cat", "dog"));

    assertThat(splits.train().labels()).containsExactly("cat", "dog");
    assertThat(splits.findings().classes())
        .containsExactly(new ClassCount("cat", 16, 2, 2), new ClassCount("dog", 16, 2, 2));
    assertThat(splits.findings().drawn()).containsOnly(Split.VALIDATION, Split.TEST);
    TreeSet<String> all = new TreeSet<>(names(splits.train()));
    all.addAll(names(splits.validation()));
    all.addAll(names(test(splits)));
    assertThat(all).hasSize(40);
    assertThat(splits.train().picture(0).value(0, 0, 2)).isEqualTo(77);
  }

  @Test
  void the_split_is_a_function_of_the_seed_and_of_each_pictures_place() throws IOException {
    Map<String, byte[]> files = SmallArchives.pictures(30, "cat", "dog");
    DataSplits splits = open(files);
    List<String> before = names(splits.validation());

    assertThat(names(open(files).validation())).isEqualTo(before);
    assertThat(names(DataSource.open(folder.resolve("data"), DataOptions.standard(2)).validation()))
        .isNotEqualTo(before);
    // One picture more moves at most one other.
    files.put("cat/new.png", SmallArchives.png(999));
    List<String> after = new ArrayList<>(names(open(files).validation()));
    after.retainAll(before);
    assertThat(after.size()).isGreaterThanOrEqualTo(before.size() - 1);
  }

  @Test
  void a_class_of_two_pictures_has_one_to_learn_from_and_one_to_validate_with() throws IOException {
    assertThat(open(SmallArchives.pictures(2, "a", "b")).findings().classes())
        .containsExactly(new ClassCount("a", 1, 1, 0), new ClassCount("b", 1, 1, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"validation", "val", "Valid"})
  void given_splits_are_kept(String validation) throws IOException {
    DataSplits splits =
        open(
            SmallArchives.pictures(
                2, "train/a", "train/b", validation + "/a", validation + "/b", "test/b"));

    assertThat(names(splits.train()))
        .containsExactly("train/a/00.png", "train/a/01.png", "train/b/00.png", "train/b/01.png");
    assertThat(labels(splits.validation())).containsExactly("a", "a", "b", "b");
    assertThat(labels(test(splits))).containsExactly("b", "b");
    assertThat(splits.findings().drawn()).isEmpty();
  }

  @Test
  void without_a_validation_folder_its_share_is_drawn_from_training() throws IOException {
    DataSplits splits = open(SmallArchives.pictures(10, "train/a", "train/b", "test/a", "test/b"));

    assertThat(splits.train().size()).isEqualTo(18);
    assertThat(splits.validation().size()).isEqualTo(2);
    assertThat(test(splits).size()).isEqualTo(20);
    assertThat(splits.findings().drawn()).containsOnly(Split.VALIDATION);
    assertThat(splits.verified(0).findings().drawn()).containsOnly(Split.VALIDATION);
  }

  @Test
  void a_folder_around_everything_is_looked_into() throws IOException {
    assertThat(open(SmallArchives.pictures(5, "all/a", "all/b")).train().labels())
        .containsExactly("a", "b");
    assertThat(open(SmallArchives.pictures(5, "x/a", "x/b")).train().labels())
        .containsExactly("all", "x"); // beside the first: now these are the classes
  }

  @Test
  void trains_may_be_a_class() throws IOException {
    DataSplits splits = open(SmallArchives.pictures(5, "bus", "train"));

    assertThat(splits.train().labels()).containsExactly("bus", "train");
  }

  @Test
  void a_folder_a_tar_a_tar_gz_and_a_zip_hold_the_same() throws IOException {
    Map<String, byte[]> files =
        SmallArchives.pictures(
            9, "data/klein", "data/größer und mit einem sehr langen Namen".repeat(3));
    files.put("data/notes.txt", new byte[10]);
    files.put("__MACOSX/data/klein/._00.png", new byte[10]);
    Path tree = SmallArchives.folder(folder.resolve("tree"), files);
    Path tar = Files.write(folder.resolve("a"), SmallArchives.tar(files));
    Path gzip = Files.write(folder.resolve("b"), SmallArchives.gzip(SmallArchives.tar(files)));
    Path zip = Files.write(folder.resolve("c"), SmallArchives.zip(files));
    DataSplits expected = DataSource.open(tree, OPTIONS);

    for (Path archive : List.of(tar, gzip, zip)) {
      DataSplits splits = DataSource.open(archive, OPTIONS);

      assertThat(names(splits.train())).isEqualTo(names(expected.train()));
      assertThat(names(test(splits))).isEqualTo(names(test(expected)));
      assertThat(labels(splits.train())).isEqualTo(labels(expected.train()));
      assertThat(splits.train().picture(3).toByteArray())
          .isEqualTo(expected.train().picture(3).toByteArray());
      assertThat(splits.findings().remarks()).hasSize(1);
    }
    assertThat(DataSource.open(zip, OPTIONS).findings().remarks())
        .containsExactly("data/notes.txt is no picture and left out.");
  }

  @Test
  void a_csv_names_file_class_and_split() throws IOException {
    SmallArchives.folder(folder, SmallArchives.pictures(4, "photos"));
    Path csv =
        Files.writeString(
            folder.resolve("list.csv"),
            "class,file,split\nb,photos/00.png,train\na,photos/01.png,train\na,photos/02.png,val\nb,photos/03.png,test\n");

    DataSplits splits = DataSource.open(csv, OPTIONS);

    assertThat(labels(splits.train())).containsExactly("b", "a");
    assertThat(splits.validation().size()).isEqualTo(1);
    assertThat(test(splits).picture(0).height()).isEqualTo(1);
  }

  @Test
  void the_pictures_of_a_csv_may_lie_elsewhere_and_be_split_by_us() throws IOException {
    Path images = SmallArchives.folder(folder.resolve("images"), SmallArchives.pictures(8, "x"));
    StringBuilder rows = new StringBuilder("file,class\n");
    for (int i = 0; i < 8; i++) {
      rows.append("x/%02d.png,%s\n".formatted(i, i % 2 == 0 ? "even" : "odd"));
    }
    Path csv = Files.writeString(folder.resolve("list.csv"), rows);

    DataSplits splits = DataSource.open(csv, OPTIONS.withImages(images).withShares(0.25, 0));

    assertThat(splits.train().size()).isEqualTo(6);
    assertThat(splits.test()).isEmpty();
    assertThat(splits.verified(2).findings().unreadable()).isEmpty();
  }

  @Test
  void a_smaller_validation_share_is_a_part_of_a_larger_one() throws IOException {
    Path pictures = SmallArchives.folder(folder, SmallArchives.pictures(40, "train/a", "train/b"));

    List<String> few = heldBack(DataSource.open(pictures, OPTIONS.withShares(0.1, 0)));
    List<String> many = heldBack(DataSource.open(pictures, OPTIONS.withShares(0.4, 0)));

    assertThat(few).hasSize(8);
    assertThat(many).hasSize(32).containsAll(few);
  }

  @Test
  void the_split_of_a_csv_is_the_same_however_its_path_is_written() throws IOException {
    Path images = SmallArchives.folder(folder.resolve("images"), SmallArchives.pictures(40, "x"));
    StringBuilder rows = new StringBuilder("file,class\n");
    for (int i = 0; i < 40; i++) {
      rows.append("x/%02d.png,%s\n".formatted(i, i % 2 == 0 ? "even" : "odd"));
    }
    Path csv = Files.writeString(images.resolve("list.csv"), rows);
    Path here = Path.of("").toAbsolutePath();
    Path relative = here.relativize(csv.toAbsolutePath());
    Path moved = folder.resolve("moved");

    List<String> first = chosen(DataSource.open(csv, OPTIONS));
    List<String> second = chosen(DataSource.open(relative, OPTIONS));
    List<String> third = chosen(DataSource.open(Path.of(".").resolve(relative), OPTIONS));
    List<String> fourth = chosen(DataSource.open(csv, OPTIONS.withImages(images)));
    Files.move(images, moved);
    List<String> fifth = chosen(DataSource.open(moved.resolve("list.csv"), OPTIONS));

    assertThat(first).hasSize(8);
    assertThat(List.of(second, third, fourth, fifth)).containsOnly(first);
  }

  private static List<String> heldBack(DataSplits splits) {
    DataSet set = splits.validation();
    return IntStream.range(0, set.size()).mapToObj(set::name).toList();
  }

  /** The names of the files to choose and to judge by. */
  private static List<String> chosen(DataSplits splits) {
    List<String> names = new ArrayList<>();
    for (DataSet set : List.of(splits.validation(), test(splits))) {
      for (int i = 0; i < set.size(); i++) {
        names.add(String.valueOf(Path.of(set.name(i)).getFileName()));
      }
    }
    return names;
  }

  @Test
  void the_same_bytes_in_two_splits_are_reported() throws IOException {
    Map<String, byte[]> files = SmallArchives.pictures(3, "train/a", "train/b", "val/a", "test/b");
    files.put("val/a/01.png", files.getOrDefault("train/b/02.png", new byte[0]));
    files.put("test/b/00.png", files.getOrDefault("val/a/00.png", new byte[0]));
    files.put("train/a/02.png", files.getOrDefault("train/a/01.png", new byte[0])); // within one

    DataFindings findings = open(files).findings();

    assertThat(findings.duplicates())
        .extracting(one -> one.first().substring(one.first().length() - 14))
        .containsExactly("train/b/02.png", "a/val/a/00.png");
    assertThat(findings.duplicates())
        .extracting(one -> one.second().substring(one.second().length() - 13))
        .containsExactly("/val/a/01.png", "test/b/00.png");
  }

  @Test
  void unreadable_pictures_are_counted_named_and_left_out() throws IOException {
    Map<String, byte[]> files = SmallArchives.pictures(4, "train/a", "train/b", "val/a", "val/b");
    files.put("train/a/01.png", new byte[] {1, 2, 3});
    files.put("val/b/03.png", new byte[0]);
    DataSplits opened = open(files);

    for (int threads = 0; threads < 3; threads++) {
      DataSplits verified = opened.cached(1000).verified(threads);

      assertThat(verified.train().size()).isEqualTo(7);
      assertThat(names(verified.validation())).doesNotContain("val/b/03.png").hasSize(7);
      assertThat(verified.findings().unreadable())
          .extracting(one -> Path.of(one.name()).getFileName().toString())
          .containsExactly("01.png", "03.png");
      assertThat(verified.findings().unreadable().getFirst().reason())
          .contains("01.png: not a picture this program reads");
      assertThat(verified.findings().classes())
          .containsExactly(new ClassCount("a", 3, 4, 0), new ClassCount("b", 4, 3, 0));
    }
  }

  @Test
  void imbalance_is_shown() throws IOException {
    Map<String, byte[]> files = SmallArchives.pictures(6, "train/a", "val/a");
    files.putAll(SmallArchives.pictures(2, "train/b"));
    DataFindings findings = open(files).findings();

    assertThat(findings.imbalance()).isEqualTo(3);
  }

  @Test
  void loose_pictures_are_left_out_with_a_remark() throws IOException {
    Map<String, byte[]> files = SmallArchives.pictures(3, "a", "b");
    files.put("cover.png", SmallArchives.png(500));

    assertThat(open(files).findings().remarks())
        .singleElement()
        .asString()
        .endsWith("cover.png is in no folder of a class and left out.");
  }

  @Test
  void mistakes_are_told_in_one_sentence() throws IOException {
    assertRefused(SmallArchives.pictures(3, "only"), "pictures of one class only ('only')");
    assertRefused(Map.of("a.png", SmallArchives.png(1)), "holds no photo in a folder; expected");
    assertRefused(Map.of("a/readme.txt", new byte[3]), "holds no photo in a folder; expected");
    assertRefused(SmallArchives.pictures(2, "val/a", "test/a", "val/b"), "nothing to learn from");
    assertRefused(
        SmallArchives.pictures(2, "train/a", "train/b", "val/c"),
        "class 'c' has no picture to learn from");
    Map<String, byte[]> broken = SmallArchives.pictures(2, "train/a", "train/b", "val/a");
    broken.put("train/a/00.png", new byte[1]);
    broken.put("train/a/01.png", new byte[1]);
    assertThatThrownBy(() -> fresh(broken).verified(1))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("2 of 6 pictures cannot be read (the first: ")
        .hasMessageContaining(
            "a/00.png: not a picture this program reads (first bytes 00); expected JPEG, PNG, WebP, BMP, GIF or TIFF): class 'a' has no picture to learn from;");
    assertThatThrownBy(() -> DataSource.open(folder.resolve("missing"), OPTIONS))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("there is no such file or folder");
  }

  private void assertRefused(Map<String, byte[]> files, String sentence) {
    assertThatThrownBy(() -> fresh(files))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(sentence);
  }

  private DataSplits fresh(Map<String, byte[]> files) throws IOException {
    return DataSource.open(
        SmallArchives.folder(Files.createTempDirectory(folder, "data"), files), OPTIONS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file,class\n",
        "file\na.png\n",
        "file,class\na.png,\n",
        "file,class,split\na.png,x,holdout\n",
        "file,class,split\na.png,x,train\nb.png,y,\n",
        "\u0000\u0001\u0002",
        ""
      })
  void a_csv_that_is_none_is_refused(String text) throws IOException {
    Path csv = Files.writeString(folder.resolve("list.csv"), text);

    assertThatThrownBy(() -> DataSource.open(csv, OPTIONS))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("list.csv")
        .hasMessageContaining(";");
  }

  @Test
  void links_in_folders_are_followed_and_loops_refused() throws IOException {
    Path data = SmallArchives.folder(folder.resolve("data"), SmallArchives.pictures(3, "a", "b"));
    Files.createSymbolicLink(data.resolve("c"), data.resolve("b"));
    assertThat(DataSource.open(data, OPTIONS).train().labels()).containsExactly("a", "b", "c");
    Files.createSymbolicLink(data.resolve("a/loop"), data);

    assertThatThrownBy(() -> DataSource.open(data, OPTIONS))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a/loop cannot be read (a link leads back to a folder around it)");
  }

  @Test
  void a_link_that_leads_nowhere_is_left_out_as_such() throws IOException {
    Path data = SmallArchives.folder(folder.resolve("data"), SmallArchives.pictures(3, "a", "b"));
    Files.createSymbolicLink(data.resolve("a/gone.png"), data.resolve("none.png"));

    assertThat(DataSource.open(data, OPTIONS).findings().remarks())
        .containsExactly(
            data.resolve("a/gone.png") + " is a link that leads nowhere and left out.");
  }

  @Test
  void what_may_not_be_read_is_named_itself_and_not_the_folder_around_it() {
    Path data = Path.of("photos");

    assertThat(DataException.unreadable(data, "photos", new AccessDeniedException("photos/dress")))
        .hasMessage("photos/dress cannot be read (access is denied); expected photos.");
    assertThat(DataException.unreadable(data, "photos", new IOException("the disk is broken")))
        .hasMessage("photos cannot be read (the disk is broken); expected photos.");
  }

  @Test
  void shares_that_leave_nothing_are_refused() {
    assertThatThrownBy(() -> OPTIONS.withShares(0.5, 0.5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(OPTIONS.images()).isEqualTo(Optional.empty());
  }
}
