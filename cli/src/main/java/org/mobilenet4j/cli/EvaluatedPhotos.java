package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
 * @param others how many more there are that do not count, since they are for training
 * @param files whether the names are those of files
 * @param leftOut what else lay there, a sentence each
 * @param pixels reads a picture once more, by its name
 */
record EvaluatedPhotos(
    List<ScoredPicture> pictures,
    List<Unreadable> unreadable,
    int others,
    boolean files,
    List<String> leftOut,
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
    leftOut = List.copyOf(leftOut);
  }

  static EvaluatedPhotos of(Evaluation evaluation, int others, DecodeOptions decoding) {
    return new EvaluatedPhotos(
        evaluation.scored(),
        evaluation.unreadable().stream()
            .map(each -> new Unreadable(each.photo().file().toString(), each.reason()))
            .toList(),
        others,
        true,
        List.of(),
        name -> Images.decode(Path.of(name), decoding));
  }

  /** What is left out because it is for training, in a sentence. */
  Optional<String> onlyTest() {
    return others == 0
        ? Optional.empty()
        : Optional.of(
            "Test photos alone count, %s of them; %s more are to learn from or to choose by."
                .formatted(
                    TextTable.count(pictures.size() + unreadable.size()), TextTable.count(others)));
  }
}
