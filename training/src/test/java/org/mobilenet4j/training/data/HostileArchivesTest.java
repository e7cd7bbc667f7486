package org.mobilenet4j.training.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostileArchivesTest {
  private static final DataOptions OPTIONS = DataOptions.standard(1).withMaxArchiveBytes(1 << 20);
  private static final Map<String, byte[]> GOOD = SmallArchives.pictures(4, "a", "b");

  @TempDir Path folder;

  private DataSplits open(byte[] archive) throws IOException {
    return DataSource.open(Files.write(folder.resolve("archive"), archive), OPTIONS);
  }

  private void assertRefused(byte[] archive, String sentence) {
    assertThatThrownBy(() -> open(archive))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("archive")
        .hasMessageContaining(sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a/x.png", "a/../../x.png", "/a/x.png", "C:/a/x.png", "..\\a\\x.png"})
  void names_that_lead_elsewhere_are_refused(String name) throws IOException {
    Map<String, byte[]> files = SmallArchives.pictures(4, "a", "b");
    files.put(name, SmallArchives.png(1));

    assertRefused(SmallArchives.tar(files), "leads out of the archive");
    assertRefused(SmallArchives.zip(files), "leads out of the archive");
  }

  @Test
  void names_with_a_control_character_are_refused_and_shown_without_it() throws IOException {
    Map<String, byte[]> files = SmallArchives.pictures(4, "a", "b");
    files.put("a/b\n.png", SmallArchives.png(1));

    String sentence = "has an entry 'a/b?.png', whose name holds a control character, shown as ?;";
    assertRefused(SmallArchives.tar(files), sentence);
    assertRefused(SmallArchives.zip(files), sentence);
  }

  @ParameterizedTest
  @ValueSource(
      bytes = {
        TarConstants.LF_SYMLINK,
        TarConstants.LF_LINK,
        TarConstants.LF_FIFO,
        TarConstants.LF_CHR
      })
  void links_and_devices_in_a_tar_are_left_out_with_a_remark(byte kind) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry("a/link.png", kind);
    entry.setLinkName("/etc/passwd");

    DataSplits splits = open(SmallArchives.tarWith(GOOD, entry));

    assertThat(splits.findings().remarks())
        .containsExactly("a/link.png is a link or device and left out.");
    assertThat(splits.findings().classes().getFirst().train()).isEqualTo(2);
  }

  @Test
  void links_in_a_zip_are_left_out_with_a_remark() throws IOException {
    assertThat(open(SmallArchives.zip(GOOD, "a/x.png", "b/y.png")).findings().remarks())
        .containsExactly("a/x.png and 1 more are left out, each being a link or device.");
  }

  @Test
  void an_archive_larger_than_memory_allows_is_refused() throws IOException {
    Map<String, byte[]> bomb = SmallArchives.pictures(2, "a", "b");
    bomb.put("a/bomb.png", new byte[3 << 20]);

    assertRefused(SmallArchives.zip(bomb), "more than the 1 MB that may be kept in memory");
    assertRefused(SmallArchives.tar(bomb), "more than the 1 MB that may be kept in memory");
    assertRefused(
        SmallArchives.gzip(SmallArchives.tar(bomb)), "more than the 1 MB that may be kept");
  }

  @Test
  void a_bomb_of_what_is_no_picture_is_a_bomb_too() throws IOException {
    Map<String, byte[]> bomb = SmallArchives.pictures(2, "a", "b");
    bomb.put("a/bomb.bin", new byte[6 << 20]);

    assertRefused(SmallArchives.gzip(SmallArchives.tar(bomb)), "more than the 1 MB");
    assertThat(open(SmallArchives.zip(bomb)).findings().remarks()) // never unpacked
        .containsExactly("a/bomb.bin is no picture and left out.");
  }

  @Test
  void archives_within_archives_are_not_opened() throws IOException {
    Map<String, byte[]> nested = SmallArchives.pictures(4, "a", "b");
    nested.put("a/inner.zip", SmallArchives.zip(GOOD));

    assertThat(open(SmallArchives.zip(nested)).findings().remarks())
        .containsExactly("a/inner.zip is no picture and left out.");
  }

  @Test
  void archives_of_something_else_are_refused() throws IOException {
    assertRefused(SmallArchives.gzip(new byte[1000]), "is gzipped, but there is no tar in it");
    assertRefused(SmallArchives.gzip(new byte[0]), "is gzipped, but there is no tar in it");
    assertRefused(SmallArchives.zip(Map.of("a.txt", new byte[1])), "holds no photo in a folder");
    assertRefused(SmallArchives.zip(Map.of()), "holds no photo in a folder");
    assertRefused(SmallArchives.tar(Map.of("a.txt", new byte[1])), "holds no photo in a folder");
    assertRefused(new byte[2000], "expected a folder, an archive");
  }

  @Test
  void a_tar_that_was_cut_between_two_entries_is_read_with_a_remark() throws IOException {
    byte[] whole = SmallArchives.tar(GOOD);
    int entry = 1024; // a header and a block of content

    for (int entries : new int[] {7, 8}) {
      byte[] cut = Arrays.copyOf(whole, entries * entry);
      for (byte[] archive : List.of(cut, SmallArchives.gzip(cut))) {
        assertThat(open(archive).findings().remarks())
            .singleElement()
            .asString()
            .endsWith(
                "archive ends without the blocks of zeros that a tar ends with; is it complete?");
      }
    }
    // Some programs write one block of zeros, and nothing up to a multiple of 20 blocks.
    assertThat(open(Arrays.copyOf(whole, 8 * entry + 512)).findings().remarks()).isEmpty();
    assertThat(open(Arrays.copyOf(whole, 8 * entry + 1024)).findings().remarks()).isEmpty();
  }

  @Test
  void the_zeros_of_a_file_do_not_end_a_tar() throws IOException {
    Map<String, byte[]> files = SmallArchives.pictures(4, "a", "b");
    files.put("b/03.png", Arrays.copyOf(SmallArchives.png(3), 4096));

    byte[] cut = Arrays.copyOf(SmallArchives.tar(files), 7 * 1024 + 512 + 4096);

    assertThat(open(cut).findings().remarks()).hasSize(1);
  }

  @Test
  void a_damaged_entry_is_named() throws IOException {
    byte[] zip = SmallArchives.zip(GOOD);
    int name = new String(zip, ISO_8859_1).indexOf("a/01.png");
    int extra = (zip[name - 2] & 0xFF) + ((zip[name - 1] & 0xFF) << 8);
    zip[name + "a/01.png".length() + extra] = (byte) 0xFF; // no kind of block that there is

    assertRefused(zip, "archive: entry 'a/01.png' is damaged (invalid block type); expected a tar");
    assertRefused(
        Arrays.copyOf(SmallArchives.tar(GOOD), 1024 + 520), "entry 'a/01.png' is damaged");
  }

  @Test
  void of_entries_with_one_name_the_last_counts_and_a_remark_says_so() throws IOException {
    byte[] once = SmallArchives.tar(Map.of("a/00.png", SmallArchives.png(9999)));
    byte[] all = SmallArchives.tar(GOOD);
    byte[] twice = Arrays.copyOf(once, 1024 + all.length);
    System.arraycopy(all, 0, twice, 1024, all.length);

    assertThat(open(twice).findings().remarks())
        .containsExactly("a/00.png is in the archive more than once; the last one counts.");
  }

  enum Form {
    TAR,
    TAR_GZ,
    ZIP;

    byte[] of(Map<String, byte[]> files) throws IOException {
      return switch (this) {
        case TAR -> SmallArchives.tar(files);
        case TAR_GZ -> SmallArchives.gzip(SmallArchives.tar(files));
        case ZIP -> SmallArchives.zip(files);
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void a_truncated_archive_is_refused_or_read_as_far_as_it_is_whole(Form form) throws IOException {
    byte[] whole = form.of(GOOD);
    for (int length = 1; length < whole.length; length += 1 + whole.length / 60) {
      assertNoSurprise(Arrays.copyOf(whole, length), form + " of " + length + " bytes");
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void a_damaged_archive_never_ends_in_anything_but_a_sentence(Form form) throws IOException {
    byte[] whole = form.of(GOOD);
    for (int seed = 0; seed < 150; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] damaged = whole.clone();
      int changes = 1 + random.nextInt(6);
      for (int i = 0; i < changes; i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      assertNoSurprise(damaged, form + ", seed " + seed);
    }
  }

  private void assertNoSurprise(byte[] archive, String what) throws IOException {
    try {
      open(archive).verified(0);
    } catch (DataException e) {
      assertThat(e).as(what).hasMessageNotContaining("\n");
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what, e);
    }
  }
}
