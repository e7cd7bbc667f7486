package org.mobilenet4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobilenet4j.kernels.gradient.ScalarGradientKernels;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.NetworkException;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.vision.metrics.ScoredPicture;

/** What comes of a model, its head and its layers. */
class FineTuningTest {
  @Test
  void a_linear_probe_leaves_the_backbone_as_it_is() {
    FineTuningResult result =
        SmallTuning.run(SmallTuning.task().withFreezing(new Freezing.Backbone()), 1);

    assertThat(result.training()).isEmpty();
    assertThat(result.fromProbe()).isTrue();
    assertThat(result.finished()).isTrue();
    assertThat(result.probe().tried()).contains(result.probe().chosen());
    assertThat(SmallTuning.changed(result)).isEmpty();
  }

  @Test
  void labels_and_preprocessing_come_with_the_model() {
    FineTuningResult result =
        SmallTuning.run(SmallTuning.task().withFreezing(new Freezing.Backbone()), 1);

    assertThat(result.model().labels()).isEqualTo(SmallTuning.DATA.train().labels());
    assertThat(result.model().provenance()).isEqualTo(SmallTuning.model().provenance());
    Preprocessing preprocessing = result.model().preprocessing().orElseThrow();
    assertThat(preprocessing)
        .isEqualTo(Preprocessing.tf().withCrop(new Preprocessing.Crop.Centre(1)));
  }

  @Test
  void pictures_that_are_large_enough_are_cropped_as_the_model_says() {
    FineTuningTask small =
        SmallTuning.task().withInputSize(Extent.square(16)).withFreezing(new Freezing.Backbone());

    FineTuningResult result = SmallTuning.run(small, 1);

    assertThat(result.model().network().input()).isEqualTo(new Shape(16, 16, 3));
    assertThat(result.model().preprocessing()).contains(Preprocessing.tf());
  }

  @Test
  void the_probe_says_of_each_picture_what_its_model_says() {
    FineTuningResult result =
        SmallTuning.run(SmallTuning.task().withFreezing(new Freezing.Backbone()), 1);

    List<ScoredPicture> scored =
        FineTuning.score(
            result.model(),
            SmallTuning.DATA.validation(),
            2,
            reason -> fail("Left out: " + reason));

    assertThat(accuracy(scored)).isEqualTo(result.probe().chosen().validationAccuracy());
    assertThat(scored).hasSize(24);
  }

  @Test
  void a_probe_can_be_stopped_and_keeps_nothing() {
    List<FineTuning> running = new ArrayList<>();
    List<Integer> seen = new ArrayList<>();
    TrainingListener stopping =
        new TrainingListener() {
          @Override
          public void featuresDone(int done, int all) {
            seen.add(all - done);
            running.forEach(FineTuning::stop);
          }
        };
    FineTuning tuning =
        new FineTuning(
            SmallTuning.task(), new ScalarGradientKernels(), 1, Optional.empty(), stopping);
    running.add(tuning);

    assertThatExceptionOfType(StoppedException.class)
        .isThrownBy(tuning::run)
        .withMessage(
            "Stopped before the features of all pictures were computed; no state of the run is kept yet, so start it anew.");
    assertThat(seen).containsExactly(71);
  }

  @Test
  void what_lies_before_a_block_keeps_its_bits() {
    FineTuningTask task =
        SmallTuning.task().withFreezing(Freezing.of("2")).withBatchNorm(BatchNormTuning.LEARNING);

    FineTuningResult result = runTrained(task, 1);

    assertThat(SmallTuning.changed(result))
        .containsExactlyInAnyOrder(
            "conv2.weight",
            "conv2.bn.gamma",
            "conv2.bn.beta",
            "conv2.bn.mean",
            "conv2.bn.variance");
  }

  @Test
  void batch_normalisations_stay_frozen_unless_told_otherwise() {
    FineTuningResult frozen = runTrained(SmallTuning.task(), 1);
    FineTuningResult statistics =
        runTrained(SmallTuning.task().withBatchNorm(BatchNormTuning.FROZEN_STATISTICS), 1);

    assertThat(SmallTuning.changed(frozen))
        .containsExactlyInAnyOrder("conv1.weight", "conv2.weight");
    assertThat(SmallTuning.changed(statistics))
        .containsExactlyInAnyOrder(
            "conv1.weight",
            "conv2.weight",
            "conv1.bn.gamma",
            "conv1.bn.beta",
            "conv2.bn.gamma",
            "conv2.bn.beta");
  }

  @Test
  void recalibrated_batch_normalisations_change_their_statistics_alone() {
    FineTuningResult all =
        runTrained(SmallTuning.task().withBatchNorm(BatchNormTuning.RECALIBRATED), 1);
    FineTuningResult end =
        runTrained(
            SmallTuning.task()
                .withFreezing(Freezing.of("2"))
                .withBatchNorm(BatchNormTuning.RECALIBRATED),
            1);

    assertThat(SmallTuning.changed(all))
        .containsExactlyInAnyOrder(
            "conv1.weight",
            "conv2.weight",
            "conv1.bn.mean",
            "conv1.bn.variance",
            "conv2.bn.mean",
            "conv2.bn.variance");
    assertThat(SmallTuning.changed(end))
        .containsExactlyInAnyOrder("conv2.weight", "conv2.bn.mean", "conv2.bn.variance");
  }

