package org.mobilenet4j.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
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
 * weights and statistics after three steps. {@code golden/gradients.py} makes the goldens.
 */
class NetworkGradientGoldenTest {
  private static final int CLASSES = 10;
  private static final int STEPS = 3;
  private static final int PICTURES = 1_000_001;
  private static final int PROJECTION = 1_000_002;
  private static final float RATE = 0.0005f;
  private static final float MOMENTUM = 0.9f;

  // Some fifty layers, each with roundings of 6e-8 in sums of up to a thousand terms; batch
  // normalisation over few numbers multiplies them. Relative to a tensor's largest number.
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest(name = "{1} on {0}")
  @CsvSource({
    "scalar, mobilenet-v3-small, gradients-v3.txt, width=1.0",
    "vectors, mobilenet-v3-small, gradients-v3.txt, width=1.0"
  })
  void three_steps_are_those_of_torch(
      String kernelName, String architecture, String file, String width) throws IOException {
    Map<String, double[]> golden = read(file);
    double[] setting = numbers(golden, "setting");
    long seed = (long) setting[0];
    int resolution = (int) setting[1];
    int batch = (int) setting[2];
    GradientKernels kernels =
        kernelName.equals("scalar")
            ? new ScalarGradientKernels()
            : new VectorGradientKernels(new VectorKernels().blocked());
    Network network =
        Architecture.named(architecture)
            .with(ArchitectureOption.of("width"), width.substring(width.indexOf('=') + 1))
            .with(ArchitectureOption.of("padding"), "symmetric")
            .with(ArchitectureOption.of("classes"), Integer.toString(CLASSES))
            .with(ArchitectureOption.of("resolution"), Integer.toString(resolution))
            .build();
    TrainingOptions options =
        new TrainingOptions(
            batch,
            setting[4],
            OptionalDouble.of(setting[3]),
            OptionalDouble.of(0),
            0,
            Set.of(),
            Set.of());
    try (TrainableNetwork trained = TrainableNetwork.of(network, kernels, options, 2)) {
      fill(trained, seed);
      float[] pictures =
          uniform(seed, PICTURES, Math.toIntExact(batch * network.input().elements()), 2);

      List<float[]> velocities = new ArrayList<>();
      trained.learned().forEach(each -> velocities.add(new float[each.values().length]));
      for (int step = 0; step < STEPS; step++) {
        float[] logits = trained.forward(pictures, Statistics.BATCH_AND_UPDATE, 1);
        float[] gradient = new float[logits.length];
        double loss = loss(logits, batch, gradient);
        trained.backward(gradient);

        double expected = numbers(golden, "loss " + step)[0];
        assertThat(loss).isCloseTo(expected, Offset.offset(TOLERANCE * expected));
        if (step == 0) {
          assertLogits(logits, numbers(golden, "logits"));
          assertGradients(trained, golden);
        }
        update(trained, velocities);
      }

      for (int i = 0; i < trained.learned().size(); i++) {
        Learned each = trained.learned().get(i);
        assertSummary(each.values(), numbers(golden, "weights " + i), 0, each.key().toString());
      }
      List<float[]> statistics = new ArrayList<>(trained.statistics().values());
      for (int i = 0; i < statistics.size(); i++) {
        assertSummary(statistics.get(i), numbers(golden, "statistics " + i), 0, "statistics " + i);
      }
      assertThat(golden).hasSize(2 + STEPS + 2 * trained.learned().size() + statistics.size());
    }
  }

  private static void assertLogits(float[] found, double[] expected) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected[i], Offset.offset(TOLERANCE * largest));
    }
  }

  private static void assertGradients(TrainableNetwork trained, Map<String, double[]> golden) {
    int count = trained.learned().size();
    double largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, numbers(golden, "gradient " + i)[1]);
    }
    for (int i = 0; i < count; i++) {
      Learned each = trained.learned().get(i);
      // What is zero but for rounding stays within the rounding of the gradients around it.
      assertSummary(
          each.gradient(), numbers(golden, "gradient " + i), 0.03 * largest, each.key().toString());
    }
  }

  /** Holds a tensor against norm, largest size, projection and three numbers. */
  private static void assertSummary(
      float[] found, double[] expected, double leastScale, String where) {
    float[] hashes = uniform(0, PROJECTION, found.length, 1);
    double squares = 0;
    double largest = 0;
    double projection = 0;
    for (int i = 0; i < found.length; i++) {
      squares += (double) found[i] * found[i];
      largest = Math.max(largest, Math.abs(found[i]));
      projection += (double) found[i] * hashes[i];
    }
    double scale = Math.max(expected[1], leastScale);
    double normScale = Math.max(expected[0], leastScale);
    Offset<Double> one = Offset.offset(TOLERANCE * scale);
    Offset<Double> all = Offset.offset(TOLERANCE * normScale);
    assertThat(Math.sqrt(squares)).as("%s: norm", where).isCloseTo(expected[0], all);
    assertThat(largest).as("%s: largest", where).isCloseTo(expected[1], one);
    assertThat(projection).as("%s: projection", where).isCloseTo(expected[2], all);
    int[] samples = {0, found.length / 2, found.length - 1};
    for (int s = 0; s < samples.length; s++) {
      assertThat((double) found[samples[s]])
          .as("%s[%d]", where, samples[s])
          .isCloseTo(expected[3 + s], one);
    }
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

  private static void fill(TrainableNetwork trained, long seed) {
    trained
        .statistics()
        .forEach((key, each) -> Arrays.fill(each, key.role() == ParameterRole.VARIANCE ? 1 : 0));
    for (int i = 0; i < trained.learned().size(); i++) {
      Learned each = trained.learned().get(i);
      float[] values = each.values();
      int columns = each.dimensions().getLast();
      double scale =
          switch (each.key().role()) {
            case WEIGHT -> Math.sqrt(6.0 * columns / values.length);
            case GAMMA -> 0.5;
            case BIAS, BETA, MEAN, VARIANCE -> 0.25;
          };
      System.arraycopy(uniform(seed, i, values.length, scale), 0, values, 0, values.length);
      if (each.key().role() == ParameterRole.GAMMA) {
        for (int n = 0; n < values.length; n++) {
          values[n] += 1;
        }
      }
    }
    trained.refill();
  }

  /** As {@code uniform} of the recipe, times a scale. */
  private static float[] uniform(long seed, int tensor, int count, double scale) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      long z = seed * 0x9E3779B97F4A7C15L + tensor * 0xD1B54A32D192ED03L;
      z += (i + 1) * 0x9E3779B97F4A7C15L;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      z ^= z >>> 31;
      numbers[i] = (float) (scale * ((z >>> 40) * 0x1p-23 - 1));
    }
    return numbers;
  }

  private static double[] numbers(Map<String, double[]> golden, String name) {
    return Objects.requireNonNull(golden.get(name), name);
  }

  private static Map<String, double[]> read(String file) throws IOException {
    try (InputStream in = NetworkGradientGoldenTest.class.getResourceAsStream("/golden/" + file)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(": ", 2))
          .collect(
              Collectors.toMap(
                  parts -> parts[0],
                  parts ->
                      Arrays.stream(parts[1].split(" "))
                          .mapToDouble(Double::parseDouble)
                          .toArray()));
    }
  }
}
