package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.mobilenet4j.vision.Evaluation;
import org.mobilenet4j.vision.image.DecodeOptions;
import org.mobilenet4j.vision.image.Images;
import org.mobilenet4j.vision.image.Pixels;
import org.mobilenet4j.vision.metrics.ScoredPicture;

/**
 * What a classifier said about photos, wherever they lie.
 *
 * @param pictures one for each that could be read
 * @param unreadable one for each that could not
 * @param files whether the names are those of files
 * @param pixels reads a picture once more, by its name
 */
record EvaluatedPhotos(
    List<ScoredPicture> pictures,
    List<Unreadable> unreadable,
    boolean files,
    Function<String, Pixels> pixels) {
  /**
   * A photo that could not be read.
   *
   * @param name of the photo
   * @param reason one sentence
   */
  record Unreadable(String name, String reason) {}

  EvaluatedPhotos {
    pictures = List.copyOf(pictures);
    unreadable = List.copyOf(unreadable);
  }

  static EvaluatedPhotos of(Evaluation evaluation, DecodeOptions decoding) {
    return new EvaluatedPhotos(
        evaluation.scored(),
        evaluation.unreadable().stream()
            .map(each -> new Unreadable(each.photo().file().toString(), each.reason()))
            .toList(),
        true,
        name -> Images.decode(Path.of(name), decoding));
  }
}