  @Test
  void the_table_of_decays_has_what_learns_and_no_more() {
    assertThat(tuning(SmallTuning.task()).decayTable())
        .containsExactly(
            "role          tensors   parameters  weight decay",
            "convolution         2        1,368  0.05",
            "dense               1          192  0.05",
            "bias                1           12  none");
    assertThat(
            tuning(
                    SmallTuning.task()
                        .withFreezing(Freezing.of("2"))
                        .withBatchNorm(BatchNormTuning.FROZEN_STATISTICS))
                .decayTable())
        .containsExactly(
            "role          tensors   parameters  weight decay",
            "convolution         1        1,152  0.05",
            "dense               1          192  0.05",
            "batch-norm          2           32  none",
            "bias                1           12  none");
    assertThat(tuning(SmallTuning.task().withFreezing(new Freezing.Backbone())).decayTable())
        .isEmpty();
  }

  @Test
  void results_have_the_same_bits_for_any_number_of_threads() {
    FineTuningResult one = SmallTuning.run(SmallTuning.task(), 1);
    FineTuningResult three = SmallTuning.run(SmallTuning.task(), 3);

    assertThat(three.model().weights().tensors()).isEqualTo(one.model().weights().tensors());
    assertThat(three.probe().tried()).isEqualTo(one.probe().tried());
    assertThat(three.training().orElseThrow().weights().tensors())
        .isEqualTo(one.training().orElseThrow().weights().tensors());
  }

  @Test
  void a_run_stopped_between_its_stages_has_its_probe() {
    List<FineTuning> running = new ArrayList<>();
    TrainingListener stopping =
        new TrainingListener() {
          @Override
          public void probeDone(ProbeFigures figures) {
            running.forEach(FineTuning::stop);
          }
        };
    FineTuning tuning =
        new FineTuning(
            SmallTuning.task(), new ScalarGradientKernels(), 1, Optional.empty(), stopping);
    running.add(tuning);

    FineTuningResult result = tuning.run();

    assertThat(result.finished()).isFalse();
    assertThat(result.fromProbe()).isTrue();
    assertThat(SmallTuning.changed(result)).isEmpty();
  }

  @Test
  void training_that_is_worse_than_the_probe_is_not_taken() {
    FineTuningTask task = SmallTuning.worseThanItsProbe();

    FineTuningResult result = SmallTuning.run(task, 1);

    assertThat(result.probe().chosen().validationAccuracy()).isEqualTo(1);
    assertThat(result.fromProbe()).isTrue();
    assertThat(SmallTuning.changed(result)).isEmpty();
    assertThat(result.warnings())
        .anyMatch(
            each -> each.startsWith("Training the whole network did not get beyond the probe's "));
  }

  @Test
  void a_picture_that_cannot_be_read_is_named_and_the_others_are_used() {
    DataSplits data =
        new DataSplits(
            SmallTuning.broken(SmallTuning.DATA.train()),
            SmallTuning.DATA.validation(),
            SmallTuning.DATA.test(),
            SmallTuning.DATA.findings());

    FineTuningResult result =
        SmallTuning.run(
            FineTuningTask.of(SmallTuning.model(), SmallTuning.RECIPE, data, 1)
                .withFreezing(new Freezing.Backbone()),
            2);

    assertThat(result.warnings()).containsExactly("broken.jpg is no picture.");
  }

  @Test
  void a_picture_that_both_stages_cannot_read_is_told_once() {
    DataSplits data =
        new DataSplits(
            SmallTuning.broken(SmallTuning.DATA.train()),
            SmallTuning.DATA.validation(),
            SmallTuning.DATA.test(),
            SmallTuning.DATA.findings());
    List<String> told = new ArrayList<>();
    TrainingListener listening =
        new TrainingListener() {
          @Override
          public void warned(String sentence) {
            told.add(sentence);
          }
        };

    FineTuningResult result =
        new FineTuning(
                FineTuningTask.of(SmallTuning.model(), SmallTuning.RECIPE, data, 1),
                new ScalarGradientKernels(),
                1,
                Optional.empty(),
                listening)
            .run();

    assertThat(result.training().orElseThrow().warnings()).contains("broken.jpg is no picture.");
    assertThat(told).containsOnlyOnce("broken.jpg is no picture.");
    assertThat(result.warnings()).containsOnlyOnce("broken.jpg is no picture.");
  }

  @Test
  void every_picture_is_reported() {
    List<Integer> reported = java.util.Collections.synchronizedList(new ArrayList<>());
    List<ProbeFigures> probes = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void featuresDone(int done, int all) {
            assertThat(all).isEqualTo(72);
            reported.add(done);
          }

          @Override
          public void probeDone(ProbeFigures figures) {
            probes.add(figures);
          }
        };

    FineTuningResult result =
        new FineTuning(
                SmallTuning.task().withFreezing(new Freezing.Backbone()),
                new ScalarGradientKernels(),
                2,
                Optional.empty(),
                listener)
            .run();

    assertThat(reported).hasSize(72).doesNotHaveDuplicates().contains(1, 72);
    assertThat(probes).containsExactly(result.probe());
  }

  @Test
  void a_size_that_the_network_cannot_take_is_refused() {
    assertThatExceptionOfType(NetworkException.class)
        .isThrownBy(() -> SmallTuning.run(SmallTuning.task().withInputSize(Extent.square(2)), 1));
  }

  private static FineTuning tuning(FineTuningTask task) {
    return new FineTuning(
        task, new ScalarGradientKernels(), 1, Optional.empty(), TrainingListener.SILENT);
  }

  /** With the weights of the second stage, whether they are better or not. */
  private static FineTuningResult runTrained(FineTuningTask task, int threads) {
    FineTuningResult result = SmallTuning.run(task, threads);
    Weights trained = result.training().orElseThrow().weights();
    return new FineTuningResult(
        result.model().with(result.model().network(), trained),
        result.probe(),
        result.training(),
        false,
        result.warnings(),
        true);
  }

  private static double accuracy(List<ScoredPicture> scored) {
    return (double) scored.stream().filter(each -> each.rank() == 1).count() / scored.size();
  }
}
