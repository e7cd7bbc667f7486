package org.mobilenet4j.network.cost;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.mobilenet4j.network.Network;

/**
 * What a network costs for one picture.
 *
 * <p>One multiply-add is one multiplication and one addition of a convolution or of a dense layer;
 * squeeze-and-excite's two layers are dense. Biases, batch normalisation, pools, activations, sums
 * and products of tensors are not counted. Parameters are weights, biases, and batch
 * normalisation's gamma and beta; its running mean and variance are not.
 *
 * @param layers convolutions, dense layers and pools in the order in which they run
 */
public record Cost(List<LayerCost> layers) {
  private static final int FLOAT32_BYTES = 4;
  private static final int FLOAT16_BYTES = 2;

  /** Keeps its own copy of the layers. */
  public Cost {
    layers = List.copyOf(layers);
  }

  /**
   * @param network any network
   * @return its cost
   * @throws org.mobilenet4j.network.NetworkException if it costs more than a 64-bit number can
   *     count
   */
  public static Cost of(Network network) {
    return new Cost(Counter.count(network));
  }

  /**
   * @return multiply-adds of all layers
   */
  public long multiplyAdds() {
    return sum(LayerCost::multiplyAdds);
  }

  /**
   * @return multiply-adds of all layers but the dense one at the end, if there is one; what some
   *     figures leave out
   */
  public long multiplyAddsWithoutClassifier() {
    if (layers.isEmpty()) {
      return 0;
    }
    LayerCost last = layers.getLast();
    return multiplyAdds() - (last.kind() == LayerKind.DENSE ? last.multiplyAdds() : 0);
  }

  /**
   * @return weights, biases, gamma and beta
   */
  public long parameters() {
    return sum(LayerCost::parameters);
  }

  /**
   * @return weights and biases
   */
  public long parametersWithoutBatchNorm() {
    return parameters() - 2 * normalizedChannels();
  }

  /**
   * @return weights and biases once batch normalisation is folded: one bias a normalised channel
   */
  public long parametersFolded() {
    return parameters() - normalizedChannels();
  }

  /**
   * @return weights, biases, gamma, beta, running mean and running variance
   */
  public long parametersWithRunningStatistics() {
    return parameters() + 2 * normalizedChannels();
  }

  /**
   * @return numbers in kernels and matrices alone
   */
  public long weights() {
    return sum(LayerCost::weights);
  }

  private long normalizedChannels() {
    return sum(LayerCost::normalizedChannels);
  }

  /**
   * @return bytes of the folded network's parameters as 32-bit floats
   */
  public long bytesFloat32() {
    return FLOAT32_BYTES * parametersFolded();
  }

  /**
   * @return bytes of the folded network's parameters as 16-bit floats
   */
  public long bytesFloat16() {
    return FLOAT16_BYTES * parametersFolded();
  }

  /**
   * @return what each kind of layer that has parameters costs; the "95% in 1×1" table
   */
  public Map<LayerKind, Share> byKind() {
    Map<LayerKind, Share> shares = new EnumMap<>(LayerKind.class);
    for (LayerKind kind : LayerKind.values()) {
      Cost ofKind = new Cost(layers.stream().filter(layer -> layer.kind() == kind).toList());
      if (ofKind.parameters() > 0) {
        shares.put(
            kind,
            new Share(
                ofKind.multiplyAdds(),
                ofKind.weights(),
                ofKind.parameters(),
                (double) ofKind.multiplyAdds() / Math.max(1, multiplyAdds()),
                (double) ofKind.weights() / Math.max(1, weights()),
                (double) ofKind.parameters() / parameters()));
      }
    }
    return Collections.unmodifiableMap(shares);
  }

  /**
   * @return the most activation memory that the network needs at one time
   */
  public ActivationMemory memory() {
    return ActivationMemory.of(layers);
  }

  private long sum(ToLongFunction<LayerCost> part) {
    return layers.stream().mapToLong(part).sum();
  }
}
