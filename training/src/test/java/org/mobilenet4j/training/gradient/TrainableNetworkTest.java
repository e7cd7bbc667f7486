package org.mobilenet4j.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.mobilenet4j.kernels.gradient.GradientKernels;
import org.mobilenet4j.kernels.gradient.ScalarGradientKernels;
import org.mobilenet4j.model.InsufficientMemoryException;
import org.mobilenet4j.model.UnsupportedOperatorException;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.Shape;
import org.mobilenet4j.network.architecture.Architecture;

class TrainableNetworkTest {
  private static final GradientKernels KERNELS = new ScalarGradientKernels();

  private static Network depthwise(Padding padding) {
    return Network.of(
        new Shape(5, 5, 4),
        List.of(
            new Node(
                "dw",
                new Op.Convolution(
                    4, Extent.square(3), Extent.ONE, Extent.ONE, 4, padding, Bias.NONE),
                List.of(Network.INPUT))));
  }

  @Test
  void a_depthwise_convolution_padded_beyond_its_reach_is_refused() {
    Network network = depthwise(new Padding.Symmetric(3, 1));

    assertThatThrownBy(
            () -> TrainableNetwork.of(network, KERNELS, TrainingOptions.ofBatch(1), 1).close())
        .isInstanceOf(UnsupportedOperatorException.class)
        .hasMessage(
            "Node 'dw': a depthwise convolution padded by more than its kernel reaches cannot be trained; use less padding.");
  }

  @Test
  void a_depthwise_convolution_padded_as_far_as_it_reaches_is_trained() {
    Network network = depthwise(new Padding.Symmetric(2, 2));

    try (TrainableNetwork trained =
        TrainableNetwork.of(network, KERNELS, TrainingOptions.ofBatch(1), 1)) {
      assertThat(trained.learned()).hasSize(1);
    }
  }

  @Test
  void batches_that_no_memory_holds_are_refused_before_they_are_allocated() {
    Network network = depthwise(Padding.none()).withInputSize(4000, 4000);

    assertThatThrownBy(
            () -> TrainableNetwork.of(network, KERNELS, TrainingOptions.ofBatch(3600), 1).close())
        .isInstanceOf(InsufficientMemoryException.class)
        .hasMessageStartingWith("Training in batches of 3600 pictures of 4000x4000x4 needs ")
        .hasMessageEndingWith("use a smaller input or network, or give the JVM more (-Xmx).");
  }

