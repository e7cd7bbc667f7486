package org.mobilenet4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.vision.Preprocessor;
import org.mobilenet4j.vision.image.Pixels;

final class ContactSheetTest {
  @Test
  void the_pictures_are_those_of_the_batch_side_by_side() {
    Preprocessor preprocessor =
        Preprocessor.of(
            Preprocessing.torchvision().withCrop(new Preprocessing.Crop.None()),
            new Shape(8, 8, 3));
    Batch batch =
        Batches.evaluation(DrawnSet.of(5), preprocessor, BatchOptions.of(5, 0))
            .next()
            .orElseThrow();

    List<Pixels> pictures = ContactSheet.pictures(batch, preprocessor);
    Pixels sheet = ContactSheet.of(pictures, 3);

    assertThat(pictures.get(4).toByteArray()).containsOnly(4);
    // Twelve times as large, 96 pixels, with 4 pixels around each.
    assertThat(sheet.extent()).isEqualTo(new Extent(2 * 100 + 4, 3 * 100 + 4));
    assertThat(sheet.value(0, 0, 0)).isEqualTo(0xF4);
    assertThat(sheet.value(4, 4, 1)).isEqualTo(0);
    assertThat(sheet.value(99, 299, 1)).isEqualTo(2);
    assertThat(sheet.value(104, 104, 2)).isEqualTo(4);
    assertThat(sheet.value(104, 204, 2)).isEqualTo(0xF4);
  }

  @Test
  void a_sheet_without_pictures_is_refused() {
    assertThatThrownBy(() -> ContactSheet.of(List.of(), 3))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_cache_keeps_what_fits_and_gives_the_same_pictures() {
    DataSet set = DrawnSet.of(10, 3);
    PictureCache cache = new PictureCache(set, 3 * (192 + 80));

    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 10; i++) {
        int index = i;
        if (index == 3) {
          assertThatThrownBy(() -> cache.picture(index)).hasMessage("picture 3: broken.");
        } else {
          assertThat(cache.picture(index).toByteArray()).containsOnly(index);
        }
      }
    }
    assertThat(cache.freeBytes()).isZero();
    assertThat(cache.picture(0)).isSameAs(cache.picture(0));
    assertThat(cache.picture(9)).isNotSameAs(cache.picture(9));
    assertThat(cache.name(2)).isEqualTo("picture 2");
    assertThat(cache.label(4)).isEqualTo(1);
  }
}
