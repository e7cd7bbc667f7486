package org.mobilenet4j.benchmarks.onnx;

import static org.mobilenet4j.benchmarks.onnx.OnnxMessages.attribute;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mobilenet4j.benchmarks.exports.FlatTail;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.UnsupportedOperatorException;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.ParameterRole;
import org.mobilenet4j.network.PoolKind;
import org.mobilenet4j.network.Rounding;
import org.mobilenet4j.network.Shape;

/**
 * Writes a model as an ONNX file: opset 17, input {@code [batch, channels, height, width]}, output
 * {@code [batch, outputs]}, any batch.
 *
 * <p>Each node of the network becomes the node of the same name, with what ONNX needs around it,
 * whose names have a colon: weights, a flattening before the classifier, a second node where ONNX
 * has no word for the function. Dropout is left out.
 */
public final class OnnxWriter {
  private static final String INPUT = "input";

  private final Model model;
  private final Network network;
  private final FlatTail flat;
  private final Message graph = new Message();
  private final Map<String, String> values = new HashMap<>(); // node → the value it makes
  private final Map<String, String> flattened = new HashMap<>(); // value → the same as a vector

  private OnnxWriter(Model model) {
    this.model = model;
    this.network = model.network();
    this.flat = FlatTail.of(network);
    values.put(Network.INPUT, INPUT);
  }

