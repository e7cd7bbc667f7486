package org.mobilenet4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.kernels.gradient.ScalarGradientKernels;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.Provenance;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.NetworkException;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.training.data.generated.GeneratedPictures;
import org.mobilenet4j.training.optimization.ClassWeights;
import org.mobilenet4j.training.recipe.Recipe;
import org.mobilenet4j.training.recipe.Recipes;
import org.mobilenet4j.vision.image.ImageFormatException;
import org.mobilenet4j.vision.image.Pixels;
import org.mobilenet4j.vision.metrics.ScoredPicture;

class FineTuningTest {
  private static final Recipe RECIPE = Recipes.named("fine-tune").withEpochs(2).withBatchSize(8);
  private static final DataSplits DATA = GeneratedPictures.splits(1, 24, 48, 24, 24);

  @TempDir private Path folder;

  @Test
  void a_linear_probe_leaves_the_backbone_as_it_is() {
    FineTuningResult result = run(task().withFreezing(new Freezing.Backbone()), 1);

    assertThat(result.training()).isEmpty();
    assertThat(result.fromProbe()).isTrue();
    assertThat(result.finished()).isTrue();
    assertThat(result.probe().tried()).contains(result.probe().chosen());
    assertThat(changed(result)).isEmpty();
  }

  @Test
  void labels_and_preprocessing_come_with_the_model() {
    FineTuningResult result = run(task().withFreezing(new Freezing.Backbone()), 1);

    assertThat(result.model().labels()).isEqualTo(DATA.train().labels());
    assertThat(result.model().provenance()).isEqualTo(model().provenance());
    Preprocessing preprocessing = result.model().preprocessing().orElseThrow();
    assertThat(preprocessing)
        .isEqualTo(Preprocessing.tf().withCrop(new Preprocessing.Crop.Centre(1)));
  }

  @Test
  void pictures_that_are_large_enough_are_cropped_as_the_model_says() {
    FineTuningTask small =
        task().withInputSize(Extent.square(16)).withFreezing(new Freezing.Backbone());

    FineTuningResult result = run(small, 1);

    assertThat(result.model().network().input()).isEqualTo(new Shape(16, 16, 3));
    assertThat(result.model().preprocessing()).contains(Preprocessing.tf());
  }

  @Test
  void the_probe_says_of_each_picture_what_its_model_says() {
    FineTuningResult result = run(task().withFreezing(new Freezing.Backbone()), 1);

    List<ScoredPicture> scored = FineTuning.score(result.model(), DATA.validation(), 2);

    assertThat(accuracy(scored)).isEqualTo(result.probe().chosen().validationAccuracy());
    assertThat(scored).hasSize(24);
  }

  @Test
  void what_lies_before_a_block_keeps_its_bits() {
    FineTuningTask task =
        task().withFreezing(Freezing.of("2")).withBatchNorm(BatchNormTuning.LEARNING);

    FineTuningResult result = runTrained(task, 1);

    assertThat(changed(result))
        .containsExactlyInAnyOrder(
            "conv2.weight",
            "conv2.bn.gamma",
            "conv2.bn.beta",
            "conv2.bn.mean",
            "conv2.bn.variance");
  }

  @Test
  void batch_normalisations_stay_frozen_unless_told_otherwise() {
    FineTuningResult frozen = runTrained(task(), 1);
    FineTuningResult statistics =
        runTrained(task().withBatchNorm(BatchNormTuning.FROZEN_STATISTICS), 1);

    assertThat(changed(frozen)).containsExactlyInAnyOrder("conv1.weight", "conv2.weight");
    assertThat(changed(statistics))
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
    FineTuningResult all = runTrained(task().withBatchNorm(BatchNormTuning.RECALIBRATED), 1);
    FineTuningResult end =
        runTrained(
            task().withFreezing(Freezing.of("2")).withBatchNorm(BatchNormTuning.RECALIBRATED), 1);

    assertThat(changed(all))
        .containsExactlyInAnyOrder(
            "conv1.weight",
            "conv2.weight",
            "conv1.bn.mean",
            "conv1.bn.variance",
            "conv2.bn.mean",
            "conv2.bn.variance");
    assertThat(changed(end))
        .containsExactlyInAnyOrder("conv2.weight", "conv2.bn.mean", "conv2.bn.variance");
  }

