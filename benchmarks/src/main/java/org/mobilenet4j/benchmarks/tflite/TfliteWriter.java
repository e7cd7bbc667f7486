package org.mobilenet4j.benchmarks.tflite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobilenet4j.benchmarks.exports.FlatTail;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.UnsupportedOperatorException;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Padding;
import org.mobilenet4j.network.Shape;

/**
 * Writes a model as a TensorFlow Lite file for batch 1: input {@code [1, height, width, channels]},
 * output {@code [1, outputs]}.
 *
 * <p>A ReLU or ReLU6 becomes part of the convolution or sum before it, as the format wants it. A
 * padding that is not TensorFlow's becomes an operator of its own before a convolution without
 * padding, as Keras exports it. The hard sigmoid is made of ReLU6, see {@link #fused}.
 */
public final class TfliteWriter {
  private final Network network;
  private final FlatTail flat;
  private final TfliteWeights weights;
  private final TfliteGraph graph = new TfliteGraph();
  private final Map<String, Integer> tensors = new HashMap<>(); // node → the tensor it makes
  private final Set<String> absorbed = new HashSet<>();

  private TfliteWriter(Model model) {
    this.network = model.network();
    this.flat = FlatTail.of(network);
    this.weights = new TfliteWeights(model, graph);
  }

