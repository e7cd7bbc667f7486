package org.mobilenet4j.training.recipe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.network.architecture.NearestName;

/**
 * What is done to a picture before the network sees it, by name and strength; the doing is
 * elsewhere.
 */
public sealed interface AugmentationSetting {
  /**
   * A window of random place, size and proportions (3:4 to 4:3), scaled to the input (Szegedy et
   * al. 2014, section 6).
   *
   * @param smallestArea share of the picture, above 0
   * @param largestArea share of the picture, at most 1
   */
  record RandomResizedCrop(double smallestArea, double largestArea) implements AugmentationSetting {
    public RandomResizedCrop {
      require(
          smallestArea > 0 && smallestArea <= largestArea && largestArea <= 1,
          "random-resized-crop needs areas above 0 and at most 1, the smaller first");
    }
  }

  /** Left and right exchanged, every second time. */
  record Flip() implements AugmentationSetting {}

  /**
   * Brightness, contrast and saturation times a random factor between {@code 1 − strength} and
   * {@code 1 + strength}.
   *
   * @param brightness from 0 to 1
   * @param contrast from 0 to 1
   * @param saturation from 0 to 1
   */
  record ColourJitter(double brightness, double contrast, double saturation)
      implements AugmentationSetting {
    public ColourJitter {
      require(
          isShare(brightness) && isShare(contrast) && isShare(saturation),
          "colour-jitter needs three strengths from 0 to 1");
    }
  }

  /**
   * A frame around the picture, and a window of the picture's own size somewhere in that: for small
   * pictures.
   *
   * @param pixels width of the frame; at least 1
   */
  record PadAndCrop(int pixels) implements AugmentationSetting {
    public PadAndCrop {
      require(pixels >= 1, "pad-and-crop needs a frame of at least 1 pixel");
    }
  }

  /**
   * A rectangle is painted over (Zhong et al. 2017).
   *
   * @param probability from 0 to 1
   */
  record Erasing(double probability) implements AugmentationSetting {
    public Erasing {
      require(isShare(probability), "erasing needs a probability from 0 to 1");
    }
  }

  /**
   * Two pictures and their targets are blended (Zhang et al. 2017).
   *
   * @param alpha both parameters of the beta distribution of the share; above 0 and at most 100
   */
  record Mixup(double alpha) implements AugmentationSetting {
    public Mixup {
      require(alpha > 0 && alpha <= 100, "mixup needs a number above 0 and at most 100");
    }
  }

  /**
   * A rectangle of another picture is pasted in, and the targets are blended by area (Yun et al.
   * 2019).
   *
   * @param alpha both parameters of the beta distribution of the area; above 0 and at most 100
   */
  record Cutmix(double alpha) implements AugmentationSetting {
    public Cutmix {
      require(alpha > 0 && alpha <= 100, "cutmix needs a number above 0 and at most 100");
    }
  }

  /**
   * Some operations of torchvision's list, each of about the same strength (Cubuk et al. 2019).
   *
   * @param operations how many one after another; from 1 to 20
   * @param magnitude how strong, from 0 to 10; torchvision's 9 of 30 is 3
   * @param spread standard deviation of the magnitude, which stays within its range; from 0 to 10
   */
  record RandAugment(int operations, double magnitude, double spread)
      implements AugmentationSetting {
    public RandAugment {
      requireStrength("rand-augment", operations, magnitude, spread);
    }
  }

  /**
   * The same after timm: other operations and strengths, each done every second time.
   *
   * @param operations how many one after another; from 1 to 20
   * @param magnitude how strong, from 0 to 10; timm's {@code m}
   * @param spread standard deviation of the magnitude, which stays within its range; from 0 to 10;
   *     timm's {@code mstd}
   */
  record TimmRandAugment(int operations, double magnitude, double spread)
      implements AugmentationSetting {
    public TimmRandAugment {
      requireStrength("timm-rand-augment", operations, magnitude, spread);
    }
  }

  /** One operation of torchvision's list, of any strength (Müller and Hutter 2021). */
  record TrivialAugment() implements AugmentationSetting {}

  /** The names in {@link #parse}. */
  List<String> NAMES =
      List.of(
          "random-resized-crop",
          "flip",
          "colour-jitter",
          "pad-and-crop",
          "erasing",
          "mixup",
          "cutmix",
          "rand-augment",
          "timm-rand-augment",
          "trivial-augment");

