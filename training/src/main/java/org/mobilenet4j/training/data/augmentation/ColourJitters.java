package org.mobilenet4j.training.data.augmentation;

import org.mobilenet4j.training.data.augmentation.Augmentation.ColourJitter;
import org.mobilenet4j.training.random.Draws;
import org.mobilenet4j.vision.image.Pixels;

/** Executes {@link ColourJitter}. */
final class ColourJitters {
  private static final int KINDS = 4;

  private ColourJitters() {}

  static Pixels jittered(ColourJitter jitter, Pixels picture, Draws draws) {
    int[] order = draws.permutation(KINDS);
    double brightness = factor(jitter.brightness(), draws);
    double contrast = factor(jitter.contrast(), draws);
    double saturation = factor(jitter.saturation(), draws);
    double turn = draws.between(-jitter.hue(), jitter.hue());
    Pixels jittered = picture;
    for (int kind : order) {
      jittered =
          switch (kind) {
            case 0 ->
                jitter.brightness() == 0 ? jittered : Colours.brightness(jittered, brightness);
            case 1 -> jitter.contrast() == 0 ? jittered : Colours.contrast(jittered, contrast);
            case 2 ->
                jitter.saturation() == 0 ? jittered : Colours.saturation(jittered, saturation);
            default -> jitter.hue() == 0 ? jittered : Hue.turned(jittered, turn);
          };
    }
    return jittered;
  }

  private static double factor(double change, Draws draws) {
    return draws.between(1 - change, 1 + change);
  }
}
