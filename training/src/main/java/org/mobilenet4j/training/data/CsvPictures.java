package org.mobilenet4j.training.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.network.NamedFile;

/**
 * Reads a CSV with the columns file and class, and perhaps split; others are passed over, and so
 * are blanks around a cell.
 */
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
   *     others none, or a file is of two classes
   */
  public static List<Row> rows(Path source, Optional<Path> images, String expected) {
    Path folder = images.orElseGet(() -> source.resolveSibling(""));
    List<Row> rows = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> records = open(source)) {
      @Nullable CsvColumns columns = null;
      for (NamedCsvRecord each : records) {
        if (columns == null) {
          columns = CsvColumns.of(each.getHeader(), source, expected); // the same for all
        }
        rows.add(row(each, columns, folder, source, expected));
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
    requireOneClassEach(rows);
    return rows;
  }

  private static CsvReader<NamedCsvRecord> open(Path source) throws IOException {
    NamedFile.requireReadable(source);
    // Excel's "CSV UTF-8" begins with a byte order mark.
    return CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(source);
  }

  /**
   * What the reader says; where it wraps another's exception, only that one tells what is wrong.
   */
  private static String reason(RuntimeException e) {
    Throwable root = e;
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      root = cause;
    }
    if (root instanceof InvalidPathException name && NamedFile.needsOtherLocale(name)) {
      return "the locale does not have the letters of '%s'; set LC_ALL=C.UTF-8"
          .formatted(ArchiveEntries.printable(name.getInput()));
    }
    return ArchiveEntries.printable(
        String.valueOf(root.getMessage()).lines().findFirst().orElse(""));
  }

  private static Row row(
      NamedCsvRecord row, CsvColumns columns, Path folder, Path source, String expected) {
    String where = "%s, line %d".formatted(source, row.getStartingLineNumber());
    String file = cell(row, columns.file(), where, expected);
    Optional<Split> split =
        columns
            .split()
            .flatMap(row::findField)
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(name ->
                Split.named(name)
                    .orElseThrow(() ->
                        new DataException(
                            "%s: there is no split '%s'; expected train, validation or test."
                                .formatted(where, name))));
    return new Row(
        where, file, folder.resolve(file), cell(row, columns.label(), where, expected), split);
  }

  private static String cell(NamedCsvRecord row, String column, String where, String expected) {
    return row.findField(column)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .orElseThrow(() ->
            new DataException(
                "%s has nothing in the column '%s'; expected %s."
                    .formatted(where, column.strip(), expected)));
  }

  private static void requireOneClassEach(List<Row> rows) {
    Map<Path, Row> known = new HashMap<>();
    for (Row row : rows) {
      Row first = known.computeIfAbsent(row.file().normalize(), _ -> row);
      if (!first.label().equals(row.label())) {
        throw new DataException(
            "%s: %s is of class '%s', but in %s of class '%s'; expected one class a file, so remove one of these rows."
                .formatted(row.where(), row.cell(), row.label(), first.where(), first.label()));
      }
    }
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
