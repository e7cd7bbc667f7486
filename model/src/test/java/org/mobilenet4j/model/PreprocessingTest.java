package org.mobilenet4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.model.Preprocessing.ChannelOrder;
import org.mobilenet4j.model.Preprocessing.Crop;
import org.mobilenet4j.model.Preprocessing.Resampling;

class PreprocessingTest {
  /**
   * The values of black, of grey 100 and of white in each channel, computed from the published
   * means and deviations.
   */
  @ParameterizedTest(name = "{0}, channel {2}")
  @CsvSource(
      textBlock =
          """
          tf, RGB, 0, -1, -0.2156862745, 1
          tf, RGB, 2, -1, -0.2156862745, 1
          torchvision, RGB, 0, -2.1179039301, -0.4054285470, 2.2489082969
          torchvision, RGB, 1, -2.0357142857, -0.2850140056, 2.4285714286
          torchvision, RGB, 2, -1.8044444444, -0.0615250545, 2.64
          caffe, BGR, 0, -104, -4, 151
          caffe, BGR, 1, -117, -17, 138
          caffe, BGR, 2, -123, -23, 132
          unit, RGB, 1, 0, 0.3921568627, 1
          """)
  void a_preset_prepares_pixels_as_its_source_does(
      String key, ChannelOrder order, int channel, double black, double grey, double white) {
    PreprocessingPreset preset =
        PreprocessingPreset.valueOf(key.toUpperCase(java.util.Locale.ROOT));
    Preprocessing preprocessing = preset.preprocessing();

    assertThat(preset.key()).isEqualTo(key);
    assertThat(preprocessing.order()).isEqualTo(order);
    assertThat(preprocessing.crop()).isEqualTo(new Crop.Centre(0.875));
    assertThat(preprocessing.resampling()).isEqualTo(Resampling.BILINEAR);
    assertThat(value(preprocessing, channel, 0)).isCloseTo(black, within(1e-9));
    assertThat(value(preprocessing, channel, 100)).isCloseTo(grey, within(1e-9));
    assertThat(value(preprocessing, channel, 255)).isCloseTo(white, within(1e-9));
  }

  private static double value(Preprocessing preprocessing, int channel, int pixel) {
    return (pixel * preprocessing.scale() - preprocessing.mean().get(channel))
        / preprocessing.deviation().get(channel);
  }

  @Test
  void a_preset_is_found_by_the_words_of_a_file_of_weights() {
    for (PreprocessingPreset preset : PreprocessingPreset.values()) {
      assertThat(PreprocessingPreset.ofFormula(preset.formula())).contains(preset);
    }
    assertThat(PreprocessingPreset.ofFormula("x / 255")).isEmpty();
  }

  @Test
  void numbers_that_prepare_nothing_are_refused() {
    for (double share : new double[] {0, -0.5, 1.01, Double.NaN}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Crop.Centre(share));
    }
    assertRefused(Double.NaN, List.of(0.0), List.of(1.0));
    assertRefused(1, List.of(Double.POSITIVE_INFINITY), List.of(1.0));
    assertRefused(1, List.of(0.0), List.of(0.0));
    assertRefused(1, List.of(0.0), List.of(Double.NaN));
    assertRefused(1, List.of(0.0, 0.0, 0.0), List.of(1.0));
    assertRefused(1, List.of(), List.of());
  }

  private static void assertRefused(double scale, List<Double> mean, List<Double> deviation) {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new Preprocessing(
                Resampling.BILINEAR, new Crop.None(), ChannelOrder.GREY, scale, mean, deviation))
        .withMessageStartingWith("Preprocessing");
  }
}
