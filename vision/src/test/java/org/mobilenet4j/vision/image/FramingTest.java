package org.mobilenet4j.vision.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.network.Extent;

final class FramingTest {
  @ParameterizedTest(name = "a photo of {0}x{1} for {2}x{3} at share {4} becomes {5}x{6}")
  @CsvSource({
    "375, 500, 224, 224, 0.875, 256, 341", // 341.33: the long side is rounded down
    "500, 375, 224, 224, 0.875, 341, 256",
    "256, 256, 224, 224, 0.875, 256, 256",
    "100, 100, 160, 160, 0.875, 183, 183", // 182.86
    "100, 100,  96,  96, 0.875, 110, 110", // 109.71
    "100, 100, 224, 224, 1.0, 224, 224",
    "100, 100,  28,  28, 0.875, 32, 32",
    "100, 100,   5,   5, 0.4,   12, 12", // 12.5: halves to even
    "100, 300,  48, 192, 1.0,   64, 192", // narrower than the target: the width decides
    "100, 900,  48, 192, 1.0,   48, 432", // wider: the height decides
    "1, 100000000, 224, 224, 0.875, 256, 25600000000"
  })
  void a_photo_just_covers_the_box_that_the_target_is_a_share_of(
      int height, int width, int targetHeight, int targetWidth, double share, long h, long w) {
    ScaledSize scaled =
        ScaledSize.covering(
            new Extent(height, width), new Extent(targetHeight, targetWidth), share);

    assertThat(scaled).isEqualTo(new ScaledSize(h, w));
  }

  @ParameterizedTest(name = "the middle {1} of {0} begins at {2}")
  @CsvSource({"341, 224, 58", "256, 224, 16", "257, 224, 16", "259, 224, 18", "224, 224, 0"})
  void the_middle_begins_at_half_of_what_is_too_much_rounded_to_even(
      long all, int size, long start) {
    assertThat(Window.middle(all, size)).isEqualTo(new Window(start, size));
  }

  @Test
  void the_covering_size_is_never_smaller_than_the_target() {
    for (int height = 1; height < 40; height++) {
      for (int width = 1; width < 40; width++) {
        for (double share : new double[] {0.3, 0.875, 0.99, 1}) {
          ScaledSize scaled =
              ScaledSize.covering(new Extent(height, width), new Extent(7, 19), share);

          assertThat(scaled.height()).isGreaterThanOrEqualTo(7);
          assertThat(scaled.width()).isGreaterThanOrEqualTo(19);
        }
      }
    }
  }
}
