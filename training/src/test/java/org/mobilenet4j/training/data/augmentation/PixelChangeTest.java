package org.mobilenet4j.training.data.augmentation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.vision.image.Pixels;

final class PixelChangeTest {
  private static final Pixels PICTURE = TestPicture.of(37, 45);

  @ParameterizedTest(name = "{0} by {1}")
  @CsvFileSource(resources = "/golden/augmentation/pixel_changes.csv", numLinesToSkip = 1)
  void changes_are_torchvisions_to_the_byte(String change, double strength, String sha256) {
    Pixels changed =
        switch (change) {
          case "PICTURE" -> PICTURE;
          case "MIRRORED" -> PixelLayout.mirrored(PICTURE);
          default -> PixelChange.valueOf(change).apply(PICTURE, strength);
        };

    assertThat(TestPicture.hash(changed)).isEqualTo(sha256);
  }

  /** From torchvision's RandAugment._augmentation_space with 31 bins. */
  @Test
  void strengths_are_torchvisions() {
    Extent size = new Extent(331, 662);

    assertThat(PixelChange.SHEAR_X.strength(30, size)).isEqualTo(0.3);
    assertThat(PixelChange.TRANSLATE_X.strength(30, size)).isEqualTo(300);
    assertThat(PixelChange.TRANSLATE_Y.strength(15, size)).isEqualTo(75);
    assertThat(PixelChange.ROTATE.strength(10, size)).isEqualTo(10);
    assertThat(PixelChange.CONTRAST.strength(10, size)).isEqualTo(0.3);
    assertThat(PixelChange.POSTERISE.strength(30, size)).isEqualTo(4);
    assertThat(PixelChange.POSTERISE.strength(9, size)).isEqualTo(7);
    assertThat(PixelChange.SOLARISE.strength(0, size)).isEqualTo(255);
    assertThat(PixelChange.SOLARISE.strength(30, size)).isEqualTo(0);
    assertThat(PixelChange.all()).hasSize(14);
  }

  @Test
  void a_whole_turn_of_the_hue_changes_nothing_and_a_third_turns_red_into_green() {
    Pixels red = Pixels.of(new Extent(1, 1), new byte[] {(byte) 200, 50, 50});

    assertThat(Hue.turned(PICTURE, 1).toByteArray()).isEqualTo(PICTURE.toByteArray());
    assertThat(Hue.turned(PICTURE, 0).toByteArray()).isEqualTo(PICTURE.toByteArray());
    assertThat(Hue.turned(red, 1.0 / 3).toByteArray()).containsExactly(50, (byte) 200, 50);
    assertThat(Hue.turned(red, -1.0 / 3).toByteArray()).containsExactly(50, 50, (byte) 200);
  }
}
