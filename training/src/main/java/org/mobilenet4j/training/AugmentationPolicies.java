package org.mobilenet4j.training;

import java.util.List;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.training.data.augmentation.Augmentation;
import org.mobilenet4j.training.data.augmentation.AugmentationPolicy;
import org.mobilenet4j.training.recipe.AugmentationSetting;
import org.mobilenet4j.training.recipe.RecipeException;

/** What a recipe asks for, as what is done. */
public final class AugmentationPolicies {
  private AugmentationPolicies() {}

  /**
   * @param settings as a recipe has them
   * @return the policy that does it
   */
  public static AugmentationPolicy of(List<AugmentationSetting> settings) {
    return AugmentationPolicy.of(
        settings.stream().map(AugmentationPolicies::one).toArray(Augmentation[]::new));
  }

  private static Augmentation one(AugmentationSetting setting) {
    return switch (setting) {
      case AugmentationSetting.RandomResizedCrop(double smallest, double largest) ->
          new Augmentation.RandomResizedCrop(smallest, largest, 3.0 / 4, 4.0 / 3);
      case AugmentationSetting.Flip() -> new Augmentation.HorizontalFlip(0.5);
      case AugmentationSetting.ColourJitter(
              double brightness,
              double contrast,
              double saturation) ->
          new Augmentation.ColourJitter(brightness, contrast, saturation, 0);
      case AugmentationSetting.PadAndCrop(int pixels) ->
          new Augmentation.PadAndCrop(pixels, Augmentation.Edge.REFLECTED);
      case AugmentationSetting.Erasing(double probability) ->
          Augmentation.RandomErasing.with(probability);
      case AugmentationSetting.Mixup(double alpha) -> new Augmentation.Mixup(alpha);
      case AugmentationSetting.Cutmix(double alpha) -> new Augmentation.CutMix(alpha);
      case AugmentationSetting.RandAugment(int operations, double magnitude, double spread) ->
          new Augmentation.RandAugment(
              Augmentation.Manner.TORCHVISION, operations, magnitude, spread);
      case AugmentationSetting.TimmRandAugment(int operations, double magnitude, double spread) ->
          new Augmentation.RandAugment(Augmentation.Manner.TIMM, operations, magnitude, spread);
      case AugmentationSetting.TrivialAugment() -> new Augmentation.TrivialAugment();
    };
  }

  /**
   * Refuses what does not fit the input of a network, before anything is done.
   *
   * @param settings as a recipe has them
   * @param input height and width of what the network sees
   * @throws RecipeException if a frame is as wide as a picture, or wider
   */
  public static void requireRoom(List<AugmentationSetting> settings, Extent input) {
    int most = Math.min(input.height(), input.width()) - 1;
    for (AugmentationSetting setting : settings) {
      if (setting instanceof AugmentationSetting.PadAndCrop(int pixels) && pixels > most) {
        throw new RecipeException(
            "'%s' is too much for a network that sees %s pixels; expected a frame of at most %d."
                .formatted(setting.text(), input, most));
      }
    }
  }
}
