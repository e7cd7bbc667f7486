package org.mobilenet4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mobilenet4j.kernels.gradient.ScalarGradientKernels;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.training.optimization.ClassWeights;
import org.mobilenet4j.training.recipe.BatchNormSettings;
import org.mobilenet4j.training.recipe.Recipe;
import org.mobilenet4j.vision.image.Pixels;

/** What is said of running statistics that evaluation should not trust. */
class RunningStatisticsTest {
  private static final float FAR_OFF = 40;

  /** First weights with which evaluation sees nothing: one layer's running means are far off. */
  private static Weights wrongIn(String node, Network network) {
    Map<Weights.Key, Tensor> tensors =
        new LinkedHashMap<>(WeightInitialization.of(network, 5).tensors());
    tensors.replaceAll((key, tensor) -> {
      if (!key.toString().equals(node + ".mean")) {
        return tensor;
      }
      float[] means = new float[tensor.values().length];
      Arrays.fill(means, FAR_OFF);
      return Tensor.vector(means);
    });
    return Weights.of(tensors);
  }

  private static Network network() {
    return NewHead.of(SmallTuning.model(), SmallTuning.network(3), ColouredPictures.NAMES.size())
        .network();
  }

  private static Recipe recipe(int batch, double decay) {
    return SmallRun.recipe()
        .withBatchSize(batch)
        .withoutAverage()
        .withAugmentations(List.of())
        .withBatchNorm(new BatchNormSettings(decay, 1e-3));
  }

  /** One colour after the other, as a folder for each class has them. */
  private static DataSet byClass() {
    int[] order = new int[48];
    for (int i = 0; i < 48; i++) {
      order[i] = i % 12 * 4 + i / 12;
    }
    return new Reordered(new ColouredPictures(48, 0), order);
  }

  private static List<String> warnings(double decay) {
    return warnings(24, decay, new ColouredPictures(48, 0));
  }

  private static List<String> warnings(int batch, double decay, DataSet pictures) {
    Network network = network();
    TrainingTask task =
        TrainingTask.of(
            network,
            wrongIn("conv2.bn", network),
            recipe(batch, decay).withEpochs(12),
            DataSplits.of(pictures, pictures, Optional.empty()),
            Preprocessing.torchvision(),
            7);
    try (Trainer trainer =
        new Trainer(
            task, new ScalarGradientKernels(), 1, Optional.empty(), TrainingListener.SILENT)) {
      return trainer.run().warnings();
    }
  }

  @Test
  void a_warning_names_the_layer_whose_statistics_lag_behind() {
    assertThat(warnings(0.99999))
        .anyMatch(warning -> warning.startsWith("After epoch 12 "))
        .allSatisfy(warning ->
            assertThat(warning)
                .containsPattern("After epoch \\d+ evaluation names [0-9.]+% of 48")
                .contains("lag behind, most in 'conv2', whose normalised numbers they move by ")
                .contains("a smaller decay"));
  }

  @Test
  void pictures_that_lie_class_by_class_are_judged_by_batches_of_all_classes() {
    // A batch is as large as a class: in the order of the data set each would be one colour, whose
    // statistics take the colour away.
    assertThat(warnings(12, 0.99999, byClass()))
        .anyMatch(warning -> warning.startsWith("After epoch 12 "))
        .allSatisfy(warning -> assertThat(warning).contains("most in 'conv2'"));
  }

  /** The same pictures, each look at one of them counted. */
  private record Counted(DataSet pictures, AtomicInteger looks) implements DataSet {
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
      looks.incrementAndGet();
      return pictures.picture(index);
    }
  }

  /** How often a run of two epochs looks at the 48 validation pictures. */
  private static int looks(Set<String> frozenStatistics) {
    Network network = network();
    Counted validation = new Counted(byClass(), new AtomicInteger());
    TrainingTask task =
        new TrainingTask(
            network,
            WeightInitialization.of(network, 5),
            recipe(24, 0.9).withEpochs(2),
            DataSplits.of(new ColouredPictures(48, 0), validation, Optional.empty()),
            Preprocessing.torchvision(),
            Set.of(),
            frozenStatistics,
            ClassWeights.equal(),
            7,
            Optional.empty());
    try (Trainer trainer =
        new Trainer(
            task, new ScalarGradientKernels(), 1, Optional.empty(), TrainingListener.SILENT)) {
      assertThat(trainer.run().finished()).isTrue();
    }
    return validation.looks().get();
  }

  @Test
  void where_all_statistics_are_frozen_nothing_is_looked_at_twice() {
    assertThat(looks(Set.of("conv1.bn", "conv2.bn"))).isEqualTo(2 * 48);
    assertThat(looks(Set.of("conv1.bn"))).isGreaterThan(2 * 48);
  }

  @Test
  void statistics_that_follow_are_not_spoken_of() {
    // While the rate is high they follow at a distance.
    assertThat(warnings(0.5)).noneMatch(warning -> warning.startsWith("After epoch 12 "));
  }
}
