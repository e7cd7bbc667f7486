package org.mobilenet4j.training.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses and gradients against torch and timm in float64, and against finite differences. */
class LossGoldenTest {
  private static final int ROWS = 4;
  private static final int CLASSES = 7;

  static Stream<Arguments> variants() throws IOException {
    ClassWeights weights =
        new ClassWeights(
            Arrays.stream(Golden.read("losses.txt").numbers("weights")).boxed().toList());
    Loss.CrossEntropy smoothed = new Loss.CrossEntropy(0.1);
    return Stream.of(
        Arguments.of("cross-entropy hard", "hard", new Loss.CrossEntropy(0)),
        Arguments.of("cross-entropy hard smoothed", "hard", smoothed),
        Arguments.of("cross-entropy mixed smoothed", "mixed", smoothed),
        Arguments.of("cross-entropy hard weighted", "hard", new Loss.CrossEntropy(0, weights)),
        Arguments.of(
            "cross-entropy hard weighted smoothed", "hard", new Loss.CrossEntropy(0.1, weights)),
        Arguments.of("binary mixed", "mixed", new Loss.Binary(0)),
        Arguments.of("binary hard smoothed", "hard", new Loss.Binary(0.1)),
        Arguments.of("binary hard weighted", "hard", new Loss.Binary(0, weights)),
        Arguments.of("distillation", "hard", new Loss.Distillation(4, 0.7, smoothed)),
        Arguments.of(
            "distillation binary", "mixed", new Loss.Distillation(1, 0.5, new Loss.Binary(0))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("variants")
  void the_loss_and_its_gradient_are_those_of_the_reference(String name, String targets, Loss loss)
      throws IOException {
    Golden golden = Golden.read("losses.txt");
    float[] gradient = new float[ROWS * CLASSES];

    double value =
        loss.valueAndGradient(
            golden.floats("logits"),
            golden.floats(targets),
            golden.floats("teacher"),
            ROWS,
            CLASSES,
            gradient);

    assertThat(value).isCloseTo(golden.numbers(name + " loss")[0], within(1e-12));
    double[] expected = golden.numbers(name + " gradient");
    for (int i = 0; i < gradient.length; i++) {
      // Rounded to float once; a distillation rounds its hard part as well. All are below 1.
      assertThat((double) gradient[i]).as("logit %d", i).isCloseTo(expected[i], within(0x1p-24));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("variants")
  void the_gradient_is_the_finite_difference_of_the_loss(String name, String targets, Loss loss)
      throws IOException {
    Golden golden = Golden.read("losses.txt");
    float[] logits = golden.floats("logits");
    float[] target = golden.floats(targets);
    float[] teacher = golden.floats("teacher");
    float[] gradient = new float[logits.length];
    float[] ignored = new float[logits.length];
    loss.valueAndGradient(logits, target, teacher, ROWS, CLASSES, gradient);

    for (int i = 0; i < logits.length; i++) {
      float logit = logits[i];
      float above = logit + 0x1p-10f;
      float below = logit - 0x1p-10f;
      logits[i] = above;
      double high = loss.valueAndGradient(logits, target, teacher, ROWS, CLASSES, ignored);
      logits[i] = below;
      double low = loss.valueAndGradient(logits, target, teacher, ROWS, CLASSES, ignored);
      logits[i] = logit;

      // The third derivative of these losses is below 1 · T⁻¹, and the error h² / 6 of it.
      double slope = (high - low) / ((double) above - below);
      assertThat((double) gradient[i])
          .as("%s, logit %d", name, i)
          .isCloseTo(slope, within(0x1p-20 / 6 + 0x1p-23));
    }
  }
}
