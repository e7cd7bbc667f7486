package org.mobilenet4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.training.data.CsvPictures;
import org.mobilenet4j.training.data.Split;
import org.mobilenet4j.vision.LabelledPhoto;

/**
 * Photos whose classes are known: a folder for each class, or a CSV with the columns file, class
 * and perhaps split.
 *
 * @param photos in the order of the folders and names, or of the rows
 * @param others how many more there are that do not count, since they are for training
 * @param leftOut what lay there and is no photo of a class, in a sentence
 */
record LabelledPhotos(List<LabelledPhoto> photos, int others, Optional<String> leftOut) {
  private static final String EXPECTED_OF_A_CSV =
      "a line of column names with file, class and perhaps split, and a row a photo";

  LabelledPhotos {
    photos = List.copyOf(photos);
  }

  static LabelledPhotos of(Path source, @Nullable Path images, ClassNames names) {
    if (Files.isDirectory(source) && images != null) {
      throw new InputException(
          "%s is a folder, which holds its photos; --images is for a CSV.".formatted(source));
    }
    LabelledPhotos found =
        Files.isDirectory(source) ? folders(source, names) : csv(source, images, names);
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
    return new LabelledPhotos(photos, 0, leftOut(others));
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

  /** The test rows where there are such, else all. */
  private static LabelledPhotos csv(Path source, @Nullable Path images, ClassNames names) {
    List<CsvPictures.Row> rows =
        CsvPictures.rows(source, Optional.of(folder(source, images)), EXPECTED_OF_A_CSV);
    List<CsvPictures.Row> test =
        rows.stream().filter(row -> row.split().filter(Split.TEST::equals).isPresent()).toList();
    List<CsvPictures.Row> counted = test.isEmpty() ? rows : test;
    return new LabelledPhotos(
        counted.stream()
            .map(row -> new LabelledPhoto(row.file(), names.index(row.label(), row.where())))
            .toList(),
        rows.size() - counted.size(),
        Optional.empty());
  }
}
