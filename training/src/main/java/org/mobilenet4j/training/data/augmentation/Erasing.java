package org.mobilenet4j.training.data.augmentation;

import java.util.Optional;
import org.mobilenet4j.training.data.augmentation.Augmentation.RandomErasing;
import org.mobilenet4j.training.random.Draws;
import org.mobilenet4j.vision.image.Pixels;

/** Hides a rectangle behind noise. */
final class Erasing {
  private static final int TRIES = 10;

  private Erasing() {}

  static Pixels erased(RandomErasing erasing, Pixels picture, Draws draws) {
    if (!draws.happens(erasing.probability())) {
      return picture;
    }
    Optional<Rectangle> drawn =
        Rectangle.drawn(
            picture.extent(),
            erasing.minArea(),
            erasing.maxArea(),
            erasing.minRatio(),
            erasing.maxRatio(),
            TRIES,
            draws);
    return drawn.map(hidden -> withNoise(picture, hidden, draws)).orElse(picture);
  }

  private static Pixels withNoise(Pixels picture, Rectangle hidden, Draws draws) {
    byte[] rgb = picture.toByteArray();
    int end = hidden.size().width() * Pixels.CHANNELS;
    for (int y = 0; y < hidden.size().height(); y++) {
      int row = ((hidden.top() + y) * picture.width() + hidden.left()) * Pixels.CHANNELS;
      for (int i = 0; i < end; i++) {
        rgb[row + i] = (byte) draws.bits();
      }
    }
    return Pixels.of(picture.extent(), rgb);
  }
}
