package org.mobilenet4j.training.data.augmentation;

import java.util.EnumSet;
import java.util.List;
import org.mobilenet4j.network.Extent;

/**
 * From which changes a library draws, and how strong each is. A strength is given as a share of the
 * strongest, from 0 to 1, so that one scale serves all of them.
 */
enum ChangeSpace {
  /** torchvision's {@code RandAugment}; its 31 steps from 0 to 30 are shares of 30. */
  TORCHVISION {
    @Override
    boolean signed(PixelChange change) {
      return change.hasDirection();
    }

    @Override
    double strength(PixelChange change, double share, Extent size) {
      return switch (change) {
        case SHEAR_X, SHEAR_Y -> 0.3 * share;
        case TRANSLATE_X -> (int) (150.0 / 331 * size.width() * share);
        case TRANSLATE_Y -> (int) (150.0 / 331 * size.height() * share);
        case ROTATE -> 30 * share;
        case BRIGHTNESS, COLOUR, CONTRAST, SHARPNESS -> 0.9 * share;
        case POSTERISE -> 8 - Math.rint(4 * share);
        case SOLARISE -> 255 * (1 - share);
        case IDENTITY, AUTO_CONTRAST, EQUALISE, INVERT, SOLARISE_ADD -> 0;
      };
    }
  },

  /** torchvision's {@code TrivialAugmentWide}. */
  TRIVIAL_WIDE {
    @Override
    boolean signed(PixelChange change) {
      return change.hasDirection();
    }

    @Override
    double strength(PixelChange change, double share, Extent size) {
      return switch (change) {
        case SHEAR_X, SHEAR_Y -> 0.99 * share;
        case TRANSLATE_X, TRANSLATE_Y -> (int) (32 * share); // pixels, whatever the size
        case ROTATE -> 135 * share;
        case BRIGHTNESS, COLOUR, CONTRAST, SHARPNESS -> 0.99 * share;
        case POSTERISE -> 8 - Math.rint(6 * share);
        case SOLARISE -> 255 * (1 - share);
        case IDENTITY, AUTO_CONTRAST, EQUALISE, INVERT, SOLARISE_ADD -> 0;
      };
    }
  },

  /**
   * timm's {@code rand-m…} without {@code inc}: colours go from nearly none (share 0) to a surplus
   * (1), and the stronger, the less is posterised and solarised.
   */
  TIMM {
    @Override
    boolean signed(PixelChange change) {
      return change.movesPixels();
    }

    @Override
    double strength(PixelChange change, double share, Extent size) {
      return switch (change) {
        case SHEAR_X, SHEAR_Y -> 0.3 * share;
        case TRANSLATE_X -> 0.45 * size.width() * share;
        case TRANSLATE_Y -> 0.45 * size.height() * share;
        case ROTATE -> 30 * share;
        case BRIGHTNESS, COLOUR, CONTRAST, SHARPNESS -> 1.8 * share - 0.9;
        case POSTERISE -> (int) (4 * share);
        case SOLARISE -> (int) (256 * share);
        case SOLARISE_ADD -> (int) (110 * share);
        case IDENTITY, AUTO_CONTRAST, EQUALISE, INVERT -> 0;
      };
    }
  };

  /** From what is drawn, each with the same probability. */
  List<PixelChange> changes() {
    return switch (this) {
      case TORCHVISION, TRIVIAL_WIDE ->
          List.copyOf(
              EnumSet.complementOf(EnumSet.of(PixelChange.INVERT, PixelChange.SOLARISE_ADD)));
      case TIMM -> List.copyOf(EnumSet.complementOf(EnumSet.of(PixelChange.IDENTITY)));
    };
  }

  /** How often a change that was drawn is done. */
  double probability() {
    return switch (this) {
      case TORCHVISION, TRIVIAL_WIDE -> 1;
      case TIMM -> 0.5;
    };
  }

  /** Whether a coin decides over the sign of the strength. */
  abstract boolean signed(PixelChange change);

  /**
   * What a share means: an angle, pixels, a factor's distance from 1, bits, a threshold.
   *
   * @param share of the strongest, from 0 to 1
   * @param size of the picture
   */
  abstract double strength(PixelChange change, double share, Extent size);
}
