package org.mobilenet4j.model.onnx;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.ParameterRole;
import org.mobilenet4j.network.Shape;

/** The network in the making: what ONNX's names stand for so far, our nodes and their weights. */
final class Assembly {
  private final Constants constants;
  private final int batch;
  private final Network.Builder builder;
  private final Map<String, Value> values = new HashMap<>();
  private final Map<Weights.Key, Tensor> weights = new LinkedHashMap<>();
  private final NodeNames names = new NodeNames();

  Assembly(Constants constants, String input, Shape shape, int batch) {
    this.constants = constants;
    this.batch = batch;
    this.builder = new Network.Builder(shape);
    values.put(input, Value.map(Network.INPUT, shape, batch));
  }

  Constants constants() {
    return constants;
  }

  int batch() {
    return batch;
  }

  /** Says what a name of ONNX's stands for. */
  void name(String onnx, Value value) {
    values.put(onnx, value);
  }

  /**
   * @param file for the message
   * @param output the value that the whole network is there for
   * @return the network, which ends in that value
   */
  Network network(String file, String output) {
    Value result = values.get(output);
    if (result == null) {
      throw new ModelFormatException(
          "%s: no node computes the output '%s' from the input."
              .formatted(file, OnnxNode.shortened(output)));
    }
    Network network = builder.build();
    if (!network.output().name().equals(result.node())) {
      throw new ModelFormatException(
          "%s: the output '%s' is not what its last operation makes; expected a network that ends in its output."
              .formatted(file, OnnxNode.shortened(output)));
    }
    return network;
  }

  Weights weights() {
    return Weights.of(weights);
  }

  /** A value that is computed when the network runs. */
  Value value(OnnxNode node, int place) {
    String name =
        node.input(place).orElseThrow(() -> node.refuse("input %d is missing".formatted(place)));
    Value value = values.get(name);
    if (value == null) {
      throw node.refuse(
          constants.value(name).isPresent()
              ? "input %d is a constant; expected what is computed from the picture"
                  .formatted(place)
              : "input '%s' is not computed from the picture".formatted(OnnxNode.shortened(name)));
    }
    return value;
  }

  boolean isComputed(OnnxNode node, int place) {
    return node.input(place).map(values::containsKey).orElse(false);
  }

  /** A value that is a map of channels. */
  Value map(OnnxNode node, int place) {
    Value value = value(node, place);
    if (!value.isMap()) {
      throw node.refuse(
          "reads the shape %s; expected batch, channels, height, width"
              .formatted(value.dimensions()));
    }
    return value;
  }

  /** A constant of real, finite numbers. */
  OnnxTensor constant(OnnxNode node, int place) {
    OnnxTensor tensor =
        node.input(place)
            .flatMap(constants::value)
            .orElseThrow(
                () -> node.refuse("input %d must be a constant, as weights are".formatted(place)));
    reals(node, tensor);
    return tensor;
  }

  static float[] reals(OnnxNode node, OnnxTensor tensor) {
    float[] values =
        switch (tensor.data()) {
          case OnnxTensor.Reals(float[] numbers) -> numbers;
          case OnnxTensor.Wholes _ -> throw node.refuse("whole numbers where weights are expected");
        };
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw node.refuse("a weight is %s; expected finite numbers".formatted(value));
      }
    }
    return values;
  }

  /** A constant with one number a channel. */
  float[] vector(OnnxNode node, int place, int channels) {
    OnnxTensor tensor = constant(node, place);
    if (tensor.size() != channels) {
      throw node.refuse(
          "input %d has %d numbers; expected one for each of %d channels"
              .formatted(place, tensor.size(), channels));
    }
    return reals(node, tensor);
  }

  Value add(OnnxNode node, Op op, List<Value> inputs) {
    String name = names.of(node.name());
    Shape shape =
        builder.add(
            new Node(name, op, inputs.stream().map(Value::node).collect(Collectors.toList())));
    if (shape.pixels() > (Integer.MAX_VALUE - 8) / shape.channels()) {
      throw node.refuse(
          "makes activations of %s, which are too large for any memory".formatted(shape));
    }
    return Value.map(name, shape, batch);
  }

  void put(Value value, ParameterRole role, float[] numbers) {
    put(value, role, List.of(numbers.length), numbers);
  }

  void put(Value value, ParameterRole role, List<Integer> dimensions, float[] numbers) {
    weights.put(new Weights.Key(value.node(), role), new Tensor(dimensions, numbers));
  }

  /** The same numbers as one row an image. */
  Value row(Value in) {
    return in.withDimensions(List.of(batch, Math.toIntExact(in.shape().elements())));
  }

  /** A batch normalisation, or anything that scales and shifts each channel. */
  Value normalized(
      OnnxNode node,
      Value in,
      float epsilon,
      float[] gamma,
      float[] beta,
      float[] mean,
      float[] variance) {
    Value out = add(node, new Op.BatchNorm(epsilon), List.of(in)).withDimensions(in.dimensions());
    put(out, ParameterRole.GAMMA, gamma);
    put(out, ParameterRole.BETA, beta);
    put(out, ParameterRole.MEAN, mean);
    put(out, ParameterRole.VARIANCE, variance);
    return out;
  }
}
