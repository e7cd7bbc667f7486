package org.mobilenet4j.training.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a CSV calls its columns file, class and split: capital letters and blanks around a name do
 * not matter.
 *
 * @param file the picture's
 * @param label the class's
 * @param split the split's, if there is one
 */
record CsvColumns(String file, String label, Optional<String> split) {
  private static final int MOST_SHOWN = 6;
  private static final int LONGEST_SHOWN = 40;

  /**
   * @param header the cells of the first line
   * @param source the CSV, for the message
   * @param expected what a message says should have been there
   */
  static CsvColumns of(List<String> header, Path source, String expected) {
    return new CsvColumns(
        require("file", header, source, expected),
        require("class", header, source, expected),
        find("split", header));
  }

  private static Optional<String> find(String name, List<String> header) {
    return header.stream().filter(cell -> cell.strip().equalsIgnoreCase(name)).findFirst();
  }

  private static String require(String name, List<String> header, Path source, String expected) {
    return find(name, header)
        .orElseThrow(() ->
            new DataException(
                "%s has in its first line %s, but no column '%s'; expected %s%s."
                    .formatted(source, shown(header), name, expected, separator(header))));
  }

  private static String shown(List<String> header) {
    String cells =
        header.stream()
            .limit(Math.min(header.size() - 1L, MOST_SHOWN))
            .map(CsvColumns::shortened)
            .collect(Collectors.joining(", "));
    if (header.size() == 1) {
      return "the column " + shortened(header.getFirst());
    }
    return header.size() > MOST_SHOWN + 1
        ? "the columns %s and %d more".formatted(cells, header.size() - MOST_SHOWN)
        : "the columns %s and %s".formatted(cells, shortened(header.getLast()));
  }

  private static String shortened(String cell) {
    String line = ArchiveEntries.printable(cell);
    return "'%s'"
        .formatted(line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "…" : line);
  }

  private static String separator(List<String> header) {
    return header.size() == 1 && header.getFirst().matches("(?s).*[;\t|].*")
        ? ", with commas between the cells"
        : "";
  }
}
