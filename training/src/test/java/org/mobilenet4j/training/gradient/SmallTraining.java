package org.mobilenet4j.training.gradient;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.mobilenet4j.kernels.Gang;
import org.mobilenet4j.kernels.gradient.GradientKernels;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Parameter;

/**
 * A small network with seeded weights, pictures and a loss that is linear in the logits, whose
 * gradient is therefore the same everywhere.
 */
final class SmallTraining implements AutoCloseable {
  static final int BATCH = 3;
  private static final long DRAWS = 77;

  private final TrainableNetwork trained;
  private final Statistics statistics;
  private final float[] pictures;
  private final float[] logitGradient;

  SmallTraining(Network network, GradientKernels kernels, Mode mode, int threads, long seed) {
    Set<String> norms =
        network.nodes().stream()
            .filter(node -> node.op() instanceof Op.BatchNorm)
            .map(Node::name)
            .collect(Collectors.toSet());
    TrainingOptions options =
        new TrainingOptions(
            BATCH,
            0.1,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            mode == Mode.STOCHASTIC_DEPTH ? 0.5 : 0,
            Set.of(),
            mode == Mode.FROZEN_STATISTICS ? norms : Set.of());
    this.statistics = mode == Mode.RUNNING ? Statistics.RUNNING : Statistics.BATCH_AND_UPDATE;
    this.trained = TrainableNetwork.of(network, kernels, options, Gang.ofExactly(threads));
    trained.load(weights(network, seed));
    this.pictures = numbers(BATCH * network.input().elements(), seed + 1, 0, 2);
    this.logitGradient = numbers(BATCH * network.outputShape().elements(), seed + 2, 0, 1);
  }

  /** What batch normalisation, dropout and stochastic depth do. */
  enum Mode {
    BATCH,
    FROZEN_STATISTICS,
    STOCHASTIC_DEPTH,
    RUNNING
  }

  static float[] numbers(long count, long seed, double middle, double reach) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] numbers = new float[Math.toIntExact(count)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (middle + reach * (2 * random.nextDouble() - 1));
    }
    return numbers;
  }

  static Weights weights(Network network, long seed) {
    Map<Weights.Key, Tensor> tensors = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      for (Parameter parameter : network.parameters(node)) {
        long own = seed * 1000 + tensors.size();
        long count = parameter.elements();
        int inputs = (int) (count / parameter.dimensions().getLast());
        float[] numbers =
            switch (parameter.role()) {
              case WEIGHT -> numbers(count, own, 0, 2 / Math.sqrt(inputs));
              case BIAS, BETA, MEAN -> numbers(count, own, 0, 0.5);
              case GAMMA, VARIANCE -> numbers(count, own, 1.25, 0.5);
            };
        tensors.put(
            new Weights.Key(node.name(), parameter.role()),
            new Tensor(parameter.dimensions(), numbers));
      }
    }
    return Weights.of(tensors);
  }

  TrainableNetwork trained() {
    return trained;
  }

  /** Forward and back. */
  float[] step() {
    float[] logits = trained.forward(pictures, statistics, DRAWS).clone();
    trained.backward(logitGradient);
    return logits;
  }

  double loss() {
    float[] logits = trained.forward(pictures, statistics, DRAWS);
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      sum += (double) logits[i] * logitGradient[i];
    }
    return sum;
  }

  /**
   * A difference either side of a point.
   *
   * @param slope the mean of the slopes ahead and behind
   * @param bend half of how much they differ
   */
  record Slope(double slope, double bend) {}

  /** The slope of the loss along a direction, between two points at a distance either side. */
  Slope slope(Learned tensor, float[] direction, double distance) {
    float[] values = tensor.values();
    float[] kept = values.clone();
    double ahead = lossAt(values, kept, direction, distance);
    double behind = lossAt(values, kept, direction, -distance);
    System.arraycopy(kept, 0, values, 0, kept.length);
    trained.refill();
    return new Slope(
        (ahead - behind) / (2 * distance), (ahead - 2 * loss() + behind) / (2 * distance));
  }

  private double lossAt(float[] values, float[] kept, float[] direction, double distance) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (kept[i] + distance * direction[i]);
    }
    trained.refill();
    return loss();
  }

  static double norm(float[] numbers) {
    double sum = 0;
    for (float number : numbers) {
      sum += (double) number * number;
    }
    return Math.sqrt(sum);
  }

  /** Bits of everything a step gives. */
  int bits(float[] logits) {
    int hash = Arrays.hashCode(logits);
    for (Learned each : trained.learned()) {
      hash = 31 * hash + Arrays.hashCode(each.gradient());
    }
    for (float[] each : trained.statistics().values()) {
      hash = 31 * hash + Arrays.hashCode(each);
    }
    return hash;
  }

  @Override
  public void close() {
    trained.close();
  }
}
