package org.mobilenet4j.training.data.augmentation;

import java.util.Locale;

/** One random change of training pictures, as data. */
public sealed interface Augmentation {
  /** Where it stands in a policy; a policy is sorted by this. */
  enum Stage {
    /** What part of the photo is seen, at the network's size. */
    FRAMING,
    /** Where the pixels lie and what colours they have. */
    PIXELS,
    /** What is hidden afterwards. */
    HIDING,
    /** What is mixed with another picture of the batch. */
    MIXING
  }

  /**
   * When it is done.
   *
   * @return its stage
   */
  default Stage stage() {
    return switch (this) {
      case RandomResizedCrop _, PadAndCrop _ -> Stage.FRAMING;
      case HorizontalFlip _, ColourJitter _, RandAugment _, TrivialAugment _ -> Stage.PIXELS;
      case RandomErasing _ -> Stage.HIDING;
      case Mixing _ -> Stage.MIXING;
    };
  }

  /**
   * A rectangle of random area and proportions, scaled to the network's size.
   *
   * <p>Source: Szegedy et al. 2015 (GoogLeNet, section 6); drawn as torchvision's {@code
   * RandomResizedCrop} does: ten tries, then the largest middle of allowed proportions.
   *
   * @param minArea smallest share of the photo's area, above 0; 0.08 is usual
   * @param maxArea largest share, at most 1
   * @param minRatio smallest width by height, above 0; 3/4 is usual
   * @param maxRatio largest width by height; 4/3 is usual
   */
  record RandomResizedCrop(double minArea, double maxArea, double minRatio, double maxRatio)
      implements Augmentation {
    public RandomResizedCrop {
      requireRange("RandomResizedCrop, area", minArea, maxArea, 1);
      requireRange("RandomResizedCrop, ratio", minRatio, maxRatio, 100);
    }

    /**
     * The usual proportions.
     *
     * @param minArea smallest share of the photo's area: 0.08 for ImageNet, more for small data
     * @return a crop of up to the whole photo
     */
    public static RandomResizedCrop from(double minArea) {
      return new RandomResizedCrop(minArea, 1, 3.0 / 4, 4.0 / 3);
    }
  }

  /** What lies beyond the edge of a padded picture. */
  enum Edge {
    /** Black. */
    BLACK,
    /** The picture mirrored at its outermost pixels, which are not repeated. */
    REFLECTED
  }

  /**
   * The whole photo at the network's size, padded on each side and cut at random to that size
   * again: for small pictures.
   *
   * <p>Source: He et al. 2016, section 4.2, with 4 pixels of black for CIFAR-10.
   *
   * @param padding pixels a side; from 0 to less than the network's size
   * @param edge what lies beyond the edge
   */
  record PadAndCrop(int padding, Edge edge) implements Augmentation {
    public PadAndCrop {
      if (padding < 0) {
        throw new IllegalArgumentException(
            "PadAndCrop with %d pixels; there must not be less than 0.".formatted(padding));
      }
    }
  }

  /**
   * Left becomes right.
   *
   * @param probability from 0 to 1; one half is usual, 0 for texts
   */
  record HorizontalFlip(double probability) implements Augmentation {
    public HorizontalFlip {
      requireShare("HorizontalFlip, probability", probability);
    }
  }

  /**
   * Brightness, contrast and saturation times a number from {@code 1 - x} to {@code 1 + x}, the hue
   * turned by at most {@code hue}, the four in random order.
   *
   * <p>Source: torchvision's {@code ColorJitter}.
   *
   * @param brightness largest change, from 0 to 1
   * @param contrast largest change, from 0 to 1
   * @param saturation largest change, from 0 to 1
   * @param hue largest turn, in turns of the colour wheel, from 0 to 0.5
   */
  record ColourJitter(double brightness, double contrast, double saturation, double hue)
      implements Augmentation {
    public ColourJitter {
      requireShare("ColourJitter, brightness", brightness);
      requireShare("ColourJitter, contrast", contrast);
      requireShare("ColourJitter, saturation", saturation);
      requireShare("ColourJitter, hue, doubled", 2 * hue);
    }
  }

  /** After which library changes are drawn. */
  enum Manner {
    /**
     * torchvision's {@code RandAugment}: fourteen changes, identity among them; colours become more
     * or less.
     */
    TORCHVISION,
    /**
     * timm's {@code rand-m…}: fifteen changes, inversion among them; each that is drawn is done
     * with a probability of one half, and colours become less up to the middle of the scale, more
     * from there on.
     */
    TIMM
  }

