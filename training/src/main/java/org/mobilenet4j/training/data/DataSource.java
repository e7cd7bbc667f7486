package org.mobilenet4j.training.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
  private static final String EXPECTED_OF_A_FILE =
      "a folder, an archive (tar, tar.gz, zip), or a CSV with the columns file, class and perhaps split";

  private DataSource() {}

  /**
   * Opens a data set.
   *
   * @param source a folder, an archive or a CSV
   * @param options seed, shares, limits
   * @return the splits; their labels are the names of the classes, sorted
   * @throws DataException if there are not at least two classes with pictures, or the folder of a
   *     class holds none, or the source cannot be read, or is not to be trusted
   */
  public static DataSplits open(Path source, DataOptions options) {
    Assignments found = found(source, options);
    if (!found.emptyClasses().isEmpty()) {
      throw new DataException(
          "%s: the folder of class '%s' holds no photo that is read (jpg, png, webp, bmp, gif, tif); add some, or remove the folder."
              .formatted(source, found.emptyClasses().getFirst()));
    }
    return SplitMaker.split(source, found.pictures(), found.remarks(), options);
  }

  /**
   * Opens pictures to judge a finished model by; nothing is drawn, and neither a number of classes
   * nor of pictures is asked for.
   *
   * @param source a folder, an archive or a CSV
   * @param options limits and decoding; seed and shares do not matter
   * @return the test pictures where there are such, else all
   * @throws DataException if there is no picture at all, or the source cannot be read, or is not to
   *     be trusted
   */
  public static EvaluationPictures openToEvaluate(Path source, DataOptions options) {
    return EvaluationPictures.of(found(source, options), options.decoding());
  }

  private static Assignments found(Path source, DataOptions options) {
    if (Files.isDirectory(source)) {
      return Assignments.inFolders(source.toString(), FolderReader.read(source));
    }
    Optional<ArchiveReader.Kind> kind = ArchiveReader.kind(source);
    if (kind.isPresent()) {
      return Assignments.inFolders(
          source.toString(), ArchiveReader.read(source, kind.get(), options.maxArchiveBytes()));
    }
    return new Assignments(listed(source, options), List.of(), List.of());
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
   * Whether a file within a folder is one that a system keeps for itself, which is passed over.
   *
   * @param place from the folder to the file
   * @return whether a part of it is hidden
   */
  public static boolean isOfASystem(Path place) {
    List<String> parts = new ArrayList<>();
    place.forEach(part -> parts.add(part.toString()));
    return Contents.isOfASystem(parts);
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
}
