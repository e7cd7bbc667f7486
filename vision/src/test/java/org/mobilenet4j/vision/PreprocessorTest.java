package org.mobilenet4j.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.Preprocessing.ChannelOrder;
import org.mobilenet4j.model.Preprocessing.Crop;
import org.mobilenet4j.model.Preprocessing.Resampling;
import org.mobilenet4j.model.PreprocessingPreset;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.vision.image.Pixels;

final class PreprocessorTest {
  // Two roundings to float of a number below 256.
  private static final Offset<Float> ROUNDING = within(1e-6f);

  @ParameterizedTest(name = "{0}: red 255, green 51, blue 0 become {1}, {2}, {3}")
  @CsvSource({
    "TF, 1, -0.6, -1", // 51 / 127.5 - 1
    "TORCHVISION, 2.2489083, -1.1428571, -1.8044444", // 0.515/0.229, -0.256/0.224, -0.406/0.225
    "CAFFE, -104, -66, 132", // blue first: 0 - 104, 51 - 117, 255 - 123
    "UNIT, 1, 0.2, 0"
  })
  void a_preset_gives_the_numbers_that_one_works_out_by_hand(
      PreprocessingPreset preset, float first, float second, float third) {
    Pixels photo = Pixels.of(Extent.ONE, new byte[] {(byte) 255, 51, 0});

    float[] input = Preprocessor.of(preset.preprocessing(), new Shape(1, 1, 3)).apply(photo);

    assertThat(input).hasSize(3);
    assertThat(input[0]).isCloseTo(first, ROUNDING);
    assertThat(input[1]).isCloseTo(second, ROUNDING);
    assertThat(input[2]).isCloseTo(third, ROUNDING);
  }

  @ParameterizedTest
  @EnumSource
  void every_preset_looks_at_the_middle_seven_eighths(PreprocessingPreset preset) {
    assertThat(preset.preprocessing().crop()).isEqualTo(new Crop.Centre(0.875));
    assertThat(preset.preprocessing().resampling()).isEqualTo(Resampling.BILINEAR);
  }

  @Test
  void grey_is_the_luminance() {
    Preprocessing grey =
        new Preprocessing(
            Resampling.BILINEAR,
            new Crop.None(),
            ChannelOrder.GREY,
            1,
            List.of(100.0),
            List.of(2.0));
    Pixels photo = Pixels.of(Extent.ONE, new byte[] {(byte) 255, 51, 0});

    float[] input = Preprocessor.of(grey, new Shape(1, 1, 1)).apply(photo);

    // 0.299 · 255 + 0.587 · 51 = 106.2, which is 106 of 255; (106 - 100) / 2.
    assertThat(input).containsExactly(3);
  }

  @Test
  void pixels_lie_in_rows_with_their_channels_side_by_side() {
    Pixels photo =
        Pixels.of(new Extent(2, 2), new byte[] {0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32});

    float[] input = preprocessor(new Crop.None(), 2, 2).apply(photo);

    assertThat(input).containsExactly(0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32);
  }

  @Test
  void a_share_of_seven_eighths_cuts_an_eighth_off() {
    // 8 / 0.875 = 9.14 for 8; a side of 9 is not scaled, and half of the one pixel too many
    // rounds to 0.
    float[] input = preprocessor(new Crop.Centre(0.875), 8, 8).apply(numbered(9, 9));

    assertThat(reds(input)).startsWith(0, 1, 2).endsWith(77);
  }

  @Test
  void a_share_of_one_scales_the_short_side_to_the_input_and_cuts_the_long_one() {
    float[] input = preprocessor(new Crop.Centre(1), 2, 2).apply(rows());

    assertThat(reds(input)).containsExactly(70, 70, 140, 140);
  }

  @Test
  void a_share_of_a_half_looks_at_the_middle_quarter() {
    float[] input = preprocessor(new Crop.Centre(0.5), 2, 2).apply(numbered(4, 4));

    assertThat(reds(input)).containsExactly(11, 12, 21, 22);
  }

  @Test
  void without_a_crop_the_whole_photo_is_squeezed_into_the_input() {
    float[] input = preprocessor(new Crop.None(), 2, 2).apply(rows());

    // A triangle two rows wide: 3/7 of the first, 3/7 of the second, 1/7 of the third row.
    assertThat(reds(input)).containsExactly(50, 50, 160, 160);
  }

  @Test
  void channels_that_the_network_does_not_read_are_refused() {
    assertThatThrownBy(() -> Preprocessor.of(Preprocessing.tf(), new Shape(8, 8, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Preprocessing for 3 channels and a network that reads 8x8x1");
  }

  /** Pixel values as they are. */
  private static Preprocessor preprocessor(Crop crop, int height, int width) {
    Preprocessing plain =
        new Preprocessing(
            Resampling.BILINEAR,
            crop,
            ChannelOrder.RGB,
            1,
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 1.0));
    return Preprocessor.of(plain, new Shape(height, width, 3));
  }

  /** Red is ten times the row plus the column. */
  private static Pixels numbered(int height, int width) {
    byte[] rgb = new byte[height * width * Pixels.CHANNELS];
    for (int i = 0; i < height * width; i++) {
      rgb[Pixels.CHANNELS * i] = (byte) (10 * (i / width) + i % width);
    }
    return Pixels.of(new Extent(height, width), rgb);
  }

  /** Four rows of two pixels, red 0, 70, 140, 210. */
  private static Pixels rows() {
    byte[] rgb = new byte[4 * 2 * Pixels.CHANNELS];
    for (int i = 0; i < 4 * 2; i++) {
      rgb[Pixels.CHANNELS * i] = (byte) (70 * (i / 2));
    }
    return Pixels.of(new Extent(4, 2), rgb);
  }

  private static float[] reds(float[] input) {
    float[] reds = new float[input.length / Pixels.CHANNELS];
    for (int i = 0; i < reds.length; i++) {
      reds[i] = input[Pixels.CHANNELS * i];
    }
    return reds;
  }

  @ParameterizedTest
  @EnumSource
  void the_way_back_gives_every_level_of_every_preset_again(PreprocessingPreset preset) {
    byte[] levels = new byte[256 * 3];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (i / 3 * (i % 3 + 1));
    }
    Pixels picture = Pixels.of(Extent.square(16), levels);
    Preprocessor preprocessor = Preprocessor.of(preset.preprocessing(), new Shape(16, 16, 3));
    float[] input = new float[5 + preprocessor.floats()];

    preprocessor.normalise(picture, input, 5);

    assertThat(preprocessor.restored(input, 5).toByteArray()).isEqualTo(levels);
    assertThat(input).startsWith(0, 0, 0, 0, 0);
  }

  @Test
  void a_picture_of_another_size_is_not_normalised() {
    Preprocessor preprocessor =
        Preprocessor.of(PreprocessingPreset.TF.preprocessing(), new Shape(2, 2, 3));
    Pixels picture = Pixels.of(Extent.ONE, new byte[3]);

    assertThatThrownBy(() -> preprocessor.normalise(picture, new float[12], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A picture of 1×1 pixels for a network that sees 2×2; frame it first.");
    assertThatThrownBy(() -> preprocessor.restored(new float[12], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
