package org.mobilenet4j.training.data.augmentation;

import java.util.List;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.vision.image.Pixels;

/** The fourteen changes of RandAugment, with torchvision's strengths and arithmetic. */
enum PixelChange {
  IDENTITY,
  SHEAR_X,
  SHEAR_Y,
  TRANSLATE_X,
  TRANSLATE_Y,
  ROTATE,
  BRIGHTNESS,
  COLOUR,
  CONTRAST,
  SHARPNESS,
  POSTERISE,
  SOLARISE,
  AUTO_CONTRAST,
  EQUALISE;

  /** The last of 31 steps of strength. */
  static final int STRONGEST = 30;

  static List<PixelChange> all() {
    return List.of(values());
  }

  /** Whether the strength has a random sign. */
  boolean signed() {
    return switch (this) {
      case SHEAR_X, SHEAR_Y, TRANSLATE_X, TRANSLATE_Y, ROTATE -> true;
      case BRIGHTNESS, COLOUR, CONTRAST, SHARPNESS -> true;
      case IDENTITY, POSTERISE, SOLARISE, AUTO_CONTRAST, EQUALISE -> false;
    };
  }

  /** What a step means: an angle, pixels, a factor's distance from 1, bits, a threshold. */
  double strength(int magnitude, Extent size) {
    double share = (double) magnitude / STRONGEST;
    return switch (this) {
      case SHEAR_X, SHEAR_Y -> 0.3 * share;
      case TRANSLATE_X -> (int) (150.0 / 331 * size.width() * share);
      case TRANSLATE_Y -> (int) (150.0 / 331 * size.height() * share);
      case ROTATE -> 30 * share;
      case BRIGHTNESS, COLOUR, CONTRAST, SHARPNESS -> 0.9 * share;
      case POSTERISE -> 8 - Math.rint(magnitude / (STRONGEST / 4.0));
      case SOLARISE -> 255 * (1 - share);
      case IDENTITY, AUTO_CONTRAST, EQUALISE -> 0;
    };
  }

  Pixels apply(Pixels picture, double strength) {
    return switch (this) {
      case IDENTITY -> picture;
      // About the top left corner, as torchvision does it.
      case SHEAR_X -> PixelLayout.mapped(picture, 1, strength, 0, 0, 1, 0);
      case SHEAR_Y -> PixelLayout.mapped(picture, 1, 0, 0, strength, 1, 0);
      case TRANSLATE_X -> PixelLayout.mapped(picture, 1, 0, -strength, 0, 1, 0);
      case TRANSLATE_Y -> PixelLayout.mapped(picture, 1, 0, 0, 0, 1, -strength);
      case ROTATE -> rotated(picture, strength);
      case BRIGHTNESS -> Colours.brightness(picture, 1 + strength);
      case COLOUR -> Colours.saturation(picture, 1 + strength);
      case CONTRAST -> Colours.contrast(picture, 1 + strength);
      case SHARPNESS -> Colours.sharpness(picture, 1 + strength);
      case POSTERISE -> Colours.posterised(picture, (int) strength);
      case SOLARISE -> Colours.solarised(picture, strength);
      case AUTO_CONTRAST -> Colours.autoContrast(picture);
      case EQUALISE -> Colours.equalised(picture);
    };
  }

  private static Pixels rotated(Pixels picture, double degrees) {
    double angle = -degrees * Math.PI / 180;
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double middleX = picture.width() / 2.0;
    double middleY = picture.height() / 2.0;
    return PixelLayout.mapped(
        picture,
        cos,
        sin,
        middleX - cos * middleX - sin * middleY,
        -sin,
        cos,
        middleY + sin * middleX - cos * middleY);
  }
}
