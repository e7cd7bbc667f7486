package org.mobilenet4j.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentationSettingTest {
  @Test
  void what_is_written_can_be_read_again() {
    String all =
        "random-resized-crop 0.08 1, flip, colour-jitter 0.125 0.5 0.4, pad-and-crop 4, erasing 0.25, mixup 0.2, cutmix 1, rand-augment 2 9 0.5";

    assertThat(
            AugmentationSetting.parse(all).stream()
                .map(AugmentationSetting::text)
                .collect(Collectors.joining(", ")))
        .isEqualTo(all);
    assertThat(AugmentationSetting.parse("none")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          cutmx 1                 | 'cutmx 1' is no augmentation: did you mean 'cutmix'?
          blur                    | 'blur' is no augmentation: there are random-resized-crop, flip, colour-jitter, pad-and-crop, erasing, mixup, cutmix, rand-augment.
          flip 1                  | 'flip 1' is no augmentation: flip takes 0 numbers.
          erasing                 | 'erasing' is no augmentation: erasing takes 1 number.
          erasing 2               | 'erasing 2' is no augmentation: erasing needs a probability from 0 to 1.
          pad-and-crop 1.5        | 'pad-and-crop 1.5' is no augmentation: 1.5 is no whole number.
          random-resized-crop 0 1 | 'random-resized-crop 0 1' is no augmentation: random-resized-crop needs areas above 0 and at most 1, the smaller first.
          mixup x                 | 'mixup x': 'x' is no number; expected a name and numbers.
          mixup NaN               | 'mixup NaN' is no augmentation: mixup needs a number above 0.
          """)
  void what_cannot_be_done_is_refused_in_a_sentence(String text, String message) {
    assertThatExceptionOfType(RecipeException.class)
        .isThrownBy(() -> AugmentationSetting.parse(text))
        .withMessage(message);
  }
}