  @Test
  void the_table_of_decays_has_what_learns_and_no_more() {
    assertThat(tuning(task()).decayTable())
        .containsExactly(
            "role          tensors   parameters  weight decay",
            "convolution         2        1,368  0.05",
            "dense               1          192  0.05",
            "bias                1           12  none");
    assertThat(
            tuning(
                    task()
                        .withFreezing(Freezing.of("2"))
                        .withBatchNorm(BatchNormTuning.FROZEN_STATISTICS))
                .decayTable())
        .containsExactly(
            "role          tensors   parameters  weight decay",
            "convolution         1        1,152  0.05",
            "dense               1          192  0.05",
            "batch-norm          2           32  none",
            "bias                1           12  none");
    assertThat(tuning(task().withFreezing(new Freezing.Backbone())).decayTable()).isEmpty();
  }

  @Test
  void results_have_the_same_bits_for_any_number_of_threads() {
    FineTuningResult one = run(task(), 1);
    FineTuningResult three = run(task(), 3);

    assertThat(three.model().weights().tensors()).isEqualTo(one.model().weights().tensors());
    assertThat(three.probe().tried()).isEqualTo(one.probe().tried());
    assertThat(three.training().orElseThrow().weights().tensors())
        .isEqualTo(one.training().orElseThrow().weights().tensors());
  }

  /** Stops a run after two steps of its second stage; its checkpoint lies there then. */
  private static FineTuningResult stopped(FineTuningTask task, Path checkpoint) {
    List<FineTuning> running = new ArrayList<>();
    FineTuning stopped =
        new FineTuning(
            task,
            new ScalarGradientKernels(),
            1,
            Optional.of(checkpoint),
            new TrainingListener() {
              @Override
              public void stepDone(StepProgress progress) {
                if (progress.step() == 2) {
                  running.getFirst().stop();
                }
              }
            });
    running.add(stopped);
    return stopped.run();
  }

  private static FineTuningResult resumed(
      FineTuningTask task, Path checkpoint, TrainingListener listener) {
    return new FineTuning(task, new ScalarGradientKernels(), 1, Optional.of(checkpoint), listener)
        .resume();
  }

  @Test
  void a_run_that_was_stopped_and_resumed_ends_with_the_same_bits() {
    Path checkpoint = folder.resolve("checkpoint.safetensors");

    FineTuningResult half = stopped(task(), checkpoint);
    FineTuningResult whole = resumed(task(), checkpoint, TrainingListener.SILENT);

    FineTuningResult alone = run(task(), 1);
    assertThat(half.finished()).isFalse();
    assertThat(whole.finished()).isTrue();
    assertThat(whole.training().orElseThrow().weights().tensors())
        .isEqualTo(alone.training().orElseThrow().weights().tensors());
    assertThat(whole.model().weights().tensors()).isEqualTo(alone.model().weights().tensors());
  }

  @Test
  void a_run_that_is_resumed_has_the_probe_of_its_checkpoint() {
    Path checkpoint = folder.resolve("checkpoint.safetensors");
    DataSplits data =
        new DataSplits(broken(DATA.train()), DATA.validation(), DATA.test(), DATA.findings());
    FineTuningTask task = FineTuningTask.of(model(), RECIPE, data, 1);
    FineTuningResult half = stopped(task, checkpoint);
    TrainingListener probing =
        new TrainingListener() {
          @Override
          public void featuresDone(int done, int all) {
            throw new AssertionError("Features are computed again.");
          }

          @Override
          public void probeDone(ProbeFigures figures) {
            throw new AssertionError("There is another probe.");
          }
        };

    FineTuningResult whole = resumed(task, checkpoint, probing);

    assertThat(whole.probe()).isEqualTo(half.probe());
    assertThat(whole.warnings()).startsWith("broken.jpg is no picture.");
  }