  /**
   * @return the notation of recipes: {@code erasing 0.2}
   */
  default String text() {
    return switch (this) {
      case RandomResizedCrop(double smallest, double largest) ->
          Text.call("random-resized-crop", smallest, largest);
      case Flip _ -> "flip";
      case ColourJitter(double brightness, double contrast, double saturation) ->
          Text.call("colour-jitter", brightness, contrast, saturation);
      case PadAndCrop(int pixels) -> Text.call("pad-and-crop", pixels);
      case Erasing(double probability) -> Text.call("erasing", probability);
      case Mixup(double alpha) -> Text.call("mixup", alpha);
      case Cutmix(double alpha) -> Text.call("cutmix", alpha);
      case RandAugment(int operations, double magnitude, double spread) ->
          Text.call("rand-augment", operations, magnitude, spread);
      case TimmRandAugment(int operations, double magnitude, double spread) ->
          Text.call("timm-rand-augment", operations, magnitude, spread);
      case TrivialAugment _ -> "trivial-augment";
    };
  }

  /**
   * Reads a list in the notation of recipes: {@code pad-and-crop 4, flip, erasing 0.2}.
   *
   * @param text separated by commas; {@code none} for none
   * @return the augmentations, in that order
   * @throws RecipeException if a name is unknown, or its numbers are missing, too many or out of
   *     range, or two of them exclude each other
   */
  static List<AugmentationSetting> parse(String text) {
    if (text.strip().equals("none")) {
      return List.of();
    }
    List<AugmentationSetting> settings =
        Stream.of(text.split(",", -1)).map(part -> one(part.strip())).toList();
    return Text.refusing(
        "list of augmentations",
        text,
        () -> {
          requireTogether(settings);
          return settings;
        });
  }

  /**
   * What a recipe may ask for at the same time: each once, one crop, one way of drawing operations.
   *
   * @param settings of a recipe
   * @throws IllegalArgumentException if two of them exclude each other
   */
  static void requireTogether(List<AugmentationSetting> settings) {
    Map<String, AugmentationSetting> kinds = new HashMap<>();
    for (AugmentationSetting setting : settings) {
      @Nullable AugmentationSetting other = kinds.putIfAbsent(setting.kind(), setting);
      if (other != null) {
        throw new IllegalArgumentException(
            "'%s' and '%s' exclude each other; leave one of them out."
                .formatted(other.text(), setting.text()));
      }
    }
  }

  private String kind() {
    return switch (this) {
      case RandomResizedCrop _, PadAndCrop _ -> "crop";
      case Flip _ -> "flip";
      case ColourJitter _ -> "jitter";
      case Erasing _ -> "erasing";
      case Mixup _ -> "mixup";
      case Cutmix _ -> "cutmix";
      case RandAugment _, TimmRandAugment _, TrivialAugment _ -> "drawn operations";
    };
  }

  private static AugmentationSetting one(String text) {
    Text.Call call = Text.parse(text);
    return Text.refusing(
        "augmentation",
        text,
        () ->
            switch (call.name()) {
              case "random-resized-crop" -> new RandomResizedCrop(call.at(0, 2), call.at(1, 2));
              case "flip" -> {
                call.expect(0);
                yield new Flip();
              }
              case "colour-jitter" -> new ColourJitter(call.at(0, 3), call.at(1, 3), call.at(2, 3));
              case "pad-and-crop" -> new PadAndCrop(Text.whole(call.at(0, 1)));
              case "erasing" -> new Erasing(call.at(0, 1));
              case "mixup" -> new Mixup(call.at(0, 1));
              case "cutmix" -> new Cutmix(call.at(0, 1));
              case "rand-augment" ->
                  new RandAugment(Text.whole(call.at(0, 3)), call.at(1, 3), call.at(2, 3));
              case "timm-rand-augment" ->
                  new TimmRandAugment(Text.whole(call.at(0, 3)), call.at(1, 3), call.at(2, 3));
              case "trivial-augment" -> {
                call.expect(0);
                yield new TrivialAugment();
              }
              default ->
                  throw new IllegalArgumentException(
                      NearestName.of(call.name(), NAMES)
                          .map("did you mean '%s'?"::formatted)
                          .orElse("there are " + String.join(", ", NAMES) + "."));
            });
  }

  private static boolean isShare(double value) {
    return value >= 0 && value <= 1;
  }

  private static void requireStrength(
      String name, int operations, double magnitude, double spread) {
    require(
        operations >= 1
            && operations <= 20
            && magnitude >= 0
            && magnitude <= 10
            && spread >= 0
            && spread <= 10,
        name
            + " needs operations from 1 to 20, a magnitude from 0 to 10 and a spread from 0 to 10");
  }

  private static void require(boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(expected + ".");
    }
  }
}
