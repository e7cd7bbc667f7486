package org.mobilenet4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files that a command reads and those that it writes. One that is two of them would be lost at
 * the end of a long computation, so that is refused at its beginning.
 */
final class DistinctFiles {
  /** As many links to links as Linux follows. */
  private static final int MOST_LINKS = 40;

  private final Map<Path, String> read = new LinkedHashMap<>();
  private final Map<Path, String> written = new LinkedHashMap<>();
  private final List<ReadPhotos> photos = new ArrayList<>();

  /** Adds a file that is read; what it is goes into the sentence. */
  void reads(String what, Path file) {
    read.putIfAbsent(place(file), what);
  }

  /** Adds photos that are read, and the file or folder that has them. */
  void reads(ReadPhotos source) {
    reads(source.what(), source.source());
    photos.add(source);
  }

  /** Adds a file that is written, and refuses one that is another of the files. */
  void writes(String what, Path file) {
    Path place = place(file);
    @Nullable String source = read.get(place);
    if (source != null) {
      throw new InputException(
          "%s is %s, which must stay as it is, and cannot become %s as well; choose another name for that."
              .formatted(file, source, what));
    }
    @Nullable String other = written.putIfAbsent(place, what);
    if (other != null) {
      throw new InputException(
          "%s cannot be both %s and %s; choose another name for one of them."
              .formatted(file, other, what));
    }
    for (ReadPhotos each : photos) {
      if (each.has(file)) {
        throw new InputException(
            "%s belongs to %s, which must stay as it is, and cannot become %s; choose another name for that."
                .formatted(file, each.what(), what));
      }
    }
  }

  /** Where a file is, or would be, however it is spelled and through whatever links. */
  static Path place(Path file) {
    return place(file, MOST_LINKS);
  }

  /** Of what is not there yet, as much of the path is followed as is there. */
  private static Path place(Path file, int links) {
    Path absolute = file.toAbsolutePath();
    try {
      return absolute.toRealPath();
    } catch (IOException _) {
      Path folder = absolute.getParent();
      Path name = absolute.getFileName();
      if (folder == null || name == null || links == 0) {
        return absolute.normalize();
      }
      Optional<Path> target = target(absolute, links);
      return target.isPresent() ? target.get() : place(folder, links).resolve(name).normalize();
    }
  }

  /** Where a link leads to whose file is not there yet. */
  private static Optional<Path> target(Path link, int links) {
    if (!Files.isSymbolicLink(link)) {
      return Optional.empty();
    }
    try {
      return Optional.of(place(link.resolveSibling(Files.readSymbolicLink(link)), links - 1));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
