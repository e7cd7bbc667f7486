package org.mobilenet4j.training.data.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.training.data.ClassCount;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.data.DataSplits;

final class GeneratedPicturesTest {
  @Test
  void a_seed_gives_the_same_bytes_on_every_machine() throws NoSuchAlgorithmException {
    // A change of this hash changes every figure measured on the generated pictures.
    assertThat(hash(GeneratedPictures.splits(1).train(), 240))
        .isEqualTo("37d2dc5739de8dc634bbdfe143110796ddc3fcbdf2a544794c94404722840512");
    assertThat(hash(GeneratedPictures.splits(7, 32, 24, 24, 24).test().orElseThrow(), 24))
        .isEqualTo("d7f110ab678f861f9bf0f3e8bf065c036431c7d2fdb8d4c5b4aeed2755a3eb9c");
  }

  private static String hash(DataSet set, int count) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i < count; i++) {
      digest.update(set.picture(i).toByteArray());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Test
  void there_are_twelve_classes_with_as_many_pictures_each() {
    DataSplits splits = GeneratedPictures.splits(3);

    assertThat(splits.train().labels())
        .containsExactly(
            "checks",
            "crescent",
            "dots",
            "heart",
            "letter A",
            "letter K",
            "letter S",
            "ring",
            "square",
            "star",
            "stripes",
            "triangle");
    assertThat(splits.findings().classes())
        .extracting(ClassCount::train, ClassCount::validation, ClassCount::test)
        .containsOnly(Tuple.tuple(300, 50, 100));
    assertThat(splits.train().name(13)).isEqualTo("generated/train/crescent/00013");
    assertThat(splits.train().picture(13).extent()).isEqualTo(Extent.square(48));
  }

  @Test
  void no_two_pictures_are_the_same_over_parts_and_seeds() {
    List<String> hashes = new ArrayList<>();
    for (long seed = 1; seed <= 2; seed++) {
      DataSplits splits = GeneratedPictures.splits(seed, 24, 36, 36, 36);
      for (DataSet part :
          List.of(splits.train(), splits.validation(), splits.test().orElseThrow())) {
        for (int i = 0; i < part.size(); i++) {
          hashes.add(Arrays.toString(part.picture(i).toByteArray()));
        }
      }
    }

    assertThat(hashes).hasSize(216).doesNotHaveDuplicates();
    byte[] again = GeneratedPictures.splits(1, 24, 36, 36, 36).train().picture(0).toByteArray();
    assertThat(Arrays.toString(again)).isEqualTo(hashes.getFirst());
  }

  @Test
  void sizes_that_cannot_be_drawn_are_refused() {
    assertThatThrownBy(() -> GeneratedPictures.splits(1, 23, 12, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a side from 24 to 256, at least 12, 1 and 1");
    assertThatThrownBy(() -> GeneratedPictures.splits(1, 24, 11, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    DataSet set = GeneratedPictures.splits(1, 24, 12, 1, 1).train();
    assertThatThrownBy(() -> set.label(12)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  /**
   * What a network learns here is not in single pixels: softmax regression, trained until it knows
   * most of the training pictures, stays far from what the network reaches.
   */
  @Test
  void a_linear_model_fails() {
    DataSplits splits = GeneratedPictures.splits(1, 48, 1200, 1, 600);
    SoftmaxRegression linear = new SoftmaxRegression(24 * 24 * 3, 12);

    linear.train(splits.train(), 24);

    assertThat(linear.accuracy(splits.test().orElseThrow())).isLessThan(0.60);
    assertThat(linear.accuracy(splits.train())).isGreaterThan(0.30); // it did learn
  }
}
