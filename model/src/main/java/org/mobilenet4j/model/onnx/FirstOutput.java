package org.mobilenet4j.model.onnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.Provenance;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;

/** Takes the first output off a network that ends in a dense layer. */
final class FirstOutput {
  private FirstOutput() {}

  static Model drop(String file, Model model) {
    Network network = model.network();
    Node last = network.output();
    if (!(last.op() instanceof Op.Dense(int units, var bias)) || units < 2) {
      throw new ModelFormatException(
          "%s ends in '%s', which is no dense layer; its background class can only be kept."
              .formatted(file, last.name()));
    }
    List<Node> nodes = new ArrayList<>(network.nodes().subList(0, network.nodes().size() - 1));
    nodes.add(new Node(last.name(), new Op.Dense(units - 1, bias), last.inputs()));
    Map<Weights.Key, Tensor> tensors = new LinkedHashMap<>();
    model
        .weights()
        .tensors()
        .forEach((key, tensor) ->
            tensors.put(key, key.node().equals(last.name()) ? dropped(tensor, units) : tensor));
    Map<String, String> facts = new TreeMap<>(model.provenance().facts());
    facts.merge("removed", "background class", (before, more) -> before + ", " + more);
    return new Model(
        Network.of(network.input(), nodes),
        Weights.of(tensors),
        model.preprocessing(),
        List.of(),
        new Provenance(facts));
  }

  /** Without the first number of each row; rows have one number a unit. */
  private static Tensor dropped(Tensor tensor, int units) {
    float[] all = tensor.values();
    int rows = all.length / units;
    float[] fewer = new float[rows * (units - 1)];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(all, row * units + 1, fewer, row * (units - 1), units - 1);
    }
    List<Integer> dimensions = new ArrayList<>(tensor.dimensions());
    dimensions.set(dimensions.size() - 1, units - 1);
    return new Tensor(dimensions, fewer);
  }
}