  @Test
  void pictures_of_another_number_are_refused() {
    try (TrainableNetwork trained =
        TrainableNetwork.of(depthwise(Padding.none()), KERNELS, TrainingOptions.ofBatch(2), 1)) {
      assertThatThrownBy(() -> trained.forward(new float[100], Statistics.BATCH, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("100 numbers for 2 pictures of 5x5x4; expected 200.");
    }
  }

  @Test
  void nothing_is_learned_when_everything_is_frozen() {
    TrainingOptions frozen =
        new TrainingOptions(
            1, 0.1, OptionalDouble.empty(), OptionalDouble.empty(), 0, Set.of("dw"), Set.of());
    try (TrainableNetwork trained =
        TrainableNetwork.of(depthwise(Padding.none()), KERNELS, frozen, 1)) {
      assertThatThrownBy(() -> trained.backward(new float[36]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("All weights are frozen; there is nothing to learn.");
    }
  }

  @Test
  void a_frozen_layer_keeps_gradients_of_zero_and_hands_them_through() {
    assertOthersLearnAsBefore(
        SmallNetworks.ofEverything(), Set.of("dw", "bn2", "group", "dense"), Set.of(), 0);
  }

  @Test
  void a_normalization_frozen_with_its_statistics_hands_the_same_gradients_through() {
    Set<String> norms = Set.of("bn", "bn2");

    assertOthersLearnAsBefore(SmallNetworks.ofEverything(), norms, norms, 0);
  }

  @Test
  void a_batch_has_the_gradients_of_its_pictures_added_up() {
    Network network = SmallNetworks.ofLargerPictures();
    int batch = 9; // two pictures to a slice
    int floats = Math.toIntExact(network.input().elements());
    int outputs = Math.toIntExact(network.outputShape().elements());
    float[] pictures = SmallTraining.numbers((long) batch * floats, 1, 0, 1);
    float[] gradient = SmallTraining.numbers((long) batch * outputs, 2, 0, 1);
    double[] expected = new double[7 * 7 * 3 * 5];
    for (int i = 0; i < batch; i++) {
      float[] one =
          weightGradient(
              network,
              1,
              Arrays.copyOfRange(pictures, i * floats, (i + 1) * floats),
              Arrays.copyOfRange(gradient, i * outputs, (i + 1) * outputs));
      for (int n = 0; n < expected.length; n++) {
        expected[n] += one[n];
      }
    }

    float[] found = weightGradient(network, batch, pictures, gradient);

    for (int n = 0; n < expected.length; n++) {
      assertThat((double) found[n]).as("weight %d", n).isCloseTo(expected[n], within(1e-3));
    }
  }

  private static float[] weightGradient(
      Network network, int batch, float[] pictures, float[] gradient) {
    try (TrainableNetwork trained =
        TrainableNetwork.of(network, KERNELS, TrainingOptions.ofBatch(batch), 2)) {
      trained.load(SmallTraining.weights(network, 1));
      assertThat(trained.forward(pictures, Statistics.BATCH_AND_UPDATE, 1)).isNotEmpty();
      trained.backward(gradient);
      return trained.learned().getFirst().gradient().clone();
    }
  }

  @Test
  void whatever_is_frozen_from_the_beginning_on_the_rest_learns_as_before() {
    Network network = SmallNetworks.ofEverything();
    // A normalisation of what does not learn takes its sums over the batch in another order.
    float tolerance = 1e-5f * (float) Math.sqrt(2.0 * network.input().pixels());
    Set<String> frozen = new LinkedHashSet<>();
    for (Node node : network.nodes().subList(0, network.nodes().size() - 1)) {
      frozen.add(node.name());
      assertOthersLearnAsBefore(network, frozen, Set.of(), tolerance);
    }
  }

  private static void assertOthersLearnAsBefore(
      Network network, Set<String> names, Set<String> frozenStatistics, float tolerance) {
    OptionalDouble none = OptionalDouble.empty();
    TrainingOptions learning =
        new TrainingOptions(2, 0.1, none, none, 0, Set.of(), frozenStatistics);
    TrainingOptions frozen = new TrainingOptions(2, 0.1, none, none, 0, names, frozenStatistics);
    float[] pictures = SmallTraining.numbers(2 * network.input().elements(), 1, 0, 1);
    float[] gradient = SmallTraining.numbers(2 * network.outputShape().elements(), 2, 0, 1);
    try (TrainableNetwork all = TrainableNetwork.of(network, KERNELS, learning, 1);
        TrainableNetwork some = TrainableNetwork.of(network, KERNELS, frozen, 1)) {
      for (TrainableNetwork each : List.of(all, some)) {
        each.load(SmallTraining.weights(network, 1));
        assertThat(each.forward(pictures, Statistics.BATCH_AND_UPDATE, 1)).hasSize(14);
        each.backward(gradient);
      }

      for (int i = 0; i < all.learned().size(); i++) {
        Learned found = some.learned().get(i);
        if (found.frozen()) {
          assertThat(found.gradient()).as("%s", found.key()).containsOnly(0);
        } else {
          assertThat(found.gradient())
              .as("%s without %s", found.key(), names)
              .containsExactly(all.learned().get(i).gradient(), within(tolerance));
        }
      }
    }
  }

  @Test
  void the_memory_stated_is_the_memory_taken() {
    Network network = Architecture.named("mobilenet-v3-small").resolution(96).build();
    // The first makes what is made once: classes and lambdas.
    long[] first = statedAndTaken(network, 1);
    long[] small = statedAndTaken(network, 4);
    long[] large = statedAndTaken(network, 12);

    // What weights take does not depend on the batch, and is no part of what is stated.
    assertThat(large[1] - small[1]).isCloseTo(large[0] - small[0], Percentage.withPercentage(1));
    assertThat(first[0]).isLessThan(small[0]);
  }

  private static long[] statedAndTaken(Network network, int batch) {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    try (TrainableNetwork trained =
        TrainableNetwork.of(network, KERNELS, TrainingOptions.ofBatch(batch), 2)) {
      long taken = thread.getCurrentThreadAllocatedBytes() - before;
      return new long[] {trained.activationBytes(), taken};
    }
  }
}
