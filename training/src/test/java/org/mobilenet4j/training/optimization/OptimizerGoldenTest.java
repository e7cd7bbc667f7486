package org.mobilenet4j.training.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobilenet4j.kernels.Gang;

/** Twenty steps against torch, and against timm for TensorFlow's RMSProp, both in float64. */
class OptimizerGoldenTest {
  private static final int STEPS = 20;
  // A step rounds a weight and its memory at most eight times, by 2⁻²⁴ of numbers below four; the
  // memory passes a tenth of an error on to each of the next steps' ten.
  private static final double TOLERANCE = STEPS * 8 * 4 * 0x1p-24;

  static Stream<Arguments> variants() {
    Optimizer.Momentum heavy = Optimizer.Momentum.HEAVY_BALL;
    return Stream.of(
        Arguments.of("sgd", new Optimizer.Sgd(0, heavy), 0.05),
        Arguments.of("sgd momentum", new Optimizer.Sgd(0.9, heavy), 0.05),
        Arguments.of("sgd nesterov", new Optimizer.Sgd(0.9, Optimizer.Momentum.NESTEROV), 0.05),
        Arguments.of("rmsprop-torch", new Optimizer.RmsPropTorch(0.99, 0, 1e-3), 0),
        Arguments.of("rmsprop-torch momentum", new Optimizer.RmsPropTorch(0.9, 0.9, 0.0316), 0.05),
        Arguments.of("rmsprop-tensorflow", new Optimizer.RmsPropTensorFlow(0.99, 0, 1e-3), 0),
        Arguments.of(
            "rmsprop-tensorflow momentum", new Optimizer.RmsPropTensorFlow(0.9, 0.9, 1e-3), 0.05),
        Arguments.of("rmsprop-tensorflow slim", new Optimizer.RmsPropTensorFlow(0.9, 0.9, 1), 4e-5),
        Arguments.of("adamw", Optimizer.AdamW.usual(), 0.05),
        Arguments.of("adamw other", new Optimizer.AdamW(0.8, 0.9, 1e-3), 0.5));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("variants")
  void twenty_steps_lead_where_the_reference_goes(String name, Optimizer optimizer, double decay)
      throws IOException {
    Golden golden = Golden.read("optimizers.txt");
    List<LearnedTensor> tensors = tensors(golden);
    OptimizerState state = optimizer.start(tensors);

    try (Gang gang = Gang.ofExactly(2)) {
      for (int step = 0; step < STEPS; step++) {
        setGradients(golden, tensors, step);
        state.step(golden.numbers("rates")[step], WeightDecay.exceptDepthwise(decay), gang);

        if (step == 0 || step == 1 || step == STEPS - 1) {
          for (LearnedTensor tensor : tensors) {
            assertNear(
                tensor.values(),
                golden.numbers("%s after %d %s".formatted(name, step + 1, tensor.name())),
                TOLERANCE);
          }
        }
      }
    }
  }

  @Test
  void gradients_are_clipped_as_torch_does() throws IOException {
    Golden golden = Golden.read("optimizers.txt");
    List<LearnedTensor> tensors = tensors(golden);

    try (Gang gang = Gang.ofExactly(2)) {
      for (String limit : List.of("2.0", "100.0")) {
        setGradients(golden, tensors, 0);

        GradientNorms norms =
            new GradientClipping.ByGlobalNorm(Double.parseDouble(limit)).clip(tensors, gang);

        assertThat(norms.global()).isCloseTo(golden.numbers("norm " + limit)[0], within(1e-12));
        assertGradients(golden, "norm " + limit, tensors);
      }
      setGradients(golden, tensors, 0);
      new GradientClipping.ByValue(0.5).clip(tensors, gang);
      assertGradients(golden, "value 0.5", tensors);
    }
  }

  private static void assertGradients(Golden golden, String name, List<LearnedTensor> tensors) {
    for (LearnedTensor tensor : tensors) {
      // The factor and the product are each rounded once; gradients are below four.
      assertNear(tensor.gradient(), golden.numbers(name + " " + tensor.name()), 2 * 4 * 0x1p-24);
    }
  }

  private static List<LearnedTensor> tensors(Golden golden) {
    return Stream.of(DecayRole.CONVOLUTION, DecayRole.DEPTHWISE, DecayRole.BIAS)
        .map(role -> {
          float[] values = golden.floats("start " + role.label());
          return new LearnedTensor(role.label(), role, values, new float[values.length]);
        })
        .toList();
  }

  private static void setGradients(Golden golden, List<LearnedTensor> tensors, int step) {
    for (LearnedTensor tensor : tensors) {
      float[] all = golden.floats("gradients " + tensor.name());
      int length = tensor.gradient().length;
      System.arraycopy(all, step * length, tensor.gradient(), 0, length);
    }
  }

  private static void assertNear(float[] found, double[] expected, double tolerance) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i]).as("number %d", i).isCloseTo(expected[i], within(tolerance));
    }
  }
}
