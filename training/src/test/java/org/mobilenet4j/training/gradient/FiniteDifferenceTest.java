package org.mobilenet4j.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobilenet4j.kernels.VectorKernels;
import org.mobilenet4j.kernels.gradient.GradientKernels;
import org.mobilenet4j.kernels.gradient.ScalarGradientKernels;
import org.mobilenet4j.kernels.gradient.VectorGradientKernels;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.training.gradient.SmallTraining.Mode;

/**
 * Gradients held against differences of losses, along random directions and along the gradient.
 *
 * <p>The differences at two distances are put together (Richardson 1911), which leaves an error of
 * the fourth power. Where the two disagree, a corner of an activation or of a maximum lies between
 * the points: another seed is taken. The gradient itself has no say in that.
 */
class FiniteDifferenceTest {
  private static final GradientKernels SCALAR = new ScalarGradientKernels(8);
  private static final GradientKernels VECTORS =
      new VectorGradientKernels(new VectorKernels(256).blocked());
  private static final int DIRECTIONS = 3;
  private static final int MOST_SEEDS = 40;

  // Losses near 10 in single precision have an error of some 1e-6, divided by the distance 1e-4.
  private static final double DISTANCE = 0x1p-8;
  private static final double TOLERANCE = 1e-3;

  static Stream<Arguments> cases() {
    Map<String, Network> networks = SmallNetworks.all();
    return networks.entrySet().stream()
        .flatMap(each ->
            Stream.of(Mode.values())
                .map(mode -> Arguments.of(each.getKey(), mode, each.getValue())));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("cases")
  void gradients_are_the_slopes_of_the_loss(String name, Mode mode, Network network) {
    for (long seed = 1; seed <= MOST_SEEDS; seed++) {
      try (SmallTraining training = new SmallTraining(network, SCALAR, mode, 1, seed)) {
        if (holds(training, name + ", seed " + seed)) {
          return;
        }
      }
    }
    assertThat(name).as("no seed without a corner nearby").isEmpty();
  }

  private static boolean holds(SmallTraining training, String where) {
    training.step();
    List<Learned> learned = training.trained().learned();
    List<float[]> gradients = learned.stream().map(each -> each.gradient().clone()).toList();
    double total =
        Math.sqrt(gradients.stream().mapToDouble(SmallTraining::norm).map(n -> n * n).sum());
    assertThat(total).isPositive();
    for (int i = 0; i < gradients.size(); i++) {
      float[] gradient = gradients.get(i);
      // A loss of this size hides differences of small gradients in its rounding.
      double scale = Math.max(SmallTraining.norm(gradient), 0.05 * total);
      for (int d = 0; d <= DIRECTIONS; d++) {
        float[] direction = direction(gradient, d);
        SmallTraining.Slope atFar = training.slope(learned.get(i), direction, 2 * DISTANCE);
        SmallTraining.Slope atNear = training.slope(learned.get(i), direction, DISTANCE);
        double far = atFar.slope();
        double near = atNear.slope();
        // The second: a bend of a smooth function halves with the distance, one of a corner stays.
        if (Math.abs(far - near) > TOLERANCE / 2 * scale
            || Math.abs(atFar.bend() - 2 * atNear.bend()) > TOLERANCE * scale) {
          return false;
        }
        assertThat(dot(gradient, direction))
            .as("%s, %s, direction %d", where, learned.get(i).key(), d)
            .isCloseTo(near + (near - far) / 3, Offset.offset(TOLERANCE * scale));
      }
    }
    return true;
  }

  /** Of length 1: random ones, and at last that of the gradient. */
  private static float[] direction(float[] gradient, int number) {
    float[] direction =
        number < DIRECTIONS || SmallTraining.norm(gradient) == 0
            ? SmallTraining.numbers(gradient.length, 100 + number, 0, 1)
            : gradient.clone();
    double norm = SmallTraining.norm(direction);
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (float) (direction[i] / norm);
    }
    return direction;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  static Stream<Arguments> casesAndEverything() {
    return Stream.concat(
        cases(),
        Stream.of(Mode.values())
            .map(mode -> Arguments.of("everything", mode, SmallNetworks.ofEverything())));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("casesAndEverything")
  void vectors_give_the_gradients_of_the_definition(String name, Mode mode, Network network) {
    try (SmallTraining defined = new SmallTraining(network, SCALAR, mode, 1, 1);
        SmallTraining vectors = new SmallTraining(network, VECTORS, mode, 2, 1)) {
      defined.step();
      vectors.step();

      double total = 0;
      for (Learned each : defined.trained().learned()) {
        total = Math.max(total, SmallTraining.norm(each.gradient()));
      }
      for (int i = 0; i < defined.trained().learned().size(); i++) {
        Learned expected = defined.trained().learned().get(i);
        float[] found = vectors.trained().learned().get(i).gradient();
        for (int n = 0; n < found.length; n++) {
          // Sums of up to some hundred terms, through up to a dozen layers.
          assertThat((double) found[n])
              .as("%s, %s[%d]", name, expected.key(), n)
              .isCloseTo(expected.gradient()[n], Offset.offset(1e-5 * total));
        }
      }
    }
  }
}
