package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.data.generated.GeneratedPictures;
import org.mobilenet4j.vision.image.Pixels;

final class TrainingReportTest {
  @Test
  void a_mistake_is_shown_with_its_own_picture_or_not_at_all() {
    DataSet pictures = GeneratedPictures.splits(1, 24, 12, 12, 12).validation();

    Function<String, Pixels> pixels = TrainingReport.pixels(pictures);

    assertThat(pixels.apply(pictures.name(7)).toByteArray())
        .isEqualTo(pictures.picture(7).toByteArray())
        .isNotEqualTo(pictures.picture(0).toByteArray());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pixels.apply("nobody.jpg"))
        .withMessage("There is no picture 'nobody.jpg'.");
  }
}
