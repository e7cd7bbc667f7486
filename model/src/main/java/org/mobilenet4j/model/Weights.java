package org.mobilenet4j.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Parameter;
import org.mobilenet4j.network.ParameterRole;

/**
 * The learned tensors of a network, by node and role; immutable.
 *
 * <p>Layouts are those of {@link Network#parameters}: convolutions {@code [kh, kw, in / groups,
 * out]}, dense layers {@code [in, units]}.
 */
public final class Weights {
  /**
   * Which tensor of which node.
   *
   * @param node the node's name
   * @param role what the tensor is to it
   */
  public record Key(String node, ParameterRole role) {
    /** The name in our files: {@code block0.dw.weight}. */
    @Override
    public String toString() {
      return node + "." + role.key();
    }
  }

  private final Map<Key, Tensor> tensors;

  private Weights(Map<Key, Tensor> tensors) {
    this.tensors = tensors;
  }

  /**
   * @param tensors every tensor by node and role
   * @return the weights
   */
  public static Weights of(Map<Key, Tensor> tensors) {
    return new Weights(java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tensors)));
  }

  /**
   * @param node a node's name
   * @param role which of its tensors
   * @return the tensor
   * @throws IllegalArgumentException if there is none
   */
  public Tensor get(String node, ParameterRole role) {
    Tensor tensor = tensors.get(new Key(node, role));
    if (tensor == null) {
      throw new IllegalArgumentException(
          "There are no weights '%s'.".formatted(new Key(node, role)));
    }
    return tensor;
  }

  /**
   * @return all tensors, in the order in which they were given
   */
  public Map<Key, Tensor> tensors() {
    return tensors;
  }

  /**
   * Checks that these are exactly the weights that a network needs.
   *
   * @param network the network
   * @param source what to call the weights in a message: a file, usually
   * @throws ModelFormatException if a tensor is missing, has another shape, or is not needed
   */
  public void requireFit(Network network, String source) {
    int needed = 0;
    for (Node node : network.nodes()) {
      for (Parameter parameter : network.parameters(node)) {
        needed++;
        Key key = new Key(node.name(), parameter.role());
        Tensor tensor = tensors.get(key);
        if (tensor == null) {
          throw new ModelFormatException(
              "%s: the weights '%s' of shape %s are missing; was the file made for another network?"
                  .formatted(source, key, parameter.dimensions()));
        }
        if (!tensor.dimensions().equals(parameter.dimensions())) {
          throw new ModelFormatException(
              "%s: the weights '%s' have shape %s, but the network needs %s; was the file made with another width or number of classes?"
                  .formatted(source, key, tensor.dimensions(), parameter.dimensions()));
        }
      }
    }
    if (needed != tensors.size()) {
      Key surplus =
          tensors.keySet().stream()
              .filter(key -> !isNeeded(network, key))
              .findFirst()
              .orElseThrow();
      throw new ModelFormatException(
          "%s: the weights '%s' belong to no node of the network; was the file made for another one?"
              .formatted(source, surplus));
    }
  }

  private static boolean isNeeded(Network network, Key key) {
    return network
        .node(key.node())
        .filter(node -> network.parameters(node).stream().anyMatch(p -> p.role() == key.role()))
        .isPresent();
  }
}
