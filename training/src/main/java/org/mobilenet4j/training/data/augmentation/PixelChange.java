package org.mobilenet4j.training.data.augmentation;

import org.mobilenet4j.vision.image.Pixels;

/**
 * What RandAugment and its kin do to pictures, in torchvision's and timm's arithmetic, which is
 * Pillow's; how strongly, {@link ChangeSpace} says.
 */
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
  EQUALISE,
  INVERT,
  SOLARISE_ADD;

  /** Whether pixels are moved, one way or the other. */
  boolean movesPixels() {
    return switch (this) {
      case SHEAR_X, SHEAR_Y, TRANSLATE_X, TRANSLATE_Y, ROTATE -> true;
      case BRIGHTNESS, COLOUR, CONTRAST, SHARPNESS -> false;
      case IDENTITY, POSTERISE, SOLARISE, AUTO_CONTRAST, EQUALISE, INVERT, SOLARISE_ADD -> false;
    };
  }

  /** Whether it has an opposite: to the other side, or less instead of more. */
  boolean hasDirection() {
    return switch (this) {
      case SHEAR_X, SHEAR_Y, TRANSLATE_X, TRANSLATE_Y, ROTATE -> true;
      case BRIGHTNESS, COLOUR, CONTRAST, SHARPNESS -> true;
      case IDENTITY, POSTERISE, SOLARISE, AUTO_CONTRAST, EQUALISE, INVERT, SOLARISE_ADD -> false;
    };
  }

  /**
   * @param strength an angle, pixels, a factor's distance from 1, bits, a threshold
   */
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
      case INVERT -> Colours.solarised(picture, 0);
      case SOLARISE_ADD -> Colours.lightened(picture, (int) strength);
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
