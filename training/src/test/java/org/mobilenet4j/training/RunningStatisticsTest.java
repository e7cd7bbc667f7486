package org.mobilenet4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobilenet4j.kernels.gradient.ScalarGradientKernels;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.training.recipe.BatchNormSettings;
import org.mobilenet4j.training.recipe.Recipe;

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

  private static List<String> warnings(double decay) {
    Network network =
        NewHead.of(SmallTuning.model(), SmallTuning.network(3), ColouredPictures.NAMES.size())
            .network();
    Recipe recipe =
        SmallRun.recipe()
            .withEpochs(12)
            .withBatchSize(24)
            .withoutAverage()
            .withAugmentations(List.of())
            .withBatchNorm(new BatchNormSettings(decay, 1e-3));
    TrainingTask task =
        TrainingTask.of(
            network,
            wrongIn("conv2.bn", network),
            recipe,
            DataSplits.of(
                new ColouredPictures(48, 0), new ColouredPictures(48, 0), Optional.empty()),
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
                .contains("lag behind, most in 'conv2'")
                .contains("a smaller decay"));
  }

  @Test
  void statistics_that_follow_are_not_spoken_of() {
    // While the rate is high they follow at a distance.
    assertThat(warnings(0.5)).noneMatch(warning -> warning.startsWith("After epoch 12 "));
  }
}
