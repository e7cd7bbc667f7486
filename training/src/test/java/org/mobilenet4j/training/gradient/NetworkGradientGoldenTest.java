package org.mobilenet4j.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.kernels.VectorKernels;
import org.mobilenet4j.kernels.gradient.GradientKernels;
import org.mobilenet4j.kernels.gradient.ScalarGradientKernels;
import org.mobilenet4j.kernels.gradient.VectorGradientKernels;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.ParameterRole;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;

/**
 * Whole networks against torch in double precision: loss, logits, the gradient of every tensor, and
 * what three steps make of weights and statistics. {@code golden/gradients.py} makes the goldens
 * and says why biases are shifted before each step.
 */
class NetworkGradientGoldenTest {
  private static final int CLASSES = 10;
  private static final int STEPS = 3;
  private static final float RATE = 0.004f;
  private static final float MOMENTUM = 0.9f;

  @ParameterizedTest(name = "{1} on {0}")
  @CsvSource({
    "scalar, mobilenet-v1, 0.25, gradients-v1.txt",
    "vectors, mobilenet-v1, 0.25, gradients-v1.txt",
    "scalar, mobilenet-v2, 0.25, gradients-v2.txt",
    "vectors, mobilenet-v2, 0.25, gradients-v2.txt",
    "scalar, mobilenet-v3-small, 1.0, gradients-v3.txt",
    "vectors, mobilenet-v3-small, 1.0, gradients-v3.txt"
  })
  void three_steps_are_those_of_torch(
      String kernelName, String architecture, String width, String file) throws IOException {
    GoldenNetwork golden = GoldenNetwork.read(file);
    GradientKernels kernels =
        kernelName.equals("scalar")
            ? new ScalarGradientKernels()
            : new VectorGradientKernels(new VectorKernels().blocked());
    Network network =
        Architecture.named(architecture)
            .with(ArchitectureOption.of("width"), width)
            .with(ArchitectureOption.of("padding"), "symmetric")
            .with(ArchitectureOption.of("classes"), Integer.toString(CLASSES))
            .with(ArchitectureOption.of("resolution"), Integer.toString(golden.resolution()))
            .build();
    TrainingOptions options =
        new TrainingOptions(
            golden.batch(),
            golden.momentum(),
            OptionalDouble.of(golden.epsilon()),
            OptionalDouble.of(0),
            0,
            Set.of(),
            Set.of());
    try (TrainableNetwork trained = TrainableNetwork.of(network, kernels, options, 2)) {
      List<Learned> learned = trained.learned();
      fill(trained, golden);
      List<double[]> before = learned.stream().map(each -> doubles(each.values())).toList();
      List<float[]> velocities =
          learned.stream().map(each -> new float[each.values().length]).toList();
      float[] pictures =
          golden.pictures(Math.toIntExact(golden.batch() * network.input().elements()));

      int shifts = 0;
      for (int step = 0; step < STEPS; step++) {
        shifts += shift(trained, golden, step, before);
        float[] logits = trained.forward(pictures, Statistics.BATCH_AND_UPDATE, 1);
        float[] gradient = new float[logits.length];
        double loss = loss(logits, golden.batch(), gradient);
        trained.backward(gradient);

        golden.assertAll("loss " + step, loss);
        if (step == 0) {
          golden.assertAll("logits", doubles(logits));
          for (int i = 0; i < learned.size(); i++) {
            double[] found = doubles(learned.get(i).gradient());
            golden.assertTensor("gradient " + i, found, scale("gradient", learned, i), 0);
          }
        }
        update(trained, velocities);
      }

      for (int i = 0; i < learned.size(); i++) {
        assertChange(golden, learned, i, before.get(i));
      }
      List<float[]> statistics = List.copyOf(trained.statistics().values());
      for (int i = 0; i < statistics.size(); i++) {
        String name = "statistics " + i;
        golden.assertTensor(name, doubles(statistics.get(i)), name, 0);
      }
      golden.assertCount("loss", STEPS);
      golden.assertCount("gradient", learned.size());
      golden.assertCount("change", learned.size());
      golden.assertCount("statistics", statistics.size());
      golden.assertCount("shift", shifts);
      assertThat(shifts).isPositive();
    }
  }

