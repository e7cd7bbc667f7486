package org.mobilenet4j.training.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a CSV with the columns file and class, and perhaps split. */
final class CsvPictures {
  private static final String EXPECTED =
      "a folder, an archive (tar, tar.gz, zip), or a CSV with the columns file, class and perhaps split";

  private CsvPictures() {}

  static List<Assignment> read(Path source, Optional<Path> images) {
    Path folder = images.orElseGet(() -> source.resolveSibling(""));
    List<Assignment> assigned = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(source)) {
      for (NamedCsvRecord row : rows) {
        assigned.add(assignment(row, folder, source));
      }
    } catch (CsvParseException | InvalidPathException e) {
      throw new DataException(
          "%s is no data set (%s); expected %s."
              .formatted(
                  source, String.valueOf(e.getMessage()).lines().findFirst().orElse(""), EXPECTED),
          e);
    } catch (IOException e) {
      throw DataException.unreadable(source, EXPECTED, e);
    } catch (UncheckedIOException e) {
      throw DataException.unreadable(
          source, EXPECTED, Optional.ofNullable(e.getCause()).orElseGet(() -> new IOException(e)));
    }
    if (assigned.isEmpty()) {
      throw new DataException("%s names no photo; expected %s.".formatted(source, EXPECTED));
    }
    return assigned;
  }

  private static Assignment assignment(NamedCsvRecord row, Path folder, Path source) {
    String where = "%s, line %d".formatted(source, row.getStartingLineNumber());
    Path file = folder.resolve(cell(row, "file", where));
    Optional<SplitFolders> split =
        row.findField("split")
            .filter(text -> !text.isBlank())
            .map(name ->
                SplitFolders.named(name)
                    .orElseThrow(() ->
                        new DataException(
                            "%s: there is no split '%s'; expected train, validation or test."
                                .formatted(where, name))));
    return new Assignment(
        new StoredPicture.InFile(file, List.of(file.toString())), cell(row, "class", where), split);
  }

  private static String cell(NamedCsvRecord row, String column, String where) {
    return row.findField(column)
        .filter(text -> !text.isBlank())
        .orElseThrow(() ->
            new DataException(
                "%s has nothing in the column '%s'; expected %s."
                    .formatted(where, column, EXPECTED)));
  }
}
