package org.mobilenet4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mobilenet4j.training.report.PicturedMistake;
import org.mobilenet4j.training.report.ReportPage;
import org.mobilenet4j.vision.image.ImageFormatException;
import org.mobilenet4j.vision.image.Pixels;
import org.mobilenet4j.vision.metrics.ClassificationMetrics;
import org.mobilenet4j.vision.metrics.ScoredPicture;

/** The worst mistakes with their pictures. */
final class MistakePictures {
  private MistakePictures() {}

  /**
   * @param metrics of the pictures
   * @param pixels reads one of them by its name
   */
  static List<PicturedMistake> of(ClassificationMetrics metrics, Function<String, Pixels> pixels) {
    List<PicturedMistake> mistakes = new ArrayList<>();
    for (ScoredPicture mistake : metrics.worstMistakes(ReportPage.MOST_MISTAKES)) {
      readable(mistake.name(), pixels)
          .ifPresent(picture -> mistakes.add(new PicturedMistake(mistake, picture)));
    }
    return mistakes;
  }

  /** Nothing if it went away since; the page shows the others. */
  private static Optional<Pixels> readable(String name, Function<String, Pixels> pixels) {
    try {
      return Optional.of(pixels.apply(name));
    } catch (ImageFormatException e) {
      return Optional.empty();
    }
  }
}
