package org.mobilenet4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.training.data.augmentation.Augmentation.CutMix;
import org.mobilenet4j.training.data.augmentation.Augmentation.Edge;
import org.mobilenet4j.training.data.augmentation.Augmentation.HorizontalFlip;
import org.mobilenet4j.training.data.augmentation.Augmentation.Manner;
import org.mobilenet4j.training.data.augmentation.Augmentation.Mixup;
import org.mobilenet4j.training.data.augmentation.Augmentation.PadAndCrop;
import org.mobilenet4j.training.data.augmentation.Augmentation.RandAugment;
import org.mobilenet4j.training.data.augmentation.AugmentationPolicy;
import org.mobilenet4j.vision.Preprocessor;
import org.mobilenet4j.vision.image.Pixels;

final class BatchesTest {
  private static final Preprocessor PREPROCESSOR =
      Preprocessor.of(
          Preprocessing.unit().withCrop(new Preprocessing.Crop.None()), new Shape(8, 8, 3));
  private static final AugmentationPolicy NOTHING = AugmentationPolicy.of();
  private static final AugmentationPolicy EVERYTHING =
      AugmentationPolicy.of(
          new PadAndCrop(2, Edge.BLACK),
          new HorizontalFlip(0.5),
          new RandAugment(Manner.TIMM, 2, 9, 0.5),
          new Mixup(0.4),
          new CutMix(1));

  private static Batches training(DataSet set, int size, int threads, int epoch, int first) {
    return training(set, NOTHING, size, threads, epoch, first);
  }

  private static Batches training(
      DataSet set, AugmentationPolicy policy, int size, int threads, int epoch, int first) {
    return Batches.training(
        set, PREPROCESSOR, policy, BatchOptions.of(size, 9).withThreads(threads), epoch, first);
  }

  private static List<Batch> all(Batches batches) {
    try (batches) {
      List<Batch> all = new ArrayList<>();
      for (Optional<Batch> next = batches.next(); next.isPresent(); next = batches.next()) {
        all.add(next.get());
      }
      return all;
    }
  }

  private static List<Integer> indices(List<Batch> batches) {
    return batches.stream().flatMap(batch -> Arrays.stream(batch.indices()).boxed()).toList();
  }

