package org.mobilenet4j.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;

/**
 * The network up to its last global average pool: what it saw in a photo, before it decides.
 *
 * <p>These features are what an image search compares and what a new classifier is trained on. V2
 * gives 1280 of them, V3-Large 960, V3-Small 576.
 */
public final class PooledFeatures {
  private PooledFeatures() {}

  /**
   * Cuts a model behind its last global average pool.
   *
   * @param model any model
   * @return a model whose output is the pooled features; without labels
   * @throws ModelFormatException if the network has no global average pool
   */
  public static Model of(Model model) {
    Optional<Node> pool =
        model.network().nodes().reversed().stream()
            .filter(node -> node.op() instanceof Op.GlobalAveragePool)
            .findFirst();
    if (pool.isEmpty()) {
      throw new ModelFormatException(
          "The network has no global average pool, so there are no pooled features; use a network of the MobileNet family.");
    }
    return upTo(model, pool.orElseThrow());
  }

  private static Model upTo(Model model, Node last) {
    List<Node> nodes = new ArrayList<>();
    Map<Weights.Key, Tensor> tensors = new LinkedHashMap<>();
    for (Node node : model.network().nodes()) {
      nodes.add(node);
      for (var parameter : model.network().parameters(node)) {
        tensors.put(
            new Weights.Key(node.name(), parameter.role()),
            model.weights().get(node.name(), parameter.role()));
      }
      if (node.equals(last)) {
        break;
      }
    }
    return new Model(
        Network.of(model.network().input(), nodes),
        Weights.of(tensors),
        model.preprocessing(),
        List.of(),
        model.provenance());
  }
}
