package org.mobilenet4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.inference.Plan;
import org.mobilenet4j.inference.Session;
import org.mobilenet4j.kernels.ScalarKernels;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Parameter;
import org.mobilenet4j.network.ParameterRole;
import org.mobilenet4j.network.architecture.Architecture;

class WideningTest {
  @ParameterizedTest(name = "{0}, {1} to {2}")
  @CsvSource({
    "mobilenet-v1, 0.25, 0.5",
    "mobilenet-v2, 0.35, 0.5",
    "mobilenet-v2-small-pictures, 0.5, 0.75",
    "mobilenet-v3-small, 0.75, 1.25",
    "mobilenet-v3-large-minimalistic, 0.35, 0.35",
    "mnasnet-a1, 0.75, 1.5"
  })
  void a_wider_network_computes_the_same(String name, double width, double wider) {
    Model model = SeededWeights.of(network(name, width), 3);
    Network pattern = network(name, wider);

    Model widened = Widening.of(model, pattern, 1);

    assertThat(widened.network().nodes()).isEqualTo(pattern.nodes());
    float[] expected = logits(model);
    float[] found = logits(widened);
    float largest = largest(expected);
    assertThat(largest).isGreaterThan(0.01f);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).as("logit %d", i).isCloseTo(expected[i], within(2e-5f * largest));
    }
  }

  @Test
  void the_seed_decides_over_the_shares_and_copies_of_a_channel_differ() {
    Model model = SeededWeights.of(network("mobilenet-v2", 0.5), 3);
    Network pattern = network("mobilenet-v2", 1);

    Model first = Widening.of(model, pattern, 1);

    assertThat(Widening.of(model, pattern, 1).weights().tensors())
        .isEqualTo(first.weights().tensors());
    assertThat(Widening.of(model, pattern, 2).weights().tensors())
        .isNotEqualTo(first.weights().tensors());
    for (Node node : pattern.nodes()) {
      boolean mixes = node.op() instanceof Op.Convolution op && op.isPointwise();
      for (Parameter parameter : pattern.parameters(node)) {
        if (mixes && parameter.role() == ParameterRole.WEIGHT) {
          requireParted(node.name(), first.weights().get(node.name(), parameter.role()));
        }
      }
    }
  }

  /** No two inputs may weigh the same for every output: they would learn the same for ever. */
  private static void requireParted(String name, Tensor weights) {
    int outputs = weights.dimensions().getLast();
    int inputs = weights.dimensions().get(2);
    float[] values = weights.values();
    for (int input = 0; input < inputs; input++) {
      for (int other = input + 1; other < inputs; other++) {
        int from = input * outputs;
        int to = other * outputs;
        int differs = Arrays.mismatch(values, from, from + outputs, values, to, to + outputs);
        assertThat(differs).as("inputs %d and %d of %s", input, other, name).isNotNegative();
      }
    }
  }

  @Test
  void what_cannot_grow_is_refused() {
    Model half = SeededWeights.of(network("mobilenet-v2", 0.5), 3);
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> Widening.of(half, network("mobilenet-v2", 0.35), 1))
        .withMessageContaining("Layer 'block1.project' of the model has 16 channels")
        .withMessageContaining("a larger width");
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> Widening.of(half, network("mobilenet-v1", 1), 1))
        .withMessageContaining("expected the same layers");
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> Widening.of(half, network("mnasnet-a1", 1), 1))
        .withMessageContaining("shortcuts");
    Network squeeze = Architecture.named("squeezenet-1.1").resolution(64).build();
    assertThatExceptionOfType(TrainingException.class)
        .isThrownBy(() -> Widening.of(SeededWeights.of(squeeze, 1), squeeze, 1))
        .withMessageContaining("cannot be widened");
  }

  private static Network network(String name, double width) {
    return Architecture.named(name).width(width).resolution(64).classes(7).build();
  }

  private static float[] logits(Model model) {
    try (Session session = Plan.of(model, new ScalarKernels()).newSession(1)) {
      float[] input = new float[Math.toIntExact(model.network().input().elements())];
      Random random = new Random(5);
      for (int i = 0; i < input.length; i++) {
        input[i] = (float) random.nextGaussian();
      }
      return session.run(input);
    }
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
