package org.mobilenet4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvPicturesTest {
  @TempDir Path folder;

  private List<CsvPictures.Row> rows(String text) throws IOException {
    return CsvPictures.rows(
        Files.writeString(folder.resolve("list.csv"), text), Optional.empty(), "a list");
  }

  @Test
  void the_byte_order_mark_of_a_spreadsheet_is_no_part_of_a_name() throws IOException {
    List<CsvPictures.Row> rows = rows("\uFEFFfile,class\r\nbär.png,braun\r\n");

    assertThat(rows)
        .singleElement()
        .satisfies(row -> assertThat(row.file()).isEqualTo(folder.resolve("bär.png")))
        .satisfies(row -> assertThat(row.label()).isEqualTo("braun"));
  }

  private void assertRefused(String text, String sentence) {
    assertThatThrownBy(() -> rows(text))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(sentence)
        .hasMessageEndingWith("; expected a list.")
        .hasMessageNotContaining("Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"File,Class,Split", " file , class , split ", "FILE,note,CLASS,split"})
  void capital_letters_and_blanks_in_the_names_of_columns_do_not_matter(String header)
      throws IOException {
    String row = header.contains("note") ? "a.png,x,hat,test" : " a.png, hat ,test ";

    assertThat(rows(header + "\n" + row + "\n"))
        .singleElement()
        .satisfies(found -> assertThat(found.file()).isEqualTo(folder.resolve("a.png")))
        .satisfies(found -> assertThat(found.label()).isEqualTo("hat"))
        .satisfies(found -> assertThat(found.split()).contains(Split.TEST));
  }

  @Test
  void other_columns_are_named_and_what_is_missing() {
    assertRefused(
        "image,label\na.png,x\n",
        "list.csv has in its first line the columns 'image' and 'label', but no column 'file'");
    assertRefused(
        "a.png,x\nb.png,y\n",
        "has in its first line the columns 'a.png' and 'x', but no column 'file'");
    assertRefused("file,b\na.png,x\n", "the columns 'file' and 'b', but no column 'class'");
    assertRefused("1,2,3,4,5,6,7,8\n1,2,3,4,5,6,7,8\n", "'5', '6' and 2 more, but no column");
    for (String separator : List.of(";", "\t")) {
      assertThatThrownBy(() -> rows("file,class\na.png,x\n".replace(",", separator)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("the column 'file")
          .hasMessageEndingWith("; expected a list, with commas between the cells.");
    }
  }

  @Test
  void a_file_of_two_classes_is_refused_with_both() throws IOException {
    assertThat(rows("file,class\na.png,hat\na.png,hat\n")).hasSize(2);

    assertThatThrownBy(() -> rows("file,class\na.png,hat\nb.png,hat\n./a.png,dress\n"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "%1$s, line 4: ./a.png is of class 'dress', but in %1$s, line 2 of class 'hat'; expected one class a file, so remove one of these rows."
                .formatted(folder.resolve("list.csv")));
  }

  @Test
  void what_is_wrong_is_said() {
    assertRefused(
        "file,class,file\na.png,x,b.png\n",
        "list.csv cannot be read as a list of photos (Header contains duplicate fields: [file])");
    assertRefused(
        "file,class\na.png,x\n\nb.png,y,z\n",
        "list.csv cannot be read as a list of photos (Record 4 has 3 fields, but first record had 2 fields)");
  }
}
