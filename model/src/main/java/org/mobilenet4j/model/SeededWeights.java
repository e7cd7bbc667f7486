package org.mobilenet4j.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Parameter;

/**
 * Weights that nobody trained, for measuring speed: drawn by a seed, so scaled that activations
 * neither vanish nor overflow (He et al. 2015, section 2.2).
 */
public final class SeededWeights {
  private SeededWeights() {}

  /**
   * @param network any network
   * @param seed equal seeds give equal weights
   * @return a model without labels or preprocessing
   */
  public static Model of(Network network, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<Weights.Key, Tensor> tensors = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      for (Parameter parameter : network.parameters(node)) {
        tensors.put(
            new Weights.Key(node.name(), parameter.role()), tensor(parameter, random.split()));
      }
    }
    return new Model(
        network,
        Weights.of(tensors),
        Optional.empty(),
        List.of(),
        new Provenance(Map.of("weights", "drawn with seed " + seed)));
  }

  private static Tensor tensor(Parameter parameter, SplittableRandom random) {
    List<Integer> dimensions = parameter.dimensions();
    long elements =
        dimensions.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    InsufficientMemoryException.requireRoom(
        elements * Float.BYTES, "Weights of " + elements + " numbers");
    float[] values = new float[Math.toIntExact(elements)];
    switch (parameter.role()) {
      case WEIGHT -> {
        // A uniform number in (-b, b) has the variance b² / 3.
        double bound = Math.sqrt(6.0 * dimensions.getLast() / elements);
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
      }
      case GAMMA, VARIANCE -> java.util.Arrays.fill(values, 1);
      case BIAS, BETA, MEAN -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (0.1 * (2 * random.nextDouble() - 1));
        }
      }
    }
    return new Tensor(dimensions, values);
  }
}
