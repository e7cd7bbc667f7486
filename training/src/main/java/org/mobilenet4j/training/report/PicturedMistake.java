package org.mobilenet4j.training.report;

import org.mobilenet4j.vision.image.Pixels;
import org.mobilenet4j.vision.metrics.ScoredPicture;

/**
 * A picture that was named wrongly, and what it looks like.
 *
 * @param picture what was said about it
 * @param pixels the picture, of any size; the page shows it small
 */
public record PicturedMistake(ScoredPicture picture, Pixels pixels) {
  /** Refuses what is no mistake. */
  public PicturedMistake {
    if (picture.correct()) {
      throw new IllegalArgumentException(
          "%s was named rightly; expected a mistake.".formatted(picture.name()));
    }
  }
}