  @Test
  void a_probe_that_was_better_is_the_result_of_a_resumed_run_too() {
    Path checkpoint = folder.resolve("checkpoint.safetensors");
    FineTuningTask task = worseThanItsProbe();
    FineTuningResult alone = run(task, 1);
    assertThat(stopped(task, checkpoint).finished()).isFalse();

    FineTuningResult whole = resumed(task, checkpoint, TrainingListener.SILENT);

    assertThat(whole.fromProbe()).isTrue();
    assertThat(whole.model().weights().tensors()).isEqualTo(alone.model().weights().tensors());
  }

  @Test
  void a_run_that_began_with_another_model_is_not_resumed() {
    Path checkpoint = folder.resolve("checkpoint.safetensors");
    assertThat(stopped(task(), checkpoint).finished()).isFalse();
    Model other = model().with(network(3), WeightInitialization.of(network(3), 10));

    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() ->
            resumed(FineTuningTask.of(other, RECIPE, DATA, 1), checkpoint, TrainingListener.SILENT))
        .withMessage(
            checkpoint
                + " is the checkpoint of a run that began with another model; resume it with the model it was started with.");
  }

  @Test
  void a_run_stopped_before_it_begins_has_its_probe() {
    FineTuning tuning =
        new FineTuning(
            task(), new ScalarGradientKernels(), 1, Optional.empty(), TrainingListener.SILENT);
    tuning.stop();

    FineTuningResult result = tuning.run();

    assertThat(result.finished()).isFalse();
    assertThat(result.fromProbe()).isTrue();
    assertThat(changed(result)).isEmpty();
  }

  @Test
  void training_that_is_worse_than_the_probe_is_not_taken() {
    FineTuningTask task = worseThanItsProbe();

    FineTuningResult result = run(task, 1);

    assertThat(result.probe().chosen().validationAccuracy()).isEqualTo(1);
    assertThat(result.fromProbe()).isTrue();
    assertThat(changed(result)).isEmpty();
    assertThat(result.warnings())
        .anyMatch(
            each -> each.startsWith("Training the whole network did not get beyond the probe's "));
  }

  @Test
  void a_picture_that_cannot_be_read_is_named_and_the_others_are_used() {
    DataSplits data =
        new DataSplits(broken(DATA.train()), DATA.validation(), DATA.test(), DATA.findings());

    FineTuningResult result =
        run(FineTuningTask.of(model(), RECIPE, data, 1).withFreezing(new Freezing.Backbone()), 2);

    assertThat(result.warnings()).containsExactly("broken.jpg is no picture.");
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
                task().withFreezing(new Freezing.Backbone()),
                new ScalarGradientKernels(),
                2,
                Optional.empty(),
                listener)
            .run();

    assertThat(reported).hasSize(72).doesNotHaveDuplicates().contains(1, 72);
    assertThat(probes).containsExactly(result.probe());
  }

  @Test
  void a_model_that_does_not_say_how_photos_are_prepared_is_refused() {
    Model silent =
        new Model(
            model().network(),
            model().weights(),
            Optional.empty(),
            List.of(),
            model().provenance());

    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> FineTuningTask.of(silent, RECIPE, DATA, 1))
        .withMessage(
            "The model does not say how photos are prepared; import it again with --preprocessing tf, torchvision, caffe or unit.");
  }

  @Test
  void a_model_that_reads_other_channels_than_its_preprocessing_makes_is_refused() {
    Network grey = network(1);
    Model model =
        new Model(
            grey,
            WeightInitialization.of(grey, 1),
            Optional.of(Preprocessing.tf()),
            List.of(),
            new Provenance(Map.of()));

    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> FineTuningTask.of(model, RECIPE, DATA, 1))
        .withMessage(
            "The network reads 24x24x1, but its preprocessing makes 3 channels; import it again with another --preprocessing.");
  }

  @Test
  void sets_of_different_classes_are_refused() {
    DataSplits data =
        new DataSplits(DATA.train(), renamed(DATA.validation()), Optional.empty(), DATA.findings());

    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> FineTuningTask.of(model(), RECIPE, data, 1))
        .withMessageContaining("and those to validate with [a, b]; expected the same.");
  }

  @Test
  void class_weights_for_another_number_of_classes_are_refused() {
    ClassWeights two = new ClassWeights(List.of(1.0, 2.0));

    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> task().withClassWeights(two))
        .withMessage("2 class weights for 12 classes; expected one a class.");
  }

  @Test
  void a_size_that_the_network_cannot_take_is_refused() {
    assertThatExceptionOfType(NetworkException.class)
        .isThrownBy(() -> run(task().withInputSize(Extent.square(2)), 1));
  }

  private static FineTuningTask task() {
    return FineTuningTask.of(model(), RECIPE, DATA, 1);
  }

  private static FineTuningTask worseThanItsProbe() {
    return new FineTuningTask(
        model(),
        RECIPE.withLearningRate(3).withEpochs(1),
        DataSplits.of(new ColouredPictures(40, 0), new ColouredPictures(40, 0), Optional.empty()),
        Optional.empty(),
        new Freezing.Nothing(),
        BatchNormTuning.FROZEN,
        ClassWeights.equal(),
        1,
        Optional.empty());
  }

  private static FineTuning tuning(FineTuningTask task) {
    return new FineTuning(
        task, new ScalarGradientKernels(), 1, Optional.empty(), TrainingListener.SILENT);
  }

  private static FineTuningResult run(FineTuningTask task, int threads) {
    return new FineTuning(
            task, new ScalarGradientKernels(), threads, Optional.empty(), TrainingListener.SILENT)
        .run();
  }

  /** With the weights of the second stage, whether they are better or not. */
  private static FineTuningResult runTrained(FineTuningTask task, int threads) {
    FineTuningResult result = run(task, threads);
    Weights trained = result.training().orElseThrow().weights();
    return new FineTuningResult(
        result.model().with(result.model().network(), trained),
        result.probe(),
        result.training(),
        false,
        result.warnings(),
        true);
  }

  /** Names of the backbone's tensors that are not what they were. */
  private static Set<String> changed(FineTuningResult result) {
    Map<Weights.Key, Tensor> before = model().weights().tensors();
    return result.model().weights().tensors().entrySet().stream()
        .filter(entry -> !entry.getKey().node().equals("fc"))
        .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
        .map(entry -> entry.getKey().toString())
        .collect(Collectors.toSet());
  }

  private static double accuracy(List<ScoredPicture> scored) {
    return (double) scored.stream().filter(each -> each.rank() == 1).count() / scored.size();
  }

  private static Model model() {
    Network network = network(3);
    return new Model(
        network,
        WeightInitialization.of(network, 9),
        Optional.of(Preprocessing.tf()),
        List.of("one", "two", "three"),
        new Provenance(Map.of("source", "a test")));
  }

  /** Two convolutions and a classifier of three. */
  private static Network network(int channels) {
    return Network.of(
        new Shape(24, 24, channels),
        List.of(
            convolution("conv1", Network.INPUT, 8),
            new Node("conv1.bn", new Op.BatchNorm(1e-3f), List.of("conv1")),
            new Node(
                "conv1.act", new Op.Activation(new ActivationFunction.Relu()), List.of("conv1.bn")),
            convolution("conv2", "conv1.act", 16),
            new Node("conv2.bn", new Op.BatchNorm(1e-3f), List.of("conv2")),
            new Node(
                "conv2.act", new Op.Activation(new ActivationFunction.Relu()), List.of("conv2.bn")),
            new Node("pool", new Op.GlobalAveragePool(), List.of("conv2.act")),
            new Node("dropout", new Op.Dropout(0.2f), List.of("pool")),
            new Node("fc", new Op.Dense(3, Bias.ADDED), List.of("dropout"))));
  }

  private static Node convolution(String name, String input, int channels) {
    Extent kernel = Extent.square(3);
    return new Node(
        name,
        new Op.Convolution(
            channels, kernel, Extent.square(2), Extent.ONE, 1, Padding.none(), Bias.NONE),
        List.of(input));
  }

  private static DataSet broken(DataSet pictures) {
    return new ChangedSet(pictures, pictures.labels(), 5);
  }

  private static DataSet renamed(DataSet pictures) {
    return new ChangedSet(pictures, List.of("a", "b"), -1);
  }

  /** Another data set with other labels, or a picture that cannot be read. */
  private record ChangedSet(DataSet pictures, List<String> labels, int broken) implements DataSet {
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
      if (index == broken) {
        throw new ImageFormatException("broken.jpg is no picture.");
      }
      return pictures.picture(index);
    }
  }
}
