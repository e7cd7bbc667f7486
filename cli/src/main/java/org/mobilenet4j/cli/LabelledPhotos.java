package org.mobilenet4j.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.vision.LabelledPhoto;

/**
 * Photos whose classes are known: a folder for each class, or a CSV with the columns file and
 * class.
 */
final class LabelledPhotos {
  private LabelledPhotos() {}

  static List<LabelledPhoto> of(Path source, @Nullable Path images, ClassNames names) {
    List<LabelledPhoto> photos =
        Files.isDirectory(source) ? folders(source, names) : csv(source, images, names);
    if (photos.isEmpty()) {
      throw new InputException(
          "%s names no photo; expected folders of photos named by class, or rows of a CSV."
              .formatted(source));
    }
    return photos;
  }

  private static List<LabelledPhoto> folders(Path source, ClassNames names) {
    List<LabelledPhoto> photos = new ArrayList<>();
    for (Path folder : list(source)) {
      if (Files.isDirectory(folder) && !String.valueOf(folder.getFileName()).startsWith(".")) {
        int index = names.index(String.valueOf(folder.getFileName()), folder.toString());
        list(folder).stream()
            .filter(PhotoList::isPhoto)
            .forEach(file -> photos.add(new LabelledPhoto(file, index)));
      }
    }
    return photos;
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw InputException.unreadable(folder, "a folder", e);
    } catch (UncheckedIOException e) {
      throw InputException.unreadable(folder, "a folder", e);
    }
  }

  private static List<LabelledPhoto> csv(Path source, @Nullable Path images, ClassNames names) {
    Path folder = images == null ? source.toAbsolutePath().getParent() : images;
    List<LabelledPhoto> photos = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(source)) {
      for (NamedCsvRecord row : rows) {
        String where = "%s, line %d".formatted(source, row.getStartingLineNumber());
        String file = cell(row, "file", where);
        int index = names.index(cell(row, "class", where), where);
        photos.add(new LabelledPhoto(folder == null ? Path.of(file) : folder.resolve(file), index));
      }
    } catch (CsvParseException | InvalidPathException e) {
      throw new InputException(
          "%s is no CSV of photos (%s); expected a line of column names with file and class, and a row a photo."
              .formatted(source, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    } catch (IOException e) {
      throw InputException.unreadable(source, "a CSV with the columns file and class", e);
    } catch (UncheckedIOException e) {
      throw InputException.unreadable(source, "a CSV with the columns file and class", e);
    }
    return photos;
  }

  private static String cell(NamedCsvRecord row, String column, String where) {
    return row.findField(column)
        .filter(text -> !text.isBlank())
        .orElseThrow(() ->
            new InputException(
                "%s has nothing in the column '%s'; expected the columns file and class."
                    .formatted(where, column)));
  }
}
