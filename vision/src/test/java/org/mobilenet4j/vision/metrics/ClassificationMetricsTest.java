package org.mobilenet4j.vision.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClassificationMetricsTest {
  private static final List<String> PETS = List.of("cat", "dog", "fish");

  @Test
  void one_picture_named_rightly_is_all_right() {
    ClassificationMetrics metrics =
        ClassificationMetrics.of(
            PETS, List.of(ScoredPicture.of("a", 1, new float[] {0.25f, 0.5f, 0.25f})));

    assertThat(metrics.top1()).isEqualTo(1);
    assertThat(metrics.top5()).isEqualTo(1);
    assertThat(metrics.macroPrecision()).isEqualTo(1);
    assertThat(metrics.macroRecall()).isEqualTo(1);
    assertThat(metrics.macroF1()).isEqualTo(1);
    assertThat(metrics.calibration().expectedError()).isEqualTo(0.5);
    assertThat(metrics.calibration().maximumError()).isEqualTo(0.5);
    assertThat(metrics.worstMistakes(10)).isEmpty();
    assertThat(metrics.confusion().mostConfused(10)).isEmpty();
    // Of one picture little is known: Wilson's interval for 1 of 1 begins at 1 / (1 + z²).
    assertThat(metrics.top1Interval().low()).isCloseTo(1 / (1 + 3.841458820694124), within(1e-12));
    assertThat(metrics.top1Interval().high()).isEqualTo(1);
  }

  @Test
  void a_class_without_pictures_has_no_recall_and_is_left_out_of_the_means() {
    ClassificationMetrics metrics =
        ClassificationMetrics.of(PETS, List.of(said("a", 0, 0), said("b", 0, 2), said("c", 1, 1)));

    ClassFigures fish = metrics.classes().get(2);
    assertThat(fish.recall()).isEmpty();
    assertThat(fish.precision()).hasValue(0);
    assertThat(fish.f1()).hasValue(0);
    assertThat(metrics.macroRecall()).isEqualTo(0.75);
    assertThat(metrics.macroPrecision()).isEqualTo(1);
  }

  @Test
  void a_class_never_predicted_has_no_precision_and_counts_as_0_in_the_mean() {
    ClassificationMetrics metrics =
        ClassificationMetrics.of(PETS, List.of(said("a", 0, 0), said("b", 1, 0)));

    ClassFigures dog = metrics.classes().get(1);
    assertThat(dog.precision()).isEmpty();
    assertThat(dog.recall()).hasValue(0);
    assertThat(dog.f1()).hasValue(0);
    assertThat(metrics.macroPrecision()).isEqualTo(0.25);
    assertThat(metrics.macroF1()).isCloseTo(1 / 3.0, within(1e-15));
  }

  @Test
  void of_a_class_neither_seen_nor_predicted_nothing_is_known() {
    ClassFigures fish = ClassificationMetrics.of(PETS, List.of(said("a", 0, 1))).classes().get(2);

    assertThat(fish.precision()).isEmpty();
    assertThat(fish.recall()).isEmpty();
    assertThat(fish.f1()).isEmpty();
  }

  @Test
  void a_confidence_on_an_edge_belongs_to_the_bin_below() {
    List<ScoredPicture> pictures = new ArrayList<>();
    for (int m = 1; m <= Calibration.BINS; m++) {
      pictures.add(new ScoredPicture("edge", 0, 2, 0, 1, (double) m / Calibration.BINS, 0.5));
    }
    pictures.add(new ScoredPicture("nothing", 0, 2, 0, 1, 0, 0.5));

    Calibration calibration = ClassificationMetrics.of(List.of("a", "b"), pictures).calibration();

    assertThat(calibration.bins()).extracting(Calibration.Bin::pictures).first().isEqualTo(2);
    assertThat(calibration.bins().subList(1, 15))
        .extracting(Calibration.Bin::pictures)
        .containsOnly(1);
    assertThat(calibration.bins().getFirst().above()).isZero();
    assertThat(calibration.bins().getLast().upTo()).isEqualTo(1);
  }

  @Test
  void mistakes_come_by_confidence_then_loss_then_order() {
    List<ScoredPicture> pictures =
        List.of(
            new ScoredPicture("right", 0, 3, 0, 1, 0.99, 0.01),
            new ScoredPicture("mild", 0, 3, 1, 2, 0.5, 1),
            new ScoredPicture("early", 0, 3, 1, 2, 0.9, 3),
            new ScoredPicture("late", 2, 3, 1, 2, 0.9, 3),
            new ScoredPicture("lossy", 0, 3, 1, 2, 0.9, 4));

    ClassificationMetrics metrics = ClassificationMetrics.of(PETS, pictures);

    assertThat(metrics.worstMistakes(10))
        .extracting(ScoredPicture::name)
        .containsExactly("lossy", "early", "late", "mild");
    assertThat(metrics.worstMistakes(1)).extracting(ScoredPicture::name).containsExactly("lossy");
    assertThat(metrics.confusion().mostConfused(1))
        .containsExactly(new ConfusionMatrix.Cell(0, 1, 3));
  }

  @Test
  void no_picture_and_a_picture_of_another_classifier_are_refused() {
    assertThatThrownBy(() -> ClassificationMetrics.of(PETS, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Figures of a classifier over no picture at all; expected at least one.");
    assertThatThrownBy(() ->
            ClassificationMetrics.of(
                PETS, List.of(ScoredPicture.of("a.jpg", 0, new float[] {1, 0}))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a.jpg was scored over 2 classes, but there are 3 labels; expected one a class.");
  }

  @Test
  void a_matrix_of_thousands_of_classes_holds_only_what_was_seen() {
    List<String> labels = IntStream.range(0, 50_000).mapToObj(Integer::toString).toList();

    ConfusionMatrix matrix =
        ClassificationMetrics.of(
                labels, List.of(new ScoredPicture("a", 49_999, 50_000, 49_998, 2, 0.5, 1)))
            .confusion();

    assertThat(matrix.cells()).containsExactly(new ConfusionMatrix.Cell(49_999, 49_998, 1));
    assertThatThrownBy(() -> matrix.pictures(50_000, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> matrix.support(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void what_must_hold_of_any_classifier_holds(long seed) {
    Random random = new Random(seed);
    int classes = 1 + random.nextInt(20);
    List<ScoredPicture> pictures = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(300); i++) {
      float[] logits = new float[classes];
      for (int c = 0; c < classes; c++) {
        logits[c] = (float) random.nextGaussian() * 3;
      }
      pictures.add(ScoredPicture.ofLogits("p" + i, random.nextInt(classes), logits));
    }
    List<String> labels = IntStream.range(0, classes).mapToObj(Integer::toString).toList();

    ClassificationMetrics metrics = ClassificationMetrics.of(labels, pictures);

    assertThat(metrics.top1()).isBetween(0.0, metrics.top5());
    assertThat(metrics.top1Interval().low()).isBetween(0.0, metrics.top1());
    assertThat(metrics.top1Interval().high()).isBetween(metrics.top1(), 1.0);
    assertThat(classes <= 5 ? metrics.top5() : 1.0).isEqualTo(1.0);
    assertThat(metrics.classes().stream().mapToInt(ClassFigures::support).sum())
        .isEqualTo(pictures.size());
    assertThat(metrics.classes().stream().mapToInt(ClassFigures::predictions).sum())
        .isEqualTo(pictures.size());
    assertThat(metrics.classes().stream().mapToInt(ClassFigures::correct).sum())
        .isEqualTo(metrics.correct());
    assertThat(metrics.confusion().cells().stream().mapToInt(ConfusionMatrix.Cell::pictures).sum())
        .isEqualTo(pictures.size());
    Calibration calibration = metrics.calibration();
    assertThat(calibration.bins().stream().mapToInt(Calibration.Bin::pictures).sum())
        .isEqualTo(pictures.size());
    // The mean of gaps is at least the gap of the means, and at most the largest gap.
    assertThat(calibration.expectedError())
        .isBetween(
            Math.abs(metrics.meanConfidence() - metrics.top1()) - 1e-12,
            calibration.maximumError() + 1e-12);
    assertThat(metrics.worstMistakes(Integer.MAX_VALUE))
        .hasSize(pictures.size() - metrics.correct());
  }

  @Test
  void the_order_of_the_pictures_changes_no_count() {
    Random random = new Random(7);
    List<ScoredPicture> pictures = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      pictures.add(said("p" + i, random.nextInt(3), random.nextInt(3)));
    }
    List<ScoredPicture> shuffled = new ArrayList<>(pictures);
    Collections.shuffle(shuffled, random);

    ClassificationMetrics metrics = ClassificationMetrics.of(PETS, pictures);
    ClassificationMetrics other = ClassificationMetrics.of(PETS, shuffled);

    assertThat(other.classes()).isEqualTo(metrics.classes());
    assertThat(other.confusion().cells()).isEqualTo(metrics.confusion().cells());
    assertThat(other.calibration().bins()).isEqualTo(metrics.calibration().bins());
  }

  /** A picture of one class that was taken for another with three quarters. */
  private static ScoredPicture said(String name, int label, int predicted) {
    float[] probabilities = {0.125f, 0.125f, 0.125f};
    probabilities[predicted] = 0.75f;
    return ScoredPicture.of(name, label, probabilities);
  }
}