  @Test
  void an_epoch_shows_each_picture_once_and_drops_an_incomplete_batch() {
    List<Batch> batches = all(training(DrawnSet.of(23), 5, 0, 0, 0));

    assertThat(batches).hasSize(4).allMatch(batch -> batch.size() == 5);
    assertThat(indices(batches)).doesNotHaveDuplicates().isSubsetOf(numbers(23));
    assertThat(batches).extracting(Batch::number).containsExactly(0, 1, 2, 3);
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void an_incomplete_batch_that_is_the_only_one_is_kept() {
    List<Batch> batches = all(training(DrawnSet.of(3), 5, 0, 0, 0));

    assertThat(indices(batches)).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(Batches.trainingBatches(3, 5)).isEqualTo(1);
    assertThat(Batches.trainingBatches(0, 5)).isZero();
    assertThat(Batches.trainingBatches(10, 5)).isEqualTo(2);
  }

  @Test
  void the_order_is_a_function_of_seed_and_epoch() {
    List<Integer> first = indices(all(training(DrawnSet.of(30), 5, 0, 0, 0)));

    assertThat(indices(all(training(DrawnSet.of(30), 5, 0, 0, 0)))).isEqualTo(first);
    assertThat(indices(all(training(DrawnSet.of(30), 5, 0, 1, 0)))).isNotEqualTo(first);
    assertThat(first).isNotEqualTo(numbers(30));
  }

  @Test
  void a_batch_is_normalised_pictures_and_one_hot_targets() {
    Batch batch = all(training(DrawnSet.of(12), 4, 0, 0, 0)).getFirst();

    assertThat(batch.input()).hasSize(4 * 8 * 8 * 3);
    for (int i = 0; i < 4; i++) {
      int index = batch.indices()[i];
      float[] target = Arrays.copyOfRange(batch.targets(), i * 3, i * 3 + 3);
      float[] expected = new float[3];
      expected[index % 3] = 1;
      assertThat(target).containsExactly(expected);
      assertThat(Arrays.copyOfRange(batch.input(), i * 192, i * 192 + 192))
          .containsOnly((float) (index * (1 / 255.0)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void batches_are_the_same_to_the_bit_for_any_number_of_threads(int threads) {
    DataSet set = DrawnSet.of(61, 7, 20);
    List<Batch> alone = all(training(set, EVERYTHING, 6, 0, 3, 0));

    List<Batch> beside = all(training(set, EVERYTHING, 6, threads, 3, 0));

    assertSame(beside, alone);
  }

  private static void assertSame(List<Batch> batches, List<Batch> expected) {
    assertThat(batches).hasSameSizeAs(expected);
    for (int i = 0; i < batches.size(); i++) {
      assertThat(batches.get(i).indices()).isEqualTo(expected.get(i).indices());
      assertThat(batches.get(i).input()).isEqualTo(expected.get(i).input());
      assertThat(batches.get(i).targets()).isEqualTo(expected.get(i).targets());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void an_epoch_resumed_goes_on_where_it_stopped(int threads) {
    DataSet set = DrawnSet.of(40);
    List<Batch> whole = all(training(set, EVERYTHING, 4, 0, 2, 0));

    assertSame(all(training(set, EVERYTHING, 4, threads, 2, 7)), whole.subList(7, 10));
    assertThat(all(training(set, EVERYTHING, 4, threads, 2, 10))).isEmpty();
    assertThatThrownBy(() -> training(set, EVERYTHING, 4, threads, 2, 11))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Batch 11 of an epoch of 10; expected from 0 to 10.");
  }

  @Test
  void an_evaluation_shows_every_picture_in_order() {
    List<Batch> batches =
        all(Batches.evaluation(DrawnSet.of(7), PREPROCESSOR, BatchOptions.of(3, 0)));

    assertThat(indices(batches)).containsExactlyElementsOf(numbers(7));
    assertThat(batches).extracting(Batch::size).containsExactly(3, 3, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void a_picture_that_cannot_be_read_is_left_out_and_named(int threads) {
    DataSet set = DrawnSet.of(9, 1, 3, 4, 5);
    Batches batches =
        Batches.evaluation(set, PREPROCESSOR, BatchOptions.of(3, 0).withThreads(threads));

    List<Batch> read = all(batches);

    assertThat(indices(read)).containsExactly(0, 2, 6, 7, 8);
    assertThat(read).extracting(Batch::number).containsExactly(0, 2);
    assertThat(read.getFirst().input()).hasSize(2 * 192);
    assertThat(batches.unreadable())
        .extracting(UnreadablePicture::name)
        .containsExactly("picture 1", "picture 3", "picture 4", "picture 5");
    assertThat(batches.unreadable().getFirst().reason()).isEqualTo("picture 1: broken.");
  }

  /** Counts how many pictures were asked for. */
  private record Counting(DataSet pictures, AtomicInteger asked) implements DataSet {
    @Override
    public List<String> labels() {
      return pictures.labels();
    }

    @Override
    public int size() {
      return pictures.size();
    }

    @Override
    public int label(int index) {
      return pictures.label(index);
    }

    @Override
    public String name(int index) {
      return pictures.name(index);
    }

    @Override
    public Pixels picture(int index) {
      asked.incrementAndGet();
      return pictures.picture(index);
    }
  }

  @Test
  void no_more_batches_are_made_than_may_wait() {
    AtomicInteger asked = new AtomicInteger();
    BatchOptions options = new BatchOptions(2, 0, 3, 4);
    try (Batches batches =
        Batches.evaluation(new Counting(DrawnSet.of(100), asked), PREPROCESSOR, options)) {
      for (int taken = 1; taken <= 50; taken++) {
        assertThat(batches.next()).isPresent();

        assertThat(asked.get()).isBetween(2 * taken, 2 * (taken + 4));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void what_goes_wrong_beside_the_consumer_reaches_it(int threads) {
    AugmentationPolicy tooMuch = AugmentationPolicy.of(new PadAndCrop(8, Edge.BLACK));
    BatchOptions options = BatchOptions.of(2, 1).withThreads(threads);

    try (Batches batches =
        Batches.training(DrawnSet.of(10), PREPROCESSOR, tooMuch, options, 0, 0)) {
      assertThatThrownBy(batches::next)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("PadAndCrop with 8 pixels");
    }
  }

  @Test
  void closing_early_ends_the_threads_and_the_batches() {
    Batches batches = training(DrawnSet.of(100), 2, 2, 0, 0);
    assertThat(batches.next()).isPresent();

    batches.close();
    batches.close();

    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("batches-"));
    assertThatThrownBy(batches::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("These batches are closed.");
  }

  @Test
  void options_that_make_no_sense_are_refused() {
    assertThatThrownBy(() -> BatchOptions.of(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BatchOptions.of(1, 1).withThreads(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Batches of 1 pictures by -1 threads, 1 ahead; expected at least 1, 0 and 1.");
  }
}
