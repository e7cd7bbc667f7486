package org.mobilenet4j.training.data.augmentation;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.training.data.augmentation.Augmentation.Stage;
import org.mobilenet4j.training.random.Draws;
import org.mobilenet4j.vision.Preprocessor;
import org.mobilenet4j.vision.image.Pixels;

/**
 * Augmentations that are done one after the other: first what part of a photo is seen, then what
 * becomes of its pixels, then what is hidden, then what is mixed; within a stage in the order
 * given. Without a framing the network sees what it would see in an evaluation.
 *
 * @param augmentations at most one of each kind, and at most one framing; sorted by stage
 */
public record AugmentationPolicy(List<Augmentation> augmentations) {
  private static final long PICTURE = 0x70696374;
  private static final long MIXTURE = 0x6d697874;

  public AugmentationPolicy {
    augmentations =
        augmentations.stream().sorted(Comparator.comparing(Augmentation::stage)).toList();
    Set<Class<?>> kinds = new HashSet<>();
    Set<Stage> framings = EnumSet.noneOf(Stage.class);
    for (Augmentation augmentation : augmentations) {
      boolean another =
          augmentation.stage() == Stage.FRAMING && !framings.add(augmentation.stage());
      if (another || !kinds.add(augmentation.getClass())) {
        throw new IllegalArgumentException(
            "%s stands beside another of its kind; expected at most one of a kind, and one of the crops."
                .formatted(augmentation));
      }
    }
  }

  /**
   * A policy of some augmentations.
   *
   * @param augmentations in any order of stages
   * @return the policy
   */
  public static AugmentationPolicy of(Augmentation... augmentations) {
    return new AugmentationPolicy(List.of(augmentations));
  }

  /**
   * Whether targets may become soft.
   *
   * @return true if pictures are mixed
   */
  public boolean mixes() {
    return augmentations.stream().anyMatch(augmentation -> augmentation.stage() == Stage.MIXING);
  }

  /**
   * What a network sees of a photo in an epoch, before it is mixed.
   *
   * @param photo the photo as it is stored
   * @param preprocessor of the network
   * @param seed of the run
   * @param epoch from 0
   * @param index of the photo in its data set
   * @return a picture of the network's size
   */
  public Pixels picture(Pixels photo, Preprocessor preprocessor, long seed, int epoch, int index) {
    Draws draws = Draws.of(seed, PICTURE, epoch, index);
    boolean framed = false;
    Pixels picture = photo;
    for (Augmentation augmentation : augmentations) {
      if (!framed && augmentation.stage() != Stage.FRAMING) {
        picture = preprocessor.framed(picture);
      }
      framed = true;
      picture = changed(augmentation, picture, preprocessor, draws);
    }
    return framed ? picture : preprocessor.framed(picture);
  }

  private static Pixels changed(
      Augmentation augmentation, Pixels picture, Preprocessor preprocessor, Draws draws) {
    return switch (augmentation) {
      case Augmentation.RandomResizedCrop crop ->
          RandomFraming.resizedCrop(
              crop, picture, preprocessor.size(), preprocessor.resampling(), draws);
      case Augmentation.PadAndCrop crop ->
          RandomFraming.padAndCrop(
              crop, picture, preprocessor.size(), preprocessor.resampling(), draws);
      case Augmentation.HorizontalFlip(double probability) ->
          draws.happens(probability) ? picture.mirrored() : picture;
      case Augmentation.ColourJitter jitter -> ColourJitters.jittered(jitter, picture, draws);
      case Augmentation.RandAugment how ->
          DrawnChange.apply(DrawnChange.of(how, picture.extent(), draws), picture);
      case Augmentation.TrivialAugment() ->
          DrawnChange.apply(
              List.of(DrawnChange.ofTrivialAugment(picture.extent(), draws)), picture);
      case Augmentation.RandomErasing erasing -> Erasing.erased(erasing, picture, draws);
      case Augmentation.Mixing _ -> picture; // done with the whole batch
    };
  }

  /**
   * Mixes the pictures of a batch and their targets, in place, if the policy says so.
   *
   * @param input {@code [indices.length, height, width, channels]}
   * @param targets {@code [indices.length, classes]}
   * @param size height and width of the pictures
   * @param seed of the run
   * @param epoch from 0
   * @param indices of the pictures in their data set
   */
  public void mix(
      float[] input, float[] targets, Extent size, long seed, int epoch, int[] indices) {
    List<Augmentation.Mixing> mixing =
        augmentations.stream()
            .filter(Augmentation.Mixing.class::isInstance)
            .map(Augmentation.Mixing.class::cast)
            .toList();
    if (mixing.isEmpty() || indices.length < 2) {
      return;
    }
    Mixture mixture = new Mixture(input.clone(), targets.clone(), size, indices.length);
    for (int at = 0; at < indices.length; at++) {
      Draws draws = Draws.of(seed, MIXTURE, epoch, indices[at]);
      Augmentation.Mixing chosen = mixing.get(draws.below(mixing.size()));
      int partner = (at + 1 + draws.below(indices.length - 1)) % indices.length;
      switch (chosen) {
        case Augmentation.Mixup(double alpha) ->
            mixture.blend(at, partner, draws.beta(alpha), input, targets);
        case Augmentation.CutMix(double alpha) ->
            mixture.paste(at, partner, draws.beta(alpha), draws, input, targets);
      }
    }
  }
}