  /**
   * @param model what to write; its batch normalisations are folded
   * @param file where; an old file is replaced
   * @throws UnsupportedOperatorException if the network holds something that is not written yet:
   *     pools with windows, grouped convolutions, local response normalisation, resizing
   * @throws IOException if the file cannot be written
   */
  public static void write(Model model, Path file) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = new TfliteWriter(model).file();
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    }
  }

  private ByteBuffer file() {
    int input = graph.activation(batch(network.input()));
    tensors.put(Network.INPUT, input);
    for (Node node : network.nodes()) {
      if (!absorbed.contains(node.name())) {
        tensors.put(node.name(), write(node));
      }
    }
    return graph.file(input, tensor(network.output().name()));
  }

  private int write(Node node) {
    int input = tensor(node.inputs().getFirst());
    List<Integer> shape = shape(node);
    return switch (node.op()) {
      case Op.Convolution convolution -> convolution(node, convolution, input);
      case Op.Dense dense -> dense(node, dense, input);
      case Op.Activation(ActivationFunction function) -> activation(node, function, input);
      case Op.GlobalAveragePool() ->
          graph.call(
              Operator.MEAN,
              List.of(input, graph.integers(List.of(2), 1, 2)),
              shape,
              Option.small(0, keepsPlane(node) ? 1 : 0));
      case Op.Add() -> {
        Fused fused = fused(node);
        int sum =
            graph.call(
                Operator.ADD,
                List.of(input, tensor(node.inputs().getLast())),
                shape,
                Option.small(0, fused.code()));
        yield finished(fused, sum);
      }
      case Op.Concat() ->
          graph.call(
              Operator.CONCATENATION,
              node.inputs().stream().map(this::tensor).toList(),
              shape,
              Option.integer(0, 3));
      case Op.Scale() ->
          graph.call(Operator.MUL, List.of(input, tensor(node.inputs().getLast())), shape);
      case Op.Dropout _ -> input;
      case Op.BatchNorm _, Op.Pool _, Op.LocalResponseNormalization _, Op.Resize _ ->
          throw unsupported(node);
    };
  }

  private int convolution(Node node, Op.Convolution op, int input) {
    Shape in = network.inputShape(node);
    boolean depthwise = op.isDepthwise(in);
    if (op.groups() != 1 && !depthwise) {
      throw unsupported(node);
    }
    Padding.Amounts pad =
        op.padding().resolve(in.extent(), op.kernel(), op.stride(), op.dilation());
    Padding.Amounts same =
        new Padding.Same().resolve(in.extent(), op.kernel(), op.stride(), op.dilation());
    boolean isSame = pad.equals(same);
    int from = isSame ? input : padded(input, pad);
    Fused fused = fused(node);
    List<Integer> inputs =
        List.of(
            from,
            depthwise ? weights.depthwise(node) : weights.convolution(node, op.kernel()),
            weights.bias(node, fused.addend()));
    List<Option> options = new ArrayList<>();
    options.add(Option.small(0, isSame ? 0 : 1));
    options.add(Option.integer(1, op.stride().width()));
    options.add(Option.integer(2, op.stride().height()));
    if (depthwise) {
      options.add(Option.integer(3, 1)); // filters a channel
    }
    int activation = depthwise ? 4 : 3;
    options.add(Option.small(activation, fused.code()));
    options.add(Option.integer(activation + 1, op.dilation().width()));
    options.add(Option.integer(activation + 2, op.dilation().height()));
    Operator operator = depthwise ? Operator.DEPTHWISE_CONV_2D : Operator.CONV_2D;
    int result = graph.call(operator, inputs, shape(node), options.toArray(Option[]::new));
    return finished(fused, result);
  }

  private int padded(int input, Padding.Amounts pad) {
    if (pad.top() + pad.left() + pad.bottom() + pad.right() == 0) {
      return input;
    }
    List<Integer> shape = graph.shape(input);
    int amounts =
        graph.integers(List.of(4, 2), 0, 0, pad.top(), pad.bottom(), pad.left(), pad.right(), 0, 0);
    return graph.call(
        Operator.PAD,
        List.of(input, amounts),
        List.of(
            shape.get(0),
            shape.get(1) + pad.top() + pad.bottom(),
            shape.get(2) + pad.left() + pad.right(),
            shape.get(3)));
  }

  /**
   * A matrix product at the end of a network, a convolution with a kernel of the whole picture
   * elsewhere.
   */
  private int dense(Node node, Op.Dense op, int input) {
    Fused fused = fused(node);
    int bias = weights.bias(node, fused.addend());
    if (flat.contains(node.name())) {
      List<Integer> inputs = List.of(input, weights.matrix(node, op.units()), bias);
      return finished(
          fused,
          graph.call(Operator.FULLY_CONNECTED, inputs, shape(node), Option.small(0, fused.code())));
    }
    List<Integer> inputs =
        List.of(input, weights.convolution(node, network.inputShape(node).extent()), bias);
    return finished(
        fused,
        graph.call(
            Operator.CONV_2D,
            inputs,
            shape(node),
            Option.small(0, 1),
            Option.integer(1, 1),
            Option.integer(2, 1),
            Option.small(3, fused.code()),
            Option.integer(4, 1),
            Option.integer(5, 1)));
  }

  private int activation(Node node, ActivationFunction function, int input) {
    List<Integer> shape = shape(node);
    return switch (function) {
      case ActivationFunction.Relu() -> graph.call(Operator.RELU, List.of(input), shape);
      case ActivationFunction.Relu6() -> graph.call(Operator.RELU6, List.of(input), shape);
      case ActivationFunction.HardSwish() -> graph.call(Operator.HARD_SWISH, List.of(input), shape);
      case ActivationFunction.Sigmoid() -> graph.call(Operator.LOGISTIC, List.of(input), shape);
      case ActivationFunction.Swish() -> {
        int gate = graph.call(Operator.LOGISTIC, List.of(input), shape);
        yield graph.call(Operator.MUL, List.of(input, gate), shape);
      }
      case ActivationFunction.HardSigmoid _ -> throw unsupported(node);
    };
  }

  /**
   * What becomes part of the operator before it.
   *
   * @param code {@code ActivationFunctionType}
   * @param addend what the bias takes over
   * @param factor what remains to be multiplied afterwards
   */
  private record Fused(int code, float addend, float factor) {
    static final Fused NOTHING = new Fused(0, 0, 1);
  }

  /**
   * The activation that alone reads a node, if the node's operator can take it over. V3's hard
   * sigmoid is {@code ReLU6(x + 3) / 6}: the 3 goes into the bias, the sixth is a product.
   */
  private Fused fused(Node node) {
    Optional<Node> reader = onlyReader(node.name());
    if (reader.isEmpty() || !(reader.orElseThrow().op() instanceof Op.Activation(var function))) {
      return Fused.NOTHING;
    }
    Fused fused =
        switch (function) {
          case ActivationFunction.Relu() -> new Fused(1, 0, 1);
          case ActivationFunction.Relu6() -> new Fused(3, 0, 1);
          case ActivationFunction.HardSigmoid gate
              when gate.equals(ActivationFunction.HardSigmoid.ofMobileNetV3())
                  && !(node.op() instanceof Op.Add) ->
              new Fused(3, 3, 1f / 6);
          case ActivationFunction.HardSigmoid _,
              ActivationFunction.HardSwish _,
              ActivationFunction.Sigmoid _,
              ActivationFunction.Swish _ ->
              Fused.NOTHING;
        };
    if (!fused.equals(Fused.NOTHING)) {
      absorbed.add(reader.orElseThrow().name());
    }
    return fused;
  }

  /** The product that an activation still needs. */
  private int finished(Fused fused, int result) {
    return fused.factor() == 1
        ? result
        : graph.call(
            Operator.MUL,
            List.of(result, graph.constant(List.of(1), fused.factor())),
            graph.shape(result));
  }

  private Optional<Node> onlyReader(String name) {
    List<Node> readers =
        network.nodes().stream().filter(node -> node.inputs().contains(name)).toList();
    return readers.size() == 1 ? Optional.of(readers.getFirst()) : Optional.empty();
  }

  /** The tensor of a node, or of the one that took it over. */
  private int tensor(String name) {
    Integer tensor = tensors.get(name);
    return tensor != null ? tensor : tensor(network.node(name).orElseThrow().inputs().getFirst());
  }

  private List<Integer> shape(Node node) {
    Shape shape = network.shape(node.name());
    return keepsPlane(node) ? batch(shape) : List.of(1, Math.toIntExact(shape.elements()));
  }

  /** A mean that only the flat end of the network reads is flat, too. */
  private boolean keepsPlane(Node node) {
    boolean isMean = node.op() instanceof Op.GlobalAveragePool;
    return !flat.contains(node.name())
        && !(isMean
            && network.nodes().stream()
                .filter(reader -> reader.inputs().contains(node.name()))
                .allMatch(reader -> flat.contains(reader.name())));
  }

  private static List<Integer> batch(Shape shape) {
    return List.of(1, shape.height(), shape.width(), shape.channels());
  }

  private static UnsupportedOperatorException unsupported(Node node) {
    return new UnsupportedOperatorException(
        "Node '%s' (%s) is not written as TensorFlow Lite; expected the operations of MobileNets, batch normalisations folded."
            .formatted(node.name(), node.op()));
  }
}
