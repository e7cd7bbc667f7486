package org.mobilenet4j.model.file;

import java.util.ArrayList;
import java.util.List;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.json.JsonFields;
import org.mobilenet4j.model.json.JsonValue;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.NetworkException;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.PoolKind;
import org.mobilenet4j.network.Rounding;
import org.mobilenet4j.network.Shape;

/** Reads a whole graph from JSON as {@link NetworkWriter} writes it, and checks it. */
final class NetworkReader {
  /** Activations beyond this fit into no array, and no photo is as large. */
  private static final int MAX_SIDE = 1 << 20;

  /** A hundred times what the deepest of the published networks have. */
  private static final int MOST_NODES = 20_000;

  private final String file;

  /**
   * @param file what to call the file in a message
   */
  NetworkReader(String file) {
    this.file = file;
  }

  /**
   * @param document the graph
   * @return the network
   * @throws ModelFormatException if it is no graph of our operations, or its shapes do not fit
   */
  Network read(JsonValue document) {
    String where = file + ": the network";
    JsonFields fields = JsonFields.of(document, where);
    List<Integer> input = fields.wholes("input", 3);
    List<JsonValue> nodes = fields.array("nodes");
    fields.end();
    if (nodes.size() > MOST_NODES) {
      throw new ModelFormatException(
          "%s has %d nodes; expected at most %d.".formatted(where, nodes.size(), MOST_NODES));
    }
    try {
      List<Node> read = new ArrayList<>(nodes.size());
      for (JsonValue node : nodes) {
        read.add(node(node));
      }
      Network network = Network.of(new Shape(input.get(0), input.get(1), input.get(2)), read);
      requireReasonable(Network.INPUT, network.input());
      for (Node node : read) {
        requireReasonable(node.name(), network.shape(node.name()));
      }
      return network;
    } catch (NetworkException | IllegalArgumentException e) {
      throw new ModelFormatException("%s is none: %s".formatted(where, e.getMessage()), e);
    }
  }

  private void requireReasonable(String name, Shape shape) {
    if (Math.max(Math.max(shape.height(), shape.width()), shape.channels()) > MAX_SIDE
        || shape.elements() > Integer.MAX_VALUE - 8) {
      throw new ModelFormatException(
          "%s: the node '%s' makes activations of %s, which are too large for any memory."
              .formatted(file, name, shape));
    }
  }

  private Node node(JsonValue value) {
    JsonFields fields = JsonFields.of(value, file + ": a node");
    String name = fields.text("name");
    String where = "%s: node '%s'".formatted(file, name);
    List<String> inputs = fields.texts("inputs");
    Op op = op(fields, where);
    fields.end();
    return new Node(name, op, inputs);
  }

  private static Op op(JsonFields fields, String where) {
    String op = fields.text("op");
    return switch (op) {
      case "convolution" ->
          new Op.Convolution(
              fields.whole("outChannels"),
              extent(fields, "kernel"),
              extent(fields, "stride"),
              extent(fields, "dilation"),
              fields.whole("groups"),
              padding(fields, where),
              Names.read(fields, "bias", Bias.values(), where));
      case "dense" ->
          new Op.Dense(fields.whole("units"), Names.read(fields, "bias", Bias.values(), where));
      case "batchNorm" -> new Op.BatchNorm(fields.real("epsilon"));
      case "activation" -> new Op.Activation(function(fields, where));
      case "pool" ->
          new Op.Pool(
              Names.read(fields, "kind", PoolKind.values(), where),
              extent(fields, "kernel"),
              extent(fields, "stride"),
              padding(fields, where),
              Names.read(fields, "rounding", Rounding.values(), where));
      case "globalAveragePool" -> new Op.GlobalAveragePool();
      case "add" -> new Op.Add();
      case "concat" -> new Op.Concat();
      case "scale" -> new Op.Scale();
      case "localResponseNormalization" ->
          new Op.LocalResponseNormalization(
              fields.whole("size"), fields.real("alpha"), fields.real("beta"), fields.real("bias"));
      case "resize" -> new Op.Resize(extent(fields, "size"));
      case "dropout" -> new Op.Dropout(fields.real("rate"));
      default -> throw unknown(where, "operation", op);
    };
  }

  private static ActivationFunction function(JsonFields node, String where) {
    JsonFields fields = node.fields("function");
    String kind = fields.text("kind");
    ActivationFunction function =
        switch (kind) {
          case "relu" -> new ActivationFunction.Relu();
          case "relu6" -> new ActivationFunction.Relu6();
          case "hardSigmoid" ->
              new ActivationFunction.HardSigmoid(fields.real("slope"), fields.real("offset"));
          case "hardSwish" -> new ActivationFunction.HardSwish();
          case "sigmoid" -> new ActivationFunction.Sigmoid();
          case "swish" -> new ActivationFunction.Swish();
          default -> throw unknown(where, "activation function", kind);
        };
    fields.end();
    return function;
  }

  private static Padding padding(JsonFields node, String where) {
    JsonFields fields = node.fields("padding");
    String kind = fields.text("kind");
    Padding padding =
        switch (kind) {
          case "same" -> new Padding.Same();
          case "symmetric" -> new Padding.Symmetric(fields.whole("height"), fields.whole("width"));
          case "explicit" ->
              new Padding.Explicit(
                  fields.whole("top"),
                  fields.whole("left"),
                  fields.whole("bottom"),
                  fields.whole("right"));
          default -> throw unknown(where, "padding", kind);
        };
    fields.end();
    return padding;
  }

  private static Extent extent(JsonFields fields, String key) {
    List<Integer> sides = fields.wholes(key, 2);
    return new Extent(sides.get(0), sides.get(1));
  }

  private static ModelFormatException unknown(String where, String what, String name) {
    return new ModelFormatException(
        "%s has the unknown %s '%s'; the file is damaged or was made by a newer version."
            .formatted(where, what, name));
  }
}
