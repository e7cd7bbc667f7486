package org.mobilenet4j.training.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Opens labelled pictures: a folder of a folder for each class, a tar, tar.gz or zip of such, or a
 * CSV with the columns file, class and perhaps split.
 *
 * <p>Above the folders of the classes there may be folders train, validation (val, valid) and test;
 * what is not given is drawn by the seed, class by class. Archives are told by their first bytes,
 * read without unpacking to disk, and kept in memory as they are stored. Opening decodes nothing;
 * {@link DataSplits#verified} does.
 */
public final class DataSource {
  private static final String EXPECTED =
      "expected a folder for each class with photos in it (jpg, png, webp, bmp, gif, tif), perhaps inside folders train, validation and test";
  private static final String EXPECTED_OF_A_FILE =
      "a folder, an archive (tar, tar.gz, zip), or a CSV with the columns file, class and perhaps split";

  private DataSource() {}

  /**
   * Opens a data set.
   *
   * @param source a folder, an archive or a CSV
   * @param options seed, shares, limits
   * @return the splits; their labels are the names of the classes, sorted
   * @throws DataException if there are not at least two classes with pictures, or the source cannot
   *     be read, or is not to be trusted
   */
  public static DataSplits open(Path source, DataOptions options) {
    if (Files.isDirectory(source)) {
      return splits(source, FolderReader.read(source), options);
    }
    Optional<ArchiveReader.Kind> kind = ArchiveReader.kind(source);
    if (kind.isPresent()) {
      return splits(
          source, ArchiveReader.read(source, kind.get(), options.maxArchiveBytes()), options);
    }
    return SplitMaker.split(source, listed(source, options), List.of(), options);
  }

  private static List<Assignment> listed(Path source, DataOptions options) {
    List<CsvPictures.Row> rows = CsvPictures.rows(source, options.images(), EXPECTED_OF_A_FILE);
    if (rows.isEmpty()) {
      throw new DataException(
          "%s names no photo; expected %s.".formatted(source, EXPECTED_OF_A_FILE));
    }
    return rows.stream()
        .map(row ->
            new Assignment(
                // By the cell, so that a split does not depend on how one comes to the folder.
                new StoredPicture.InFile(row.file(), List.of(row.cell())),
                row.label(),
                row.split()))
        .toList();
  }

  /**
   * Looks at the first bytes.
   *
   * @param source any path
   * @return whether it is a file that {@link #open} reads as an archive
   */
  public static boolean isArchive(Path source) {
    return Files.isRegularFile(source) && ArchiveReader.kind(source).isPresent();
  }

  private static DataSplits splits(Path source, Contents contents, DataOptions options) {
    SplitFolders.Layout layout =
        SplitFolders.layout(contents.pictures())
            .orElseThrow(() ->
                new DataException(
                    "%s holds no photo in a folder; %s.".formatted(source, EXPECTED)));
    requireFullFolders(source, contents, layout);
    List<Assignment> assigned = new ArrayList<>();
    List<String> loose = new ArrayList<>();
    for (StoredPicture picture : contents.pictures()) {
      Optional<Assignment> assignment = assignment(picture, layout);
      assignment.ifPresentOrElse(assigned::add, () -> loose.add(picture.name()));
    }
    List<String> remarks = new ArrayList<>(contents.remarks());
    Remarks.leftOut(loose, "in no folder of a class").ifPresent(remarks::add);
    return SplitMaker.split(source, assigned, remarks, options);
  }

  private static Optional<Assignment> assignment(
      StoredPicture picture, SplitFolders.Layout layout) {
    List<String> place = picture.place();
    if (place.size() < layout.classDepth() + 2) {
      return Optional.empty();
    }
    String label = place.get(layout.classDepth());
    if (!layout.splits()) {
      return Optional.of(new Assignment(picture, label, Optional.empty()));
    }
    return Split.named(place.get(layout.depth()))
        .map(split -> new Assignment(picture, label, Optional.of(split)));
  }

  private static void requireFullFolders(
      Path source, Contents contents, SplitFolders.Layout layout) {
    TreeSet<String> full = new TreeSet<>();
    for (StoredPicture picture : contents.pictures()) {
      if (picture.place().size() > layout.classDepth() + 1) {
        full.add(picture.place().get(layout.classDepth()));
      }
    }
    for (List<String> folder : contents.emptyFolders()) {
      boolean isClass = folder.size() == layout.classDepth() + 1;
      if (isClass && !full.contains(folder.getLast())) {
        throw new DataException(
            "%s: the folder of class '%s' holds no photo; add some, or remove the folder."
                .formatted(source, folder.getLast()));
      }
    }
  }
}
