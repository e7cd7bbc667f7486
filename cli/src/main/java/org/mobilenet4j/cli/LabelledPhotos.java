package org.mobilenet4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.training.data.CsvPictures;
import org.mobilenet4j.training.data.Split;
import org.mobilenet4j.vision.LabelledPhoto;

/**
 * Photos whose classes are known by a CSV with the columns file, class and perhaps split.
 *
 * @param photos in the order of the rows: those of the test where there are such, else all
 * @param others how many more there are that do not count, since they are for training
 */
record LabelledPhotos(List<LabelledPhoto> photos, int others) {
  private static final String EXPECTED =
      "a line of column names with file, class and perhaps split, and a row a photo";

  LabelledPhotos {
    photos = List.copyOf(photos);
  }

  static LabelledPhotos of(Path source, @Nullable Path images, ClassNames names) {
    List<CsvPictures.Row> rows =
        CsvPictures.rows(source, Optional.of(folder(source, images)), EXPECTED);
    if (rows.isEmpty()) {
      throw new InputException("%s names no photo; expected %s.".formatted(source, EXPECTED));
    }
    List<CsvPictures.Row> test =
        rows.stream().filter(row -> row.split().filter(Split.TEST::equals).isPresent()).toList();
    List<CsvPictures.Row> counted = test.isEmpty() ? rows : test;
    return new LabelledPhotos(
        counted.stream()
            .map(row -> new LabelledPhoto(row.file(), names.index(row.label(), row.where())))
            .toList(),
        rows.size() - counted.size());
  }

  /** Where the photos lie whose names are relative. */
  static Path folder(Path source, @Nullable Path images) {
    return images == null && !Files.isDirectory(source)
        ? source.resolveSibling("")
        : images == null ? source : images;
  }
}
