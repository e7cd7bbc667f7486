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
