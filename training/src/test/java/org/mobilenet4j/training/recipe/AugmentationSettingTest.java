package org.mobilenet4j.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentationSettingTest {
  @Test
  void what_is_written_can_be_read_again() {
    for (String all :
        List.of(
            "random-resized-crop 0.08 1, flip, colour-jitter 0.125 0.5 0.4, erasing 0.25, mixup 0.2, cutmix 1, rand-augment 2 3.5 0.5",
            "pad-and-crop 4, timm-rand-augment 2 9 0.5",
            "trivial-augment")) {
      assertThat(
              AugmentationSetting.parse(all).stream()
                  .map(AugmentationSetting::text)
                  .collect(Collectors.joining(", ")))
          .isEqualTo(all);
    }
    assertThat(AugmentationSetting.parse("none")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          cutmx 1                 | 'cutmx 1' is no augmentation: did you mean 'cutmix'?
          blur                    | 'blur' is no augmentation: there are random-resized-crop, flip, colour-jitter, pad-and-crop, erasing, mixup, cutmix, rand-augment, timm-rand-augment, trivial-augment.
          flip 1                  | 'flip 1' is no augmentation: flip takes 0 numbers.
          erasing                 | 'erasing' is no augmentation: erasing takes 1 number.
          erasing 2               | 'erasing 2' is no augmentation: erasing needs a probability from 0 to 1.
          pad-and-crop 1.5        | 'pad-and-crop 1.5' is no augmentation: 1.5 is no whole number.
          random-resized-crop 0 1 | 'random-resized-crop 0 1' is no augmentation: random-resized-crop needs areas above 0 and at most 1, the smaller first.
          mixup x                 | 'mixup x': 'x' is no number; expected a name and numbers.
          mixup NaN               | 'mixup NaN' is no augmentation: mixup needs a number above 0 and at most 100.
          mixup 200               | 'mixup 200' is no augmentation: mixup needs a number above 0 and at most 100.
          cutmix 101              | 'cutmix 101' is no augmentation: cutmix needs a number above 0 and at most 100.
          rand-augment 0 3 0      | 'rand-augment 0 3 0' is no augmentation: rand-augment needs operations from 1 to 20, a magnitude from 0 to 10 and a spread from 0 to 10.
          rand-augment 2 11 0     | 'rand-augment 2 11 0' is no augmentation: rand-augment needs operations from 1 to 20, a magnitude from 0 to 10 and a spread from 0 to 10.
          timm-rand-augment 2 9 NaN | 'timm-rand-augment 2 9 NaN' is no augmentation: timm-rand-augment needs operations from 1 to 20, a magnitude from 0 to 10 and a spread from 0 to 10.
          trivial-augment 1       | 'trivial-augment 1' is no augmentation: trivial-augment takes 0 numbers.
          flip, flip              | 'flip, flip' is no list of augmentations: 'flip' and 'flip' exclude each other; leave one of them out.
          pad-and-crop 4, random-resized-crop 0.5 1 | 'pad-and-crop 4, random-resized-crop 0.5 1' is no list of augmentations: 'pad-and-crop 4' and 'random-resized-crop 0.5 1' exclude each other; leave one of them out.
          erasing 0.1, flip, erasing 0.2 | 'erasing 0.1, flip, erasing 0.2' is no list of augmentations: 'erasing 0.1' and 'erasing 0.2' exclude each other; leave one of them out.
          rand-augment 1 1 0, trivial-augment | 'rand-augment 1 1 0, trivial-augment' is no list of augmentations: 'rand-augment 1 1 0' and 'trivial-augment' exclude each other; leave one of them out.
          """)
  void what_cannot_be_done_is_refused_in_a_sentence(String text, String message) {
    assertThatExceptionOfType(RecipeException.class)
        .isThrownBy(() -> AugmentationSetting.parse(text))
        .withMessage(message);
  }

  @Test
  void a_recipe_does_not_take_what_excludes_each_other_either() {
    AugmentationSetting flip = new AugmentationSetting.Flip();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Recipes.named("small-data").withAugmentations(List.of(flip, flip)))
        .withMessage("'flip' and 'flip' exclude each other; leave one of them out.");
  }
}
