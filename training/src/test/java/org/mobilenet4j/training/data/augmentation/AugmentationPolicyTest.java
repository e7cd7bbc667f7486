package org.mobilenet4j.training.data.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.training.data.augmentation.Augmentation.ColourJitter;
import org.mobilenet4j.training.data.augmentation.Augmentation.CutMix;
import org.mobilenet4j.training.data.augmentation.Augmentation.Edge;
import org.mobilenet4j.training.data.augmentation.Augmentation.HorizontalFlip;
import org.mobilenet4j.training.data.augmentation.Augmentation.Manner;
import org.mobilenet4j.training.data.augmentation.Augmentation.Mixup;
import org.mobilenet4j.training.data.augmentation.Augmentation.PadAndCrop;
import org.mobilenet4j.training.data.augmentation.Augmentation.RandAugment;
import org.mobilenet4j.training.data.augmentation.Augmentation.RandomErasing;
import org.mobilenet4j.training.data.augmentation.Augmentation.RandomResizedCrop;
import org.mobilenet4j.training.data.augmentation.Augmentation.TrivialAugment;
import org.mobilenet4j.vision.Preprocessor;
import org.mobilenet4j.vision.image.Pixels;

final class AugmentationPolicyTest {
  private static final int SIDE = 16;
  private static final Preprocessor PREPROCESSOR =
      Preprocessor.of(Preprocessing.unit(), new Shape(SIDE, SIDE, 3));
  private static final Pixels PHOTO = TestPicture.of(30, 40);
  private static final Pixels SMALL = TestPicture.of(SIDE, SIDE);

  private static Pixels seen(Pixels photo, int index, Augmentation... augmentations) {
    return AugmentationPolicy.of(augmentations).picture(photo, PREPROCESSOR, 1, 2, index);
  }

  @Test
  void without_a_framing_the_network_sees_what_it_would_see_in_an_evaluation() {
    byte[] evaluated = PREPROCESSOR.framed(PHOTO).toByteArray();

    assertThat(seen(PHOTO, 0).toByteArray()).isEqualTo(evaluated);
    assertThat(seen(PHOTO, 0, new HorizontalFlip(0)).toByteArray()).isEqualTo(evaluated);
    assertThat(seen(PHOTO, 0, new HorizontalFlip(1)).toByteArray())
        .isEqualTo(PREPROCESSOR.framed(PHOTO).mirrored().toByteArray());
  }

  static Stream<Augmentation> augmentations() {
    return Stream.of(
        RandomResizedCrop.from(0.08),
        new PadAndCrop(4, Edge.BLACK),
        new PadAndCrop(15, Edge.REFLECTED),
        new HorizontalFlip(0.5),
        new ColourJitter(0.4, 0.4, 0.4, 0.1),
        new RandAugment(Manner.TORCHVISION, 2, 3, 0),
        new RandAugment(Manner.TIMM, 2, 9, 0.5),
        new TrivialAugment(),
        RandomErasing.with(0.9));
  }

  @ParameterizedTest
  @MethodSource("augmentations")
  void a_picture_is_a_function_of_seed_epoch_and_index(Augmentation augmentation) {
    AugmentationPolicy policy = AugmentationPolicy.of(augmentation);
    List<String> of20 = hashes(policy, 1, 0);

    assertThat(hashes(policy, 1, 0)).isEqualTo(of20);
    assertThat(hashes(policy, 2, 0)).isNotEqualTo(of20);
    assertThat(hashes(policy, 1, 1)).isNotEqualTo(of20);
    assertThat(of20.stream().distinct().count()).isGreaterThan(1);
  }

  private static List<String> hashes(AugmentationPolicy policy, long seed, int epoch) {
    return IntStream.range(0, 20)
        .mapToObj(index -> policy.picture(PHOTO, PREPROCESSOR, seed, epoch, index))
        .peek(picture -> assertThat(picture.extent()).isEqualTo(Extent.square(SIDE)))
        .map(TestPicture::hash)
        .toList();
  }

  @Test
  void stages_are_in_order_whatever_the_order_given() {
    AugmentationPolicy policy =
        AugmentationPolicy.of(
            new Mixup(1),
            RandomErasing.with(1),
            new RandAugment(Manner.TIMM, 1, 5, 1),
            new HorizontalFlip(1),
            RandomResizedCrop.from(0.5));

    assertThat(policy.augmentations())
        .extracting(one -> one.getClass().getSimpleName())
        .containsExactly(
            "RandomResizedCrop", "RandAugment", "HorizontalFlip", "RandomErasing", "Mixup");
    assertThat(policy.mixes()).isTrue();
  }

