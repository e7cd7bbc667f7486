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

/** Reads a CSV with the columns file and class, and perhaps split; others are passed over. */
public final class CsvPictures {
  /**
   * A row.
   *
   * @param where the file and the line, to speak of it
   * @param cell what stands in the column file
   * @param file the picture that it means
   * @param label the class
   * @param split what the picture is kept for; all rows say it, or none
   */
  public record Row(String where, String cell, Path file, String label, Optional<Split> split) {}

  private CsvPictures() {}

  /**
   * Reads all rows.
   *
   * @param source the CSV
   * @param images where its files lie; empty for its own folder
   * @param expected what a message says should have been there
   * @return in the order of the CSV; perhaps none
   * @throws DataException if it cannot be read, or is no such CSV, or some rows have a split and
   *     others none
   */
  public static List<Row> rows(Path source, Optional<Path> images, String expected) {
    Path folder = images.orElseGet(() -> source.resolveSibling(""));
    List<Row> rows = new ArrayList<>();
    // Excel's "CSV UTF-8" begins with a byte order mark.
    try (CsvReader<NamedCsvRecord> records =
        CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(source)) {
      for (NamedCsvRecord each : records) {
        rows.add(row(each, folder, source, expected));
      }
    } catch (CsvParseException | InvalidPathException e) {
      throw new DataException(
          "%s cannot be read as a list of photos (%s); expected %s."
              .formatted(source, reason(e), expected),
          e);
    } catch (IOException e) {
      throw DataException.unreadable(source, expected, e);
    } catch (UncheckedIOException e) {
      throw DataException.unreadable(
          source, expected, Optional.ofNullable(e.getCause()).orElseGet(() -> new IOException(e)));
    }
    requireSplitsOfAllOrNone(rows);
    return rows;
  }

  /**
   * What the reader says; where it wraps another's exception, only that one tells what is wrong.
   */
  private static String reason(RuntimeException e) {
    Throwable root = e;
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      root = cause;
    }
    return ArchiveEntries.printable(
        String.valueOf(root.getMessage()).lines().findFirst().orElse(""));
  }

  private static Row row(NamedCsvRecord row, Path folder, Path source, String expected) {
    String where = "%s, line %d".formatted(source, row.getStartingLineNumber());
    String file = cell(row, "file", where, expected);
    Optional<Split> split =
        row.findField("split")
            .filter(text -> !text.isBlank())
            .map(name ->
                Split.named(name)
                    .orElseThrow(() ->
                        new DataException(
                            "%s: there is no split '%s'; expected train, validation or test."
                                .formatted(where, name))));
    return new Row(where, file, folder.resolve(file), cell(row, "class", where, expected), split);
  }

  private static String cell(NamedCsvRecord row, String column, String where, String expected) {
    return row.findField(column)
        .filter(text -> !text.isBlank())
        .orElseThrow(() ->
            new DataException(
                "%s has nothing in the column '%s'; expected %s."
                    .formatted(where, column, expected)));
  }

  private static void requireSplitsOfAllOrNone(List<Row> rows) {
    if (rows.stream().noneMatch(row -> row.split().isPresent())) {
      return;
    }
    for (Row row : rows) {
      if (row.split().isEmpty()) {
        throw new DataException(
            "%s: %s is in no split, but others are; give all of them a split, or none."
                .formatted(row.where(), row.cell()));
      }
    }
  }
}
