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
          case "MIRRORED" -> PICTURE.mirrored();
          default -> PixelChange.valueOf(change).apply(PICTURE, strength);
        };

    assertThat(TestPicture.hash(changed)).isEqualTo(sha256);
  }

  /** As Pillow's {@code ImageOps.invert} and timm's {@code solarize_add} at 128. */
  @Test
  void colours_are_inverted_and_the_darker_ones_made_lighter() {
    Pixels picture = Pixels.of(new Extent(1, 1), new byte[] {0, 127, (byte) 128});

    assertThat(PixelChange.INVERT.apply(picture, 0).toByteArray())
        .containsExactly((byte) 255, (byte) 128, 127);
    assertThat(PixelChange.SOLARISE_ADD.apply(picture, 99).toByteArray())
        .containsExactly(99, (byte) 226, (byte) 128);
    assertThat(PixelChange.SOLARISE_ADD.apply(picture, 255).toByteArray())
        .containsExactly((byte) 255, (byte) 255, (byte) 128);
    assertThat(PixelChange.POSTERISE.apply(picture, 0).toByteArray()).containsOnly(0);
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
