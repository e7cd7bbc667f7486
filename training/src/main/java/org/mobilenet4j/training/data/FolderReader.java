package org.mobilenet4j.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.mobilenet4j.network.NamedFile;

/** Finds the pictures below a folder; links are followed, since people build data sets of them. */
final class FolderReader {
  private static final String EXPECTED = "a folder of photos for each class";

  private FolderReader() {}

  static Contents read(Path folder) {
    List<StoredPicture> pictures = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    List<Path> broken = new ArrayList<>();
    List<List<String>> folders = new ArrayList<>();
    for (Path path : below(folder)) {
      List<String> place = place(folder.relativize(path));
      if (Contents.isOfASystem(place)) {
        continue;
      }
      if (Files.isDirectory(path)) {
        folders.add(place);
      } else if (StoredPicture.namesPicture(place.getLast()) && Files.isRegularFile(path)) {
        pictures.add(new StoredPicture.InFile(path, place));
      } else {
        (NamedFile.leadsNowhere(path) ? broken : others).add(path);
      }
    }
    List<String> remarks = new ArrayList<>();
    Remarks.leftOut(names(others), "no picture").ifPresent(remarks::add);
    Remarks.leftOut(names(broken), "a link that leads nowhere").ifPresent(remarks::add);
    return Contents.of(pictures, remarks, folders);
  }

  private static List<String> names(List<Path> paths) {
    return paths.stream().map(Path::toString).toList();
  }

  private static List<Path> below(Path folder) {
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return walk.filter(path -> !path.equals(folder)).sorted().toList();
    } catch (IOException e) {
      throw DataException.unreadable(folder, EXPECTED, e);
    } catch (UncheckedIOException e) {
      throw DataException.unreadable(folder, EXPECTED, cause(e));
    }
  }

  private static IOException cause(UncheckedIOException e) {
    return Optional.ofNullable(e.getCause()).orElseGet(() -> new IOException(e));
  }

  private static List<String> place(Path path) {
    return StreamSupport.stream(path.spliterator(), false).map(Path::toString).toList();
  }
}
