package org.mobilenet4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.training.data.augmentation.Augmentation;
import org.mobilenet4j.training.data.augmentation.Augmentation.Manner;
import org.mobilenet4j.training.data.augmentation.AugmentationPolicy;
import org.mobilenet4j.training.recipe.AugmentationSetting;
import org.mobilenet4j.training.recipe.Recipe;
import org.mobilenet4j.training.recipe.RecipeException;
import org.mobilenet4j.training.recipe.Recipes;
import org.mobilenet4j.vision.Preprocessor;
import org.mobilenet4j.vision.image.Pixels;

/** What a recipe's words do to pictures. */
class AugmentationPoliciesTest {
  private static final Preprocessor PREPROCESSOR =
      Preprocessor.of(Preprocessing.unit(), new Shape(16, 16, 3));

  private static AugmentationPolicy policy(String text) {
    return AugmentationPolicies.of(AugmentationSetting.parse(text));
  }

  @Test
  void every_word_becomes_what_is_done_with_its_numbers() {
    assertThat(
            policy(
                    "random-resized-crop 0.08 0.9, flip, colour-jitter 0.1 0.2 0.3, rand-augment 2 3.5 0.25, erasing 0.4, mixup 0.2, cutmix 1")
                .augmentations())
        .containsExactly(
            new Augmentation.RandomResizedCrop(0.08, 0.9, 3.0 / 4, 4.0 / 3),
            new Augmentation.HorizontalFlip(0.5),
            new Augmentation.ColourJitter(0.1, 0.2, 0.3, 0),
            new Augmentation.RandAugment(Manner.TORCHVISION, 2, 3.5, 0.25),
            new Augmentation.RandomErasing(0.4, 0.02, 1.0 / 3, 0.3, 3.3),
            new Augmentation.Mixup(0.2),
            new Augmentation.CutMix(1));
    assertThat(policy("trivial-augment, pad-and-crop 4").augmentations())
        .containsExactly(
            new Augmentation.PadAndCrop(4, Augmentation.Edge.REFLECTED),
            new Augmentation.TrivialAugment());
    assertThat(policy("none").augmentations()).isEmpty();
  }

  @Test
  void recipes_ask_for_the_strengths_of_their_sources() {
    assertThat(drawing("v3-timm"))
        .isEqualTo(new Augmentation.RandAugment(Manner.TIMM, 2, 9, 0.5)); // m9 of 10, mstd0.5
    assertThat(drawing("v3-torchvision-v1"))
        .isEqualTo(new Augmentation.RandAugment(Manner.TORCHVISION, 2, 3, 0)); // 9 of 30
    assertThat(drawing("torchvision-v2-weights")).isEqualTo(new Augmentation.TrivialAugment());
  }

  private static Augmentation drawing(String recipe) {
    return AugmentationPolicies.of(Recipes.named(recipe).augmentations()).augmentations().stream()
        .filter(each ->
            each instanceof Augmentation.RandAugment || each instanceof Augmentation.TrivialAugment)
        .findFirst()
        .orElseThrow();
  }

  /** Whatever can be written can be done. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "random-resized-crop 0.001 0.001",
        "random-resized-crop 1 1",
        "colour-jitter 0 0 0",
        "colour-jitter 1 1 1",
        "pad-and-crop 1",
        "pad-and-crop 15",
        "erasing 0",
        "erasing 1",
        "mixup 0.01",
        "mixup 100",
        "cutmix 0.01",
        "cutmix 100",
        "rand-augment 1 0 0",
        "rand-augment 20 10 10",
        "timm-rand-augment 1 0 0",
        "timm-rand-augment 20 10 10",
        "trivial-augment"
      })
  void the_ends_of_every_range_can_be_done(String text) {
    AugmentationPolicy policy = policy(text);
    for (int index = 0; index < 20; index++) {
      Pixels seen = policy.picture(grey(100, 40), PREPROCESSOR, 1, 0, index);

      assertThat(seen.extent()).isEqualTo(Extent.square(16));
    }
    float[] input = new float[2 * PREPROCESSOR.floats()];
    Arrays.fill(input, 1);
    policy.mix(input, new float[] {1, 0, 0, 1}, Extent.square(16), 1, 0, new int[] {3, 4});
    for (float value : input) {
      assertThat(value).isBetween(0.999f, 1.001f);
    }
  }

  private static Pixels grey(int level, int side) {
    byte[] rgb = new byte[side * side * 3];
    Arrays.fill(rgb, (byte) level);
    return Pixels.of(Extent.square(side), rgb);
  }

  @Test
  void colour_jitter_reaches_both_ends_of_its_range_and_nothing_beyond() {
    AugmentationPolicy policy = policy("colour-jitter 0.4 0 0");

    int[] levels =
        IntStream.range(0, 500)
            .map(index -> policy.picture(grey(100, 16), PREPROCESSOR, 1, 0, index).value(5, 5, 0))
            .toArray();

    // From 0.6 to 1.4 times 100, each level as probable.
    assertThat(Arrays.stream(levels)).allMatch(level -> level >= 59 && level <= 140);
    assertThat(Arrays.stream(levels).min().orElseThrow()).isLessThan(63);
    assertThat(Arrays.stream(levels).max().orElseThrow()).isGreaterThan(137);
  }

  @Test
  void colour_jitter_leaves_alone_what_has_no_strength() {
    Pixels grey = grey(100, 16);

    // Grey has neither contrast nor saturation that could change.
    assertThat(policy("colour-jitter 0 1 1").picture(grey, PREPROCESSOR, 1, 0, 3).toByteArray())
        .isEqualTo(grey.toByteArray());
    Pixels red = Pixels.of(Extent.square(16), redOf(16));
    assertThat(policy("colour-jitter 0 0 0").picture(red, PREPROCESSOR, 1, 0, 3).toByteArray())
        .isEqualTo(red.toByteArray());
    assertThat(policy("colour-jitter 0 0 1").picture(red, PREPROCESSOR, 1, 0, 3).toByteArray())
        .isNotEqualTo(red.toByteArray());
  }

  private static byte[] redOf(int side) {
    byte[] rgb = new byte[side * side * 3];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) 200;
    }
    return rgb;
  }

  @Test
  void a_frame_must_be_smaller_than_what_the_network_sees() {
    List<AugmentationSetting> settings = AugmentationSetting.parse("flip, pad-and-crop 32");

    assertThatCode(() -> AugmentationPolicies.requireRoom(settings, Extent.square(33)))
        .doesNotThrowAnyException();
    assertThatExceptionOfType(RecipeException.class)
        .isThrownBy(() -> AugmentationPolicies.requireRoom(settings, new Extent(64, 32)))
        .withMessage(
            "'pad-and-crop 32' is too much for a network that sees 64×32 pixels; expected a frame of at most 31.");
  }

  @Test
  void a_task_whose_frame_does_not_fit_its_network_is_refused() {
    Recipe wide =
        SmallTuning.RECIPE.withAugmentations(AugmentationSetting.parse("pad-and-crop 24"));
    Network network = SmallTuning.network(3);

    assertThatExceptionOfType(RecipeException.class)
        .isThrownBy(() -> FineTuningTask.of(SmallTuning.model(), wide, SmallTuning.DATA, 1))
        .withMessageContaining("a network that sees 24×24 pixels");
    assertThatExceptionOfType(RecipeException.class)
        .isThrownBy(() ->
            TrainingTask.of(
                network,
                WeightInitialization.of(network, 1),
                wide,
                SmallTuning.DATA,
                Preprocessing.tf(),
                1))
        .withMessageContaining("a network that sees 24×24 pixels");
  }
}
