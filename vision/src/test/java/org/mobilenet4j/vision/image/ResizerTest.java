package org.mobilenet4j.vision.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mobilenet4j.model.Preprocessing.Crop;
import org.mobilenet4j.model.Preprocessing.Resampling;
import org.mobilenet4j.network.Extent;

final class ResizerTest {
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/golden/resize/resizes.csv", numLinesToSkip = 1)
  void a_scaled_picture_has_the_bytes_of_pillow(
      String file, int height, int width, Resampling resampling, @Nullable Double share) {
    Pixels noise = Images.decode(Golden.bytes("resize/noise.png"), DecodeOptions.standard());
    Crop crop = share == null ? new Crop.None() : new Crop.Centre(share);

    Pixels scaled = Framing.frame(noise, new Extent(height, width), crop, resampling);

    assertThat(scaled.extent()).isEqualTo(new Extent(height, width));
    assertThat(scaled.toByteArray()).isEqualTo(Golden.bytes("resize/" + file));
  }

  @ParameterizedTest
  @EnumSource
  void a_picture_of_one_colour_keeps_it_at_every_size(Resampling resampling) {
    Pixels grey = Pixels.of(new Extent(11, 17), filled(11 * 17 * 3, (byte) 201));

    for (int side : new int[] {1, 2, 10, 11, 16, 17, 18, 100}) {
      Pixels scaled = Resizer.resize(grey, new Extent(side, 2 * side), resampling);

      assertThat(scaled.toByteArray()).isEqualTo(filled(side * 2 * side * 3, (byte) 201));
    }
  }

  @Test
  void of_a_line_a_million_pixels_long_only_the_visible_middle_is_scaled() {
    Pixels line = Pixels.of(new Extent(1, 1_000_000), new byte[3_000_000]);

    Pixels middle =
        Framing.frame(line, Extent.square(224), new Crop.Centre(0.875), Resampling.BICUBIC);

    assertThat(middle.extent()).isEqualTo(Extent.square(224));
  }

  private static byte[] filled(int length, byte value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, value);
    return bytes;
  }
}
