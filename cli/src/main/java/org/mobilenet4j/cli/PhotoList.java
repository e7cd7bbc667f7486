package org.mobilenet4j.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.mobilenet4j.network.NamedFile;
import org.mobilenet4j.training.data.DataSource;

/** Which files the words on the command line mean: files, folders, or a list that is piped in. */
final class PhotoList {
  private static final Set<String> ENDINGS =
      Set.of("jpg", "jpeg", "jpe", "png", "webp", "bmp", "gif", "tif", "tiff");
  private static final String PIPED = "-";

  private PhotoList() {}

  /**
   * @param words as they were typed; {@code -} stands for the list on standard input
   * @param in standard input
   * @return the files, folders walked in the order of their names, without what is hidden in them
   */
  static List<Path> of(List<String> words, InputStream in) {
    List<Path> files = new ArrayList<>();
    for (String word : words) {
      if (word.equals(PIPED)) {
        lines(in).forEach(line -> files.addAll(expand(FileName.of(line))));
      } else {
        files.addAll(expand(FileName.of(word)));
      }
    }
    if (files.isEmpty()) {
      throw new InputException(
          "There is no photo to read; expected files, folders, or - for a list.");
    }
    return files;
  }

  private static List<String> lines(InputStream in) {
    try {
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    } catch (UncheckedIOException e) {
      throw new InputException("The list on standard input cannot be read.", e);
    }
  }

  private static List<Path> expand(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> walk = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> photos =
          walk.filter(file -> isPhoto(file) && !DataSource.isOfASystem(path.relativize(file)))
              // Where a photo is missing, that is said when its turn comes.
              .filter(file -> Files.isRegularFile(file) || NamedFile.leadsNowhere(file))
              .sorted()
              .toList();
      if (photos.isEmpty()) {
        throw new InputException(
            "The folder %s holds no photo; expected files that end in jpg, png, webp, bmp, gif or tif."
                .formatted(path));
      }
      return photos;
    } catch (IOException e) {
      throw InputException.unreadable(path, "a folder of photos", e);
    } catch (UncheckedIOException e) {
      throw InputException.unreadable(path, "a folder of photos", e);
    }
  }

  static boolean isPhoto(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 && ENDINGS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }
}
