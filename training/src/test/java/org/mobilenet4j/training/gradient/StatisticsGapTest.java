package org.mobilenet4j.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobilenet4j.kernels.gradient.ScalarGradientKernels;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.ParameterRole;
import org.mobilenet4j.network.Shape;

/** How far running statistics lie from those of a batch, where both are known. */
class StatisticsGapTest {
  private static final int BATCH = 4;
  private static final int ROWS = BATCH * 6 * 6;

  /** The running variance is the unbiased one, and the epsilon of 1e-6 is less than that. */
  private static final double TOLERANCE = 3.0 / ROWS;

  private static final Network NETWORK =
      Network.of(
          new Shape(6, 6, 3),
          List.of(
              pointwise("first", Network.INPUT),
              new Node("first.bn", new Op.BatchNorm(1e-6f), List.of("first")),
              pointwise("second", "first.bn"),
              new Node("second.bn", new Op.BatchNorm(1e-6f), List.of("second"))));

  private final float[] pictures =
      SmallTraining.numbers(BATCH * NETWORK.input().elements(), 3, 0, 1);
  private final TrainableNetwork trained =
      TrainableNetwork.of(
          NETWORK,
          new ScalarGradientKernels(),
          new TrainingOptions(
              BATCH, 1, OptionalDouble.empty(), OptionalDouble.empty(), 0, Set.of(), Set.of()),
          1);

  private static Node pointwise(String name, String input) {
    return new Node(
        name,
        new Op.Convolution(5, Extent.ONE, Extent.ONE, Extent.ONE, 1, Padding.none(), Bias.NONE),
        List.of(input));
  }

  /** With a momentum of 1 the running statistics are those of the batch. */
  @BeforeEach
  void learn() {
    trained.load(SmallTraining.weights(NETWORK, 1));
    assertThat(trained.forward(pictures, Statistics.BATCH_AND_UPDATE, 0)).isNotEmpty();
  }

  @AfterEach
  void close() {
    trained.close();
  }

  private float[] running(String node, ParameterRole role) {
    float[] found = trained.statistics().getOrDefault(new Weights.Key(node, role), new float[0]);
    assertThat(found).hasSize(5);
    return found;
  }

  private void scaleVariance(String node, float factor) {
    float[] variance = running(node, ParameterRole.VARIANCE);
    for (int channel = 0; channel < variance.length; channel++) {
      variance[channel] *= factor;
    }
  }

  private void shiftMean(String node, double deviations) {
    float[] mean = running(node, ParameterRole.MEAN);
    float[] variance = running(node, ParameterRole.VARIANCE);
    for (int channel = 0; channel < mean.length; channel++) {
      mean[channel] += (float) (deviations * Math.sqrt(variance[channel]));
    }
  }

  private StatisticsGap gap() {
    assertThat(trained.forward(pictures, Statistics.BATCH, 0)).isNotEmpty();
    return trained.statisticsGap().orElseThrow();
  }

  @Test
  void statistics_of_the_very_batch_leave_no_gap() {
    assertThat(gap().deviations()).isCloseTo(0, within(TOLERANCE));
  }

  @Test
  void a_variance_that_is_off_counts() {
    scaleVariance("second.bn", 4); // so numbers come out half as large

    assertThat(gap().layer()).isEqualTo("second");
    assertThat(gap().deviations()).isCloseTo(0.5, within(TOLERANCE));
  }

  @Test
  void a_mean_that_is_off_counts_in_deviations() {
    shiftMean("first.bn", 2);

    assertThat(gap().layer()).isEqualTo("first");
    assertThat(gap().deviations()).isCloseTo(2, within(TOLERANCE));
  }

  @Test
  void the_layer_is_that_whose_numbers_move_most_whether_by_mean_or_by_variance() {
    shiftMean("first.bn", 2);
    scaleVariance("second.bn", 1 / 16f); // so numbers come out four times as large

    assertThat(gap().layer()).isEqualTo("second");
    assertThat(gap().deviations()).isCloseTo(3, within(2 * TOLERANCE));
  }
}
