package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mobilenet4j.vision.metrics.ScoredPicture;

/** What a model said of each photo, as a CSV with the columns file, class, predicted and rank. */
final class PredictionsCsv {
  private PredictionsCsv() {}

  /**
   * @param evaluated the photos
   * @param folder in which their files lie
   */
  static String text(EvaluatedPhotos evaluated, Path folder) {
    List<String> lines = new ArrayList<>();
    lines.add("file,class,predicted,rank");
    for (ScoredPicture picture : evaluated.pictures()) {
      lines.add(
          "%s,%d,%d,%d"
              .formatted(
                  quoted(
                      evaluated.files()
                          ? nameWithin(folder, Path.of(picture.name()))
                          : picture.name()),
                  picture.label(),
                  picture.predicted(),
                  picture.rank()));
    }
    return String.join("\n", lines) + "\n";
  }

  /** The photo as the CSV calls it, or its place in the folder of classes. */
  private static String nameWithin(Path folder, Path file) {
    return file.startsWith(folder) ? folder.relativize(file).toString() : file.toString();
  }

  private static String quoted(String cell) {
    return cell.matches("[^\",\r\n]*") ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
  }
}