  /**
   * @param model what to write; batch normalisations are written as they stand, so fold them first
   *     for a file that is to be run
   * @param file where; an old file is replaced
   * @throws UnsupportedOperatorException if the network resizes; the size of the result would
   *     depend on the batch
   * @throws IOException if the file cannot be written
   */
  public static void write(Model model, Path file) throws IOException {
    Message message = OnnxMessages.model(new OnnxWriter(model).graph());
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      message.writeTo(out);
    }
  }

  private Message graph() {
    for (Node node : network.nodes()) {
      List<String> inputs = new ArrayList<>();
      for (String input : node.inputs()) {
        inputs.add(flat.contains(node.name()) ? flattened(input) : value(input));
      }
      values.put(node.name(), write(node, inputs));
    }
    Shape in = network.input();
    String output = flattened(network.output().name());
    return graph
        .text(2, "network")
        .message(11, OnnxMessages.port(INPUT, List.of(in.channels(), in.height(), in.width())))
        .message(
            12,
            OnnxMessages.port(output, List.of(Math.toIntExact(network.outputShape().elements()))));
  }

  private String write(Node node, List<String> inputs) {
    String name = node.name();
    return switch (node.op()) {
      case Op.Convolution convolution -> convolution(node, convolution, inputs.getFirst());
      case Op.Dense dense -> dense(node, dense, inputs.getFirst());
      case Op.BatchNorm(float epsilon) ->
          node(
              name,
              "BatchNormalization",
              List.of(
                  inputs.getFirst(),
                  vector(name, ParameterRole.GAMMA),
                  vector(name, ParameterRole.BETA),
                  vector(name, ParameterRole.MEAN),
                  vector(name, ParameterRole.VARIANCE)),
              name,
              attribute("epsilon", epsilon));
      case Op.Activation(ActivationFunction function) ->
          activation(name, function, inputs.getFirst());
      case Op.Pool pool -> pool(node, pool, inputs.getFirst());
      case Op.GlobalAveragePool() -> node(name, "GlobalAveragePool", inputs, name);
      case Op.Add() -> node(name, "Add", inputs, name);
      case Op.Concat() -> node(name, "Concat", inputs, name, attribute("axis", 1));
      case Op.Scale() -> node(name, "Mul", inputs, name);
      case Op.LocalResponseNormalization(int size, float alpha, float beta, float bias) ->
          node(
              name,
              "LRN",
              inputs,
              name,
              attribute("size", size),
              attribute("alpha", alpha),
              attribute("beta", beta),
              attribute("bias", bias));
      case Op.Resize _ ->
          throw new UnsupportedOperatorException(
              "Node '%s' resizes, which is not written as ONNX; expected a network without Resize."
                  .formatted(name));
      case Op.Dropout _ -> inputs.getFirst();
    };
  }

  private String convolution(Node node, Op.Convolution op, String input) {
    Shape in = network.inputShape(node);
    Padding.Amounts pad =
        op.padding().resolve(in.extent(), op.kernel(), op.stride(), op.dilation());
    Tensor weight = model.weights().get(node.name(), ParameterRole.WEIGHT);
    List<Integer> dims = weight.dimensions();
    List<String> inputs = new ArrayList<>(List.of(input));
    inputs.add(
        tensor(
            node.name() + ":weight",
            List.of(dims.get(3), dims.get(2), dims.get(0), dims.get(1)),
            channelsFirst(weight.values(), dims.get(0) * dims.get(1), dims.get(2), dims.get(3))));
    if (op.bias() == Bias.ADDED) {
      inputs.add(vector(node.name(), ParameterRole.BIAS));
    }
    return node(
        node.name(),
        "Conv",
        inputs,
        node.name(),
        pair("kernel_shape", op.kernel()),
        pair("strides", op.stride()),
        pair("dilations", op.dilation()),
        pads(pad),
        attribute("group", op.groups()));
  }

  /**
   * A matrix product at the end of a network, a convolution with a kernel of the whole picture
   * elsewhere.
   */
  private String dense(Node node, Op.Dense op, String input) {
    Shape in = network.inputShape(node);
    float[] weights = model.weights().get(node.name(), ParameterRole.WEIGHT).values();
    float[] oihw = channelsFirst(weights, Math.toIntExact(in.pixels()), in.channels(), op.units());
    boolean isFlat = flat.contains(node.name());
    List<Integer> dimensions =
        isFlat
            ? List.of(op.units(), Math.toIntExact(in.elements()))
            : List.of(op.units(), in.channels(), in.height(), in.width());
    List<String> inputs =
        new ArrayList<>(List.of(input, tensor(node.name() + ":weight", dimensions, oihw)));
    if (op.bias() == Bias.ADDED) {
      inputs.add(vector(node.name(), ParameterRole.BIAS));
    }
    return isFlat
        ? node(node.name(), "Gemm", inputs, node.name(), attribute("transB", 1))
        : node(node.name(), "Conv", inputs, node.name(), pair("kernel_shape", in.extent()));
  }

  private String pool(Node node, Op.Pool op, String input) {
    Shape in = network.inputShape(node);
    Padding.Amounts pad = op.padding().resolve(in.extent(), op.kernel(), op.stride(), Extent.ONE);
    List<Message> attributes =
        new ArrayList<>(
            List.of(
                pair("kernel_shape", op.kernel()),
                pair("strides", op.stride()),
                pads(pad),
                attribute("ceil_mode", op.rounding() == Rounding.CEIL ? 1 : 0)));
    if (op.kind() == PoolKind.AVERAGE_WITH_PADDING) {
      attributes.add(attribute("count_include_pad", 1));
    }
    String operator = op.kind() == PoolKind.MAX ? "MaxPool" : "AveragePool";
    return node(
        node.name(), operator, List.of(input), node.name(), attributes.toArray(Message[]::new));
  }

  private String activation(String name, ActivationFunction function, String input) {
    return switch (function) {
      case ActivationFunction.Relu() -> node(name, "Relu", List.of(input), name);
      case ActivationFunction.Relu6() -> {
        String least = tensor(name + ":least", List.of(), new float[] {0});
        String most = tensor(name + ":most", List.of(), new float[] {6});
        yield node(name, "Clip", List.of(input, least, most), name);
      }
      case ActivationFunction.HardSigmoid(float slope, float offset) ->
          node(
              name,
              "HardSigmoid",
              List.of(input),
              name,
              attribute("alpha", slope),
              attribute("beta", offset));
      case ActivationFunction.HardSwish() -> node(name, "HardSwish", List.of(input), name);
      case ActivationFunction.Sigmoid() -> node(name, "Sigmoid", List.of(input), name);
      case ActivationFunction.Swish() -> {
        String gate = node(name + ":sigmoid", "Sigmoid", List.of(input), name + ":sigmoid");
        yield node(name, "Mul", List.of(input, gate), name);
      }
    };
  }

  private String value(String node) {
    String value = values.get(node);
    if (value == null) {
      throw new IllegalStateException("Node '%s' was not written yet.".formatted(node));
    }
    return value;
  }

  private String flattened(String node) {
    String value = value(node);
    if (flat.contains(node)) {
      return value;
    }
    return flattened.computeIfAbsent(
        value,
        picture -> {
          String name = picture + ":flat";
          return node(name, "Flatten", List.of(picture), name, attribute("axis", 1));
        });
  }

  private String node(
      String name, String operator, List<String> inputs, String output, Message... attributes) {
    graph.message(1, OnnxMessages.node(name, operator, inputs, output, List.of(attributes)));
    return output;
  }

  private String vector(String node, ParameterRole role) {
    Tensor tensor = model.weights().get(node, role);
    return tensor(node + ":" + role.key(), tensor.dimensions(), tensor.values());
  }

  private String tensor(String name, List<Integer> dimensions, float[] values) {
    graph.message(5, OnnxMessages.tensor(name, dimensions, values));
    return name;
  }

  private static Message pair(String name, Extent extent) {
    return attribute(name, List.of(extent.height(), extent.width()));
  }

  private static Message pads(Padding.Amounts pad) {
    return attribute("pads", List.of(pad.top(), pad.left(), pad.bottom(), pad.right()));
  }

  /** From {@code [pixels, in, out]} to {@code [out, in, pixels]}. */
  private static float[] channelsFirst(float[] weights, int pixels, int in, int out) {
    float[] result = new float[weights.length];
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int i = 0; i < in; i++) {
        for (int o = 0; o < out; o++) {
          result[(o * in + i) * pixels + pixel] = weights[(pixel * in + i) * out + o];
        }
      }
    }
    return result;
  }
}
