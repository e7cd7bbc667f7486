package org.mobilenet4j.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.inference.Plan;
import org.mobilenet4j.inference.Session;
import org.mobilenet4j.kernels.VectorKernels;
import org.mobilenet4j.kernels.gradient.VectorGradientKernels;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Provenance;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.model.file.Storage;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.training.WeightInitialization;
import org.mobilenet4j.training.optimization.Loss;

/** The networks of the papers' ablations learn, are kept, and classify as they were trained to. */
class AblatedNetworksTest {
  private static final int BATCH = 8;
  private static final int CLASSES = 4;
  private static final int STEPS = 2;

  /**
   * By which share of itself a step shall lower the loss: so little that few activations pass a
   * corner, and a thousand times what single precision makes of a loss near 1.
   */
  private static final double DESCENT = 0.001;

  private static final VectorKernels KERNELS = new VectorKernels(256);

  @TempDir private Path folder = Path.of("");

  private static Network network(String name, String options) {
    Architecture architecture =
        Architecture.named(name).width(0.35).resolution(32).classes(CLASSES);
    for (String option : options.split(" ", -1)) {
      String[] pair = option.split("=", 2);
      architecture = architecture.with(ArchitectureOption.of(pair[0]), pair[1]);
    }
    return architecture.build();
  }

  private static TrainableNetwork trainable(Network network) {
    TrainableNetwork trained =
        TrainableNetwork.of(
            network,
            new VectorGradientKernels(KERNELS.blocked()),
            TrainingOptions.ofBatch(BATCH),
            2);
    trained.load(WeightInitialization.of(network, 3));
    return trained;
  }

  private static float[] pictures(Network network) {
    return SmallTraining.numbers(BATCH * network.input().elements(), 5, 0, 1);
  }

  private static double loss(TrainableNetwork trained, float[] pictures, float[] gradient) {
    float[] targets = new float[BATCH * CLASSES];
    for (int row = 0; row < BATCH; row++) {
      targets[row * CLASSES + row % CLASSES] = 1;
    }
    float[] logits = trained.forward(pictures, Statistics.BATCH_AND_UPDATE, 1);
    return new Loss.CrossEntropy(0).valueAndGradient(logits, targets, BATCH, CLASSES, gradient);
  }

  private static double squaredNorm(List<Learned> learned) {
    return learned.stream()
        .mapToDouble(each -> SmallTraining.norm(each.gradient()))
        .map(norm -> norm * norm)
        .sum();
  }

  /** A step down the gradient that lowers the loss by {@code descent}, were it a plane. */
  private static void descend(TrainableNetwork trained, double descent) {
    double rate = descent / squaredNorm(trained.learned());
    for (Learned each : trained.learned()) {
      for (int i = 0; i < each.values().length; i++) {
        each.values()[i] -= (float) (rate * each.gradient()[i]);
      }
    }
    trained.refill();
  }

  @ParameterizedTest(name = "{0} with {1}")
  @CsvSource({
    "mobilenet-v2, projection-activation=relu6",
    "mobilenet-v2, shortcut=none",
    "mobilenet-v2, shortcut=expansion",
    "mobilenet-v2, expansion=3",
    "mobilenet-v2, expansion=1",
    "mobilenet-v3-small, hard-swish=relu",
    "mobilenet-v3-small, hard-swish=swish",
    "mobilenet-v3-small, squeeze-excite=no",
    "mobilenet-v3-small, projection-activation=relu6 expansion=2",
    "mobilenet-v3-large, shortcut=expansion hard-swish=swish",
    "mnasnet-a1, squeeze-excite=no shortcut=none",
    "mnasnet-a1, shortcut=expansion expansion=2 projection-activation=relu6",
  })
  void each_learns_is_kept_and_answers_as_in_training(String name, String options) {
    Network network = network(name, options);
    float[] pictures = pictures(network);
    float[] gradient = new float[BATCH * CLASSES];
    Path file = folder.resolve("model.safetensors");
    try (TrainableNetwork trained = trainable(network)) {
      double before = loss(trained, pictures, gradient);
      for (int step = 0; step < STEPS; step++) {
        trained.backward(gradient);
        assertThat(trained.firstNotFinite()).isEmpty();
        double expected = DESCENT * before;
        descend(trained, expected);
        double after = loss(trained, pictures, gradient);
        // The gradient of the whole network, to within what it bends over such a step.
        assertThat(before - after).as("step %d", step).isBetween(0.5 * expected, 1.5 * expected);
        before = after;
      }

      Model model =
          new Model(
              network, trained.weights(), Optional.empty(), List.of(), new Provenance(Map.of()));
      new ModelFile(model, List.of()).write(file, Storage.F32, Overwrite.REFUSE);
      Model read = ModelFile.read(file).model();

      assertThat(read.network().nodes()).isEqualTo(network.nodes());
      assertThat(read.weights().tensors()).isEqualTo(model.weights().tensors());
      assertSameAnswers(trained.forward(pictures, Statistics.RUNNING, 1), read, pictures);
    }
  }

  /** Folding rounds each weight and its sums anew: some 2^-23 a layer, through up to 60 layers. */
  private static void assertSameAnswers(float[] expected, Model model, float[] pictures) {
    double largest = 0;
    for (float logit : expected) {
      assertThat(logit).isFinite();
      largest = Math.max(largest, Math.abs(logit));
    }
    assertThat(largest).isPositive();
    int picture = pictures.length / BATCH;
    try (Session session = Plan.of(model, KERNELS).newSession(1)) {
      for (int b = 0; b < BATCH; b++) {
        float[] found = session.run(Arrays.copyOfRange(pictures, b * picture, (b + 1) * picture));
        for (int c = 0; c < CLASSES; c++) {
          assertThat((double) found[c])
              .as("picture %d, class %d", b, c)
              .isCloseTo(expected[b * CLASSES + c], Offset.offset(1e-4 * largest));
        }
      }
    }
  }
}