  /**
   * Some changes drawn from a list, all of about one strength; nearest pixels, and black beyond the
   * edge.
   *
   * <p>Source: Cubuk et al. 2019, as torchvision ({@code transforms/autoaugment.py}) and timm
   * ({@code data/auto_augment.py}) do it. One scale serves both: timm's own, so that its {@code m9}
   * is 9 and turns by up to 27 degrees; torchvision counts to 30, so that its 9 is 3 and turns by
   * 9.
   *
   * @param manner which library's changes
   * @param changes how many are drawn for a picture; from 1 to {@value #MOST_CHANGES}, 2 is usual
   * @param magnitude from 0 to {@value #STRONGEST}, fractions included
   * @param spread standard deviation of the magnitude, drawn anew for each change and kept within
   *     the scale; from 0, always the same, to {@value #STRONGEST}
   */
  record RandAugment(Manner manner, int changes, double magnitude, double spread)
      implements Augmentation {
    /** The end of the scale of magnitudes. */
    public static final int STRONGEST = 10;

    /** With more changes nothing is left of a picture. */
    public static final int MOST_CHANGES = 20;

    public RandAugment {
      boolean within =
          magnitude >= 0 && magnitude <= STRONGEST && spread >= 0 && spread <= STRONGEST;
      if (changes < 1 || changes > MOST_CHANGES || !within) {
        throw new IllegalArgumentException(
            "RandAugment with %d changes of magnitude %s, spread by %s; expected from 1 to %d, and both from 0 to %d."
                .formatted(changes, magnitude, spread, MOST_CHANGES, STRONGEST));
      }
    }
  }

  /**
   * One change of torchvision's fourteen, of any strength up to a wide one: 135 degrees, 32 pixels.
   *
   * <p>Source: Müller and Hutter 2021, as torchvision's {@code TrivialAugmentWide} does it: 31
   * strengths, each as probable; nearest pixels, and black beyond the edge.
   */
  record TrivialAugment() implements Augmentation {}

  /**
   * A rectangle becomes noise.
   *
   * <p>Source: Zhong et al. 2017, with values drawn for each pixel (their RE-R).
   *
   * @param probability from 0 to 1
   * @param minArea smallest share of the picture's area, above 0; 0.02 is usual
   * @param maxArea largest share, below or equal to 1; 1/3 is usual
   * @param minRatio smallest width by height, above 0; 0.3 is usual
   * @param maxRatio largest width by height; 3.3 is usual
   */
  record RandomErasing(
      double probability, double minArea, double maxArea, double minRatio, double maxRatio)
      implements Augmentation {
    public RandomErasing {
      requireShare("RandomErasing, probability", probability);
      requireRange("RandomErasing, area", minArea, maxArea, 1);
      requireRange("RandomErasing, ratio", minRatio, maxRatio, 100);
    }

    /**
     * Areas and proportions as usual.
     *
     * @param probability from 0 to 1
     * @return the usual erasing
     */
    public static RandomErasing with(double probability) {
      return new RandomErasing(probability, 0.02, 1.0 / 3, 0.3, 3.3);
    }
  }

  /** What needs another picture of the batch. */
  sealed interface Mixing extends Augmentation {}

  /**
   * Each picture and its target become a weighted mean with another of the batch.
   *
   * <p>Source: Zhang et al. 2017; the weight is drawn for each picture.
   *
   * @param alpha of the beta distribution of the weights; above 0 and at most 100, 0.2 is usual
   */
  record Mixup(double alpha) implements Mixing {
    public Mixup {
      requireAlpha("Mixup", alpha);
    }
  }

  /**
   * A rectangle of another picture of the batch is pasted in; the target is shared by area. Beside
   * {@link Mixup} a coin decides for each picture.
   *
   * <p>Source: Yun et al. 2019.
   *
   * @param alpha of the beta distribution of the area kept; above 0 and at most 100, 1 is usual
   */
  record CutMix(double alpha) implements Mixing {
    public CutMix {
      requireAlpha("CutMix", alpha);
    }
  }

  private static void requireShare(String what, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("%s %s; expected from 0 to 1.".formatted(what, share));
    }
  }

  private static void requireRange(String what, double from, double to, double most) {
    if (!(from > 0 && from <= to && to <= most)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s from %s to %s; expected both above 0, at most %s, and in this order.",
              what,
              from,
              to,
              most));
    }
  }

  private static void requireAlpha(String what, double alpha) {
    if (!(alpha > 0 && alpha <= 100)) {
      throw new IllegalArgumentException(
          "%s with alpha %s; expected above 0 and at most 100.".formatted(what, alpha));
    }
  }
}
