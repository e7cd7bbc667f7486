package org.mobilenet4j.training;

import java.util.List;
import org.mobilenet4j.training.data.augmentation.Augmentation;
import org.mobilenet4j.training.data.augmentation.AugmentationPolicy;
import org.mobilenet4j.training.recipe.AugmentationSetting;

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
      // The spread of the magnitude is not imitated; it is timm's own.
      case AugmentationSetting.RandAugment(int operations, double magnitude, _) ->
          new Augmentation.RandAugment(operations, (int) Math.round(magnitude));
    };
  }
}
