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
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.vision.LabelledPhoto;

/**
 * Photos whose classes are known: a folder for each class, or a CSV with the columns file and
 * class.
 *
 * @param photos in the order of the folders and names, or of the rows
 * @param leftOut what lay there and is no photo of a class, in a sentence
 */
record LabelledPhotos(List<LabelledPhoto> photos, Optional<String> leftOut) {
  LabelledPhotos {
    photos = List.copyOf(photos);
  }

  static LabelledPhotos of(Path source, @Nullable Path images, ClassNames names) {
    if (Files.isDirectory(source) && images != null) {
      throw new InputException(
          "%s is a folder, which holds its photos; --images is for a CSV.".formatted(source));
    }
    LabelledPhotos found =
        Files.isDirectory(source)
            ? folders(source, names)
            : new LabelledPhotos(csv(source, images, names), Optional.empty());
    if (found.photos().isEmpty()) {
      throw new InputException(
          "%s names no photo; expected folders of photos named by class, or rows of a CSV."
              .formatted(source));
    }
    return found;
  }

  /** Where the photos lie whose names are relative. */
  static Path folder(Path source, @Nullable Path images) {
    return images == null && !Files.isDirectory(source)
        ? source.resolveSibling("")
        : images == null ? source : images;
  }

  private static LabelledPhotos folders(Path source, ClassNames names) {
    List<LabelledPhoto> photos = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    for (Path folder : list(source)) {
      if (!Files.isDirectory(folder)) {
        others.add(folder);
        continue;
      }
      int index = names.index(String.valueOf(folder.getFileName()), folder.toString());
      for (Path file : list(folder)) {
        if (PhotoList.isPhoto(file) && !Files.isDirectory(file)) {
          photos.add(new LabelledPhoto(file, index));
        } else {
          others.add(file);
        }
      }
    }
    return new LabelledPhotos(photos, leftOut(others));
  }

  private static Optional<String> leftOut(List<Path> others) {
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d of what lies there is no photo in a folder of its class and is left out; the first is %s."
                .formatted(others.size(), others.getFirst()));
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !String.valueOf(entry.getFileName()).startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw InputException.unreadable(folder, "a folder", e);
    } catch (UncheckedIOException e) {
      throw InputException.unreadable(folder, "a folder", e);
    }
  }

  private static List<LabelledPhoto> csv(Path source, @Nullable Path images, ClassNames names) {
    Path folder = folder(source, images);
    List<LabelledPhoto> photos = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(source)) {
      for (NamedCsvRecord row : rows) {
        String where = "%s, line %d".formatted(source, row.getStartingLineNumber());
        String file = cell(row, "file", where);
        int index = names.index(cell(row, "class", where), where);
        photos.add(new LabelledPhoto(folder.resolve(file), index));
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
