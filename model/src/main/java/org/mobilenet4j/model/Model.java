package org.mobilenet4j.model;

import java.util.List;
import java.util.Optional;
import org.mobilenet4j.network.Network;

/**
 * A network with its weights and all that is needed to use it; immutable.
 *
 * @param network what is computed
 * @param weights exactly the tensors that the network needs
 * @param preprocessing how a photo becomes the input; empty if the source did not say
 * @param labels one name an output in the order of the outputs; empty if the source did not say
 * @param provenance where the model comes from
 */
public record Model(
    Network network,
    Weights weights,
    Optional<Preprocessing> preprocessing,
    List<String> labels,
    Provenance provenance) {
  /**
   * @throws ModelFormatException if weights or labels do not fit the network
   */
  public Model {
    labels = List.copyOf(labels);
    weights.requireFit(network, "The model");
    if (!labels.isEmpty() && labels.size() != network.outputShape().elements()) {
      throw new ModelFormatException(
          "%d labels for a network with %d outputs; expected one label an output."
              .formatted(labels.size(), network.outputShape().elements()));
    }
  }

  /**
   * @param otherNetwork another network that computes the same kind of thing
   * @param otherWeights its weights
   * @return a model with the same preprocessing, labels and provenance
   */
  public Model with(Network otherNetwork, Weights otherWeights) {
    return new Model(otherNetwork, otherWeights, preprocessing, labels, provenance);
  }
}