  @Test
  void two_of_a_kind_and_two_framings_are_refused() {
    assertThatThrownBy(
            () -> AugmentationPolicy.of(new HorizontalFlip(0.5), new HorizontalFlip(0.2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected at most one of a kind");
    assertThatThrownBy(
            () -> AugmentationPolicy.of(new PadAndCrop(1, Edge.BLACK), RandomResizedCrop.from(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one of the crops");
  }

  @Test
  void values_out_of_range_are_refused() {
    assertThatThrownBy(() -> new HorizontalFlip(1.5)).hasMessageContaining("from 0 to 1");
    assertThatThrownBy(() -> new ColourJitter(0, 0, 0, 0.6)).hasMessageContaining("hue");
    assertThatThrownBy(() -> RandomResizedCrop.from(0)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> new RandomErasing(1, 0.5, 0.2, 1, 1)).hasMessageContaining("order");
    assertThatThrownBy(() -> new Mixup(0)).hasMessageContaining("alpha");
    assertThatThrownBy(() -> new CutMix(Double.NaN)).hasMessageContaining("alpha");
    assertThatThrownBy(() -> new RandAugment(Manner.TIMM, 0, 9, 0))
        .hasMessageContaining("from 1 to 20");
    assertThatThrownBy(() -> new RandAugment(Manner.TIMM, 21, 9, 0))
        .hasMessageContaining("21 changes");
    assertThatThrownBy(() -> new RandAugment(Manner.TORCHVISION, 2, 10.5, 0))
        .hasMessageContaining("from 0 to 10");
    assertThatThrownBy(() -> new RandAugment(Manner.TIMM, 2, 9, Double.POSITIVE_INFINITY))
        .hasMessageContaining("spread by Infinity");
    assertThatThrownBy(() -> new PadAndCrop(-1, Edge.BLACK)).hasMessageContaining("less than 0");
    assertThatThrownBy(() -> seen(SMALL, 0, new PadAndCrop(SIDE, Edge.BLACK)))
        .hasMessageContaining("less than its side");
  }

  @Test
  void padding_and_cropping_shifts_by_every_distance_alike() {
    int padding = 2;
    int[] counts = new int[25];
    for (int index = 0; index < 2500; index++) {
      Pixels shifted = seen(SMALL, index, new PadAndCrop(padding, Edge.BLACK));
      counts[shift(shifted, padding)]++;
    }

    // Binomial with a deviation of 10.
    assertThat(Arrays.stream(counts)).allMatch(count -> Math.abs(count - 100) < 50);
  }

  /** Which of the shifts this one is, told by the middle, which no shift reaches past the edge. */
  private static int shift(Pixels shifted, int padding) {
    for (int down = -padding; down <= padding; down++) {
      for (int right = -padding; right <= padding; right++) {
        if (isShift(shifted, down, right)) {
          return (down + padding) * (2 * padding + 1) + right + padding;
        }
      }
    }
    throw new AssertionError("This is no shift.");
  }

  private static boolean isShift(Pixels shifted, int down, int right) {
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int row = y + down;
        int column = x + right;
        boolean inside = row >= 0 && row < SIDE && column >= 0 && column < SIDE;
        if (shifted.value(y, x, 0) != (inside ? SMALL.value(row, column, 0) : 0)) {
          return false;
        }
      }
    }
    return true;
  }

  @Test
  void a_reflected_edge_shows_the_picture_mirrored() {
    Pixels moved = PixelLayout.shifted(SMALL, 0, 3, (at, length) -> 2 * (length - 1) - at);

    assertThat(moved.value(5, SIDE - 4, 1)).isEqualTo(SMALL.value(5, SIDE - 1, 1));
    assertThat(moved.value(5, SIDE - 3, 1)).isEqualTo(SMALL.value(5, SIDE - 2, 1));
    assertThat(moved.value(5, SIDE - 1, 1)).isEqualTo(SMALL.value(5, SIDE - 4, 1));
  }

  @Test
  void a_resized_crop_of_the_whole_area_of_a_square_is_the_whole_picture() {
    Pixels square = TestPicture.of(SIDE, SIDE);
    Pixels whole = seen(square, 0, new RandomResizedCrop(1, 1, 1, 1));

    assertThat(whole.toByteArray()).isEqualTo(square.toByteArray());
  }

  @Test
  void photos_of_a_single_row_or_column_are_cropped_too() {
    List<List<Augmentation>> policies =
        List.of(
            List.of(RandomResizedCrop.from(0.08), new RandAugment(Manner.TORCHVISION, 2, 10, 0)),
            List.of(RandomResizedCrop.from(0.08), RandomErasing.with(1)),
            List.of(new PadAndCrop(3, Edge.REFLECTED)));
    for (Extent extent : List.of(new Extent(1, 300), new Extent(300, 1), Extent.ONE)) {
      Pixels photo = TestPicture.of(extent.height(), extent.width());
      for (List<Augmentation> policy : policies) {
        int black = 0;
        for (int index = 0; index < 50; index++) {
          Pixels seen = seen(photo, index, policy.toArray(Augmentation[]::new));
          assertThat(seen.extent()).isEqualTo(Extent.square(SIDE));
          black += allBlack(seen) ? 1 : 0;
        }

        // The picture of a single pixel is black itself; of others little may be moved out of
        // sight.
        if (!extent.equals(Extent.ONE)) {
          assertThat(black).as("%s of %s", policy, extent).isLessThan(10);
        }
      }
    }
  }

  private static boolean allBlack(Pixels picture) {
    for (byte value : picture.toByteArray()) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  @Test
  void erasing_hides_a_rectangle_of_the_area_asked_for() {
    Pixels black = Pixels.of(Extent.square(SIDE), new byte[SIDE * SIDE * 3]);
    for (int index = 0; index < 50; index++) {
      Pixels erased = seen(black, index, new RandomErasing(1, 0.25, 0.25, 1, 1));

      long changed =
          IntStream.range(0, SIDE * SIDE)
              .filter(at ->
                  IntStream.range(0, 3).anyMatch(c -> erased.value(at / SIDE, at % SIDE, c) != 0))
              .count();
      assertThat(changed).isEqualTo(64);
    }
  }

  @Test
  void a_flip_happens_as_often_as_asked() {
    byte[] straight = PREPROCESSOR.framed(SMALL).toByteArray();
    long flipped =
        IntStream.range(0, 1000)
            .filter(i ->
                !Arrays.equals(seen(SMALL, i, new HorizontalFlip(0.3)).toByteArray(), straight))
            .count();

    // Binomial with a deviation of 14.5.
    assertThat(flipped).isCloseTo(300, within(73L));
  }

  private static final int[] INDICES = {7, 3, 11, 2};

  /** Four pictures of 4×4 with one channel: each is its place in the batch everywhere. */
  private static float[] plain() {
    float[] input = new float[4 * 16];
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) (1 << (i / 16));
    }
    return input;
  }

  private static float[] oneHot() {
    float[] targets = new float[16];
    for (int i = 0; i < 4; i++) {
      targets[i * 4 + i] = 1;
    }
    return targets;
  }

  @Test
  void mixup_takes_the_same_shares_of_pictures_and_targets() {
    for (int epoch = 0; epoch < 20; epoch++) {
      float[] input = plain();
      float[] targets = oneHot();
      AugmentationPolicy.of(new Mixup(1)).mix(input, targets, Extent.square(4), 1, epoch, INDICES);

      assertMixed(input, targets);
    }
  }

  @Test
  void cutmix_shares_the_target_by_area() {
    for (int epoch = 0; epoch < 20; epoch++) {
      float[] input = plain();
      float[] targets = oneHot();
      AugmentationPolicy.of(new CutMix(1)).mix(input, targets, Extent.square(4), 1, epoch, INDICES);

      assertMixed(input, targets);
      for (float value : input) {
        assertThat(value).isIn(1f, 2f, 4f, 8f); // pasted, not blended
      }
    }
  }

  /** The mean of a picture tells how much of which picture is in it. */
  private static void assertMixed(float[] input, float[] targets) {
    for (int i = 0; i < 4; i++) {
      double mean = 0;
      for (int at = 0; at < 16; at++) {
        mean += input[i * 16 + at] / 16.0;
      }
      double expected = 0;
      double sum = 0;
      for (int label = 0; label < 4; label++) {
        assertThat(targets[i * 4 + label]).isBetween(0f, 1f);
        expected += (double) targets[i * 4 + label] * (1 << label);
        sum += targets[i * 4 + label];
      }
      assertThat(sum).isCloseTo(1, within(1e-6));
      assertThat(mean).isCloseTo(expected, within(1e-5));
    }
  }

  @Test
  void what_is_mixed_depends_on_seed_epoch_and_index_and_a_single_picture_is_left_alone() {
    AugmentationPolicy both = AugmentationPolicy.of(new Mixup(0.4), new CutMix(1));

    assertThat(mixed(both, 1, 0)).isEqualTo(mixed(both, 1, 0));
    assertThat(mixed(both, 1, 0)).isNotEqualTo(mixed(both, 1, 1));
    assertThat(mixed(both, 1, 0)).isNotEqualTo(mixed(both, 2, 0));
    float[] alone = {1, 2, 3, 4};
    float[] target = {0, 1};
    both.mix(alone, target, Extent.square(2), 1, 0, new int[] {5});
    assertThat(alone).containsExactly(1, 2, 3, 4);
    assertThat(target).containsExactly(0, 1);
  }

  private static float[] mixed(AugmentationPolicy policy, long seed, int epoch) {
    float[] input = plain();
    policy.mix(input, oneHot(), Extent.square(4), seed, epoch, INDICES);
    return input;
  }
}
