package org.mobilenet4j.training.data.augmentation;

import java.util.Optional;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.training.random.Draws;

/**
 * A part of a picture.
 *
 * @param top first row
 * @param left first column
 * @param size height and width
 */
record Rectangle(int top, int left, Extent size) {
  /**
   * A random rectangle: its area even over the range, its proportions even over their logarithm.
   *
   * @return empty if no try fitted
   */
  static Optional<Rectangle> drawn(
      Extent picture,
      double minArea,
      double maxArea,
      double minRatio,
      double maxRatio,
      int tries,
      Draws draws) {
    double logFrom = StrictMath.log(minRatio);
    double logTo = StrictMath.log(maxRatio);
    for (int i = 0; i < tries; i++) {
      double area = picture.area() * draws.between(minArea, maxArea);
      double ratio = StrictMath.exp(draws.between(logFrom, logTo));
      int width = (int) Math.rint(Math.sqrt(area * ratio));
      int height = (int) Math.rint(Math.sqrt(area / ratio));
      if (width >= 1 && height >= 1 && width <= picture.width() && height <= picture.height()) {
        int top = draws.below(picture.height() - height + 1);
        int left = draws.below(picture.width() - width + 1);
        return Optional.of(new Rectangle(top, left, new Extent(height, width)));
      }
    }
    return Optional.empty();
  }
}
