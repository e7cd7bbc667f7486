package org.mobilenet4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.mobilenet4j.training.data.CsvPictures;
import org.mobilenet4j.training.data.DataSource;

/**
 * Photos that a command reads, with what lies beside them.
 *
 * @param what they are, for a sentence
 * @param source a folder, an archive or a CSV
 * @param images where the CSV's files lie, if that was typed
 */
record ReadPhotos(String what, Path source, Optional<Path> images) {
  private static final String EXPECTED =
      "a folder, an archive, or a CSV with the columns file, class and perhaps split";

  /** Whether it is a photo that lies in the folder, or one of those that the CSV lists. */
  boolean has(Path file) {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return false; // a new one takes nothing from them
    }
    Path place = DistinctFiles.place(file);
    if (Files.isDirectory(source)) {
      // The link itself would be replaced, and data sets are built of links.
      Path folder = file.toAbsolutePath().getParent();
      Path root = DistinctFiles.place(source);
      boolean within =
          place.startsWith(root)
              || (folder != null && DistinctFiles.place(folder).startsWith(root));
      // No photo is the model of before, say, where somebody trains beside the photos.
      return (within && PhotoList.isPhoto(file)) || isLinkedTo(place);
    }
    return Files.isRegularFile(source) && !DataSource.isArchive(source) && isListed(place);
  }

  private boolean isLinkedTo(Path place) {
    try (Stream<Path> below = Files.walk(source)) {
      return below
          .filter(Files::isSymbolicLink)
          .anyMatch(link -> place.startsWith(DistinctFiles.place(link)));
    } catch (IOException e) {
      throw InputException.unreadable(source, "a folder of photos", e);
    } catch (UncheckedIOException e) {
      throw InputException.unreadable(source, "a folder of photos", e);
    }
  }

  private boolean isListed(Path place) {
    return CsvPictures.rows(source, images, EXPECTED).stream()
        .anyMatch(row -> DistinctFiles.place(row.file()).equals(place));
  }
}