  private static void assertChange(
      GoldenNetwork golden, List<Learned> learned, int index, double[] before) {
    double[] after = doubles(learned.get(index).values());
    double[] change = new double[after.length];
    double largest = 0;
    for (int n = 0; n < after.length; n++) {
      change[n] = after[n] - before[n];
      largest = Math.max(largest, Math.abs(after[n]));
    }
    // Each shift and each update is rounded to the digits of the weight, by up to 2^-24 of it.
    double lost = 2 * STEPS * 0x1p-24 * largest;
    golden.assertTensor("change " + index, change, scale("change", learned, index), lost);
  }

  /**
   * What a difference is relative to: the tensor, or its gamma for a beta. A beta before a second
   * normalisation changes nothing, so its gradient is the rounding of a sum as long as the gamma's.
   */
  private static String scale(String kind, List<Learned> learned, int index) {
    if (learned.get(index).key().role() != ParameterRole.BETA) {
      return kind + " " + index;
    }
    assertThat(learned.get(index - 1).key().role()).isEqualTo(ParameterRole.GAMMA);
    return kind + " " + (index - 1);
  }

  /** Cross-entropy with a smoothing of 0.1 against the classes 0, 3, 6, 9, 2 and so on. */
  private static double loss(float[] logits, int batch, float[] gradient) {
    double loss = 0;
    for (int b = 0; b < batch; b++) {
      double sum = 0;
      for (int c = 0; c < CLASSES; c++) {
        sum += Math.exp(logits[b * CLASSES + c]);
      }
      for (int c = 0; c < CLASSES; c++) {
        double target = 0.1 / CLASSES + (c == b * 3 % CLASSES ? 0.9 : 0);
        double logit = logits[b * CLASSES + c];
        loss -= target * (logit - Math.log(sum)) / batch;
        gradient[b * CLASSES + c] = (float) ((Math.exp(logit) / sum - target) / batch);
      }
    }
    return loss;
  }

  private static void update(TrainableNetwork trained, List<float[]> velocities) {
    for (int i = 0; i < velocities.size(); i++) {
      Learned each = trained.learned().get(i);
      float[] velocity = velocities.get(i);
      for (int n = 0; n < velocity.length; n++) {
        velocity[n] = MOMENTUM * velocity[n] + each.gradient()[n];
        each.values()[n] -= RATE * velocity[n];
      }
    }
    trained.refill();
  }

  /** Shifts the biases and what they are compared with; returns the number of tensors shifted. */
  private static int shift(
      TrainableNetwork trained, GoldenNetwork golden, int step, List<double[]> before) {
    int shifted = 0;
    for (int i = 0; i < trained.learned().size(); i++) {
      float[] values = trained.learned().get(i).values();
      float[] shifts = golden.shifts(step, i);
      if (shifts.length > 0) {
        assertThat(values).hasSameSizeAs(shifts);
        shifted++;
      }
      for (int n = 0; n < shifts.length; n++) {
        values[n] += shifts[n];
        before.get(i)[n] += shifts[n];
      }
    }
    trained.refill();
    return shifted;
  }

  private static void fill(TrainableNetwork trained, GoldenNetwork golden) {
    trained
        .statistics()
        .forEach((key, each) -> Arrays.fill(each, key.role() == ParameterRole.VARIANCE ? 1 : 0));
    for (int i = 0; i < trained.learned().size(); i++) {
      Learned each = trained.learned().get(i);
      int count = each.values().length;
      float[] numbers =
          switch (each.key().role()) {
            case WEIGHT -> golden.weights(i, count, count / each.dimensions().getLast());
            case GAMMA -> golden.gammas(i, count);
            case BETA -> golden.betas(i, count);
            case BIAS -> golden.biases(i, count);
            case MEAN, VARIANCE -> throw new AssertionError("Statistics are not learned.");
          };
      System.arraycopy(numbers, 0, each.values(), 0, count);
    }
    trained.refill();
  }

  private static double[] doubles(float[] numbers) {
    return IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i]).toArray();
  }
}
