package org.mobilenet4j.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobilenet4j.kernels.Gang;
import org.mobilenet4j.kernels.ScalarKernels;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Op;

class PlanTest {
  static Stream<Network> networks() {
    return TestNetworks.all();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void a_plan_computes_what_the_definitions_say(Network network) {
    Model model = RandomModels.of(network, 7);
    float[] image = RandomModels.image(network, 1, 8);

    float[] planned = run(model, image, 1);

    double[] expected = NaiveInterpreter.run(model, image);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < expected.length; i++) {
      // A few thousand float32 roundings in a chain of some ten layers.
      assertThat((double) planned[i])
          .as("output %d", i)
          .isCloseTo(expected[i], org.assertj.core.data.Offset.offset(2e-5 * largest));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void any_number_of_threads_gives_the_same_bits(Network network) {
    Model model = RandomModels.of(network, 1);
    float[] image = RandomModels.image(network, 1, 2);

    float[] alone = run(model, image, 1);

    for (int threads : new int[] {2, 3, 7}) {
      assertThat(run(model, image, threads)).as("%d threads", threads).isEqualTo(alone);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void a_batch_gives_the_same_bits_as_its_images_alone(Network network) {
    Model model = RandomModels.of(network, 3);
    float[] images = RandomModels.image(network, 3, 4);

    float[] together = run(model, images, 2);

    int floats = images.length / 3;
    int outputs = together.length / 3;
    for (int i = 0; i < 3; i++) {
      float[] alone = run(model, Arrays.copyOfRange(images, i * floats, (i + 1) * floats), 1);
      assertThat(Arrays.copyOfRange(together, i * outputs, (i + 1) * outputs)).isEqualTo(alone);
    }
  }

  @Test
  void folding_leaves_only_the_batch_normalisation_that_follows_no_layer() {
    Model folded = BatchNormFolding.fold(RandomModels.of(TestNetworks.everything(), 5));

    assertThat(folded.network().nodes().stream().filter(n -> n.op() instanceof Op.BatchNorm))
        .extracting(node -> node.name())
        .containsExactly("norm");
  }

  @Test
  void an_input_that_is_no_whole_image_is_refused() {
    Plan plan = Plan.of(RandomModels.of(TestNetworks.residual(), 1));
    try (Session session = plan.newSession(1)) {
      assertThatThrownBy(() -> session.run(new float[100]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("9x14x3")
          .hasMessageContaining("multiple of 378");
    }
  }

  @Test
  void pooled_features_end_at_the_last_global_pool() {
    Model features = PooledFeatures.of(RandomModels.of(TestNetworks.residual(), 1));

    assertThat(features.network().output().name()).isEqualTo("pool");
    assertThat(features.network().outputShape().channels()).isEqualTo(8);
  }

  @Test
  void a_session_has_no_more_threads_than_there_are_processors_and_the_same_bits() {
    Model model = RandomModels.of(TestNetworks.residual(), 1);
    float[] image = RandomModels.image(model.network(), 1, 2);
    int processors = Runtime.getRuntime().availableProcessors();
    Plan plan = Plan.of(model);

    try (Session one = plan.newSession(1);
        Session many = plan.newSession(64)) {
      assertThat(one.threads()).isEqualTo(1);
      assertThat(many.threads()).isEqualTo(Math.min(64, processors));
      assertThat(many.run(image)).isEqualTo(one.run(image));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan.newSession(0).close())
        .withMessage("A session of 0 threads; there must be at least one.");
  }

  @Test
  void the_kernels_of_a_plan_are_printed_by_their_name() {
    Model model = SeededWeights.of(TestNetworks.residual(), 1);

    assertThat(Plan.of(model, new ScalarKernels()).kernels()).hasToString("scalar");
  }

  private static float[] run(Model model, float[] images, int threads) {
    try (Session session = new Session(Plan.of(model), Gang.ofExactly(threads))) {
      session.warmUp();
      return session.run(images);
    }
  }
}
