package org.mobilenet4j.model.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.Tensor;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.ParameterRole;
import org.mobilenet4j.network.Shape;

/** Makes each node of an ONNX graph one of our operations, by a strict table. */
final class Lowering {
  private static final String SUPPORTED =
      "supported: Conv, BatchNormalization, Relu, Clip(0, 6), HardSwish, HardSigmoid, Sigmoid, MaxPool, "
          + "AveragePool, GlobalAveragePool, ReduceMean over height and width, Gemm, MatMul, Add, Mul, Concat, "
          + "LRN, Flatten, Reshape, Dropout and a last Softmax";

  private final String file;
  private final Constants constants;
  private final int batch;
  private final Network.Builder builder;
  private final Map<String, Value> values = new HashMap<>();
  private final Map<Weights.Key, Tensor> weights = new LinkedHashMap<>();
  private final NodeNames names = new NodeNames();
  private final List<String> removed = new ArrayList<>();
  private boolean ended;

  Lowering(String file, Constants constants, String input, Shape shape, int batch) {
    this.file = file;
    this.constants = constants;
    this.batch = batch;
    this.builder = new Network.Builder(shape);
    values.put(input, Value.map(Network.INPUT, shape, batch));
  }

  void lower(List<OnnxNode> nodes, String output) {
    for (OnnxNode node : nodes) {
      if (!constants.fold(node)) {
        if (ended
            && !List.of("Identity", "Reshape", "Flatten", "Squeeze").contains(node.operator())) {
          throw node.refuse("reads the result of a Softmax; supported: a Softmax at the very end");
        }
        lower(node).ifPresent(value -> values.put(node.output(), value));
      }
    }
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
  }

  Network network() {
    return builder.build();
  }

  Weights weights() {
    return Weights.of(weights);
  }

  /** What was left out, for the model's provenance. */
  List<String> removed() {
    return removed;
  }

  /** The value that a node makes; empty for one that is a constant after all. */
  private Optional<Value> lower(OnnxNode node) {
    requireOnnx(node);
    return switch (node.operator()) {
      case "Shape" -> {
        requireNoAttribute(node, "start", "end");
        long[] axes = value(node, 0).dimensions().stream().mapToLong(Integer::longValue).toArray();
        constants.put(node.output(), OnnxTensor.of(axes));
        yield Optional.empty();
      }
      case "Softmax" -> {
        ended = true;
        removed.add("Softmax");
        yield Optional.of(value(node, 0));
      }
      default -> Optional.of(operation(node));
    };
  }

  private Value operation(OnnxNode node) {
    return switch (node.operator()) {
      case "Conv" -> new Convolutions(this, node).lower();
      case "MaxPool", "AveragePool" -> new Pools(this, node).lower();
      case "Gemm", "MatMul" -> new DenseLayers(this, node).lower();
      case "BatchNormalization" -> batchNorm(node);
      case "GlobalAveragePool" -> add(node, new Op.GlobalAveragePool(), List.of(map(node, 0)));
      case "ReduceMean" -> reduceMean(node);
      case "Relu" -> activation(node, new ActivationFunction.Relu());
      case "Sigmoid" -> activation(node, new ActivationFunction.Sigmoid());
      case "HardSwish" -> activation(node, new ActivationFunction.HardSwish());
      case Rewrites.SWISH -> activation(node, new ActivationFunction.Swish());
      case "HardSigmoid" -> hardSigmoid(node);
      case "Clip" -> clip(node);
      case "Add", "Sub", "Mul", "Div" -> new Arithmetic(this, node).lower();
      case "Concat" -> concat(node);
      case "LRN" -> responseNorm(node);
      case "Identity", "Dropout" -> value(node, 0);
      case "Cast" -> {
        node.require("to", node.whole("to", 0), 1);
        yield value(node, 0);
      }
      case "Flatten" -> {
        node.require("axis", node.whole("axis", 1), 1);
        yield row(value(node, 0));
      }
      case "Reshape" -> reshape(node, constants.wholes(node, 1));
      case "Squeeze", "Unsqueeze" -> axes(node);
      default -> throw node.refuse("this operator is not supported; " + SUPPORTED);
    };
  }

  private static void requireOnnx(OnnxNode node) {
    if (node.operator().startsWith("QLinear")
        || node.operator().contains("Quantize")
        || node.operator().endsWith("Integer")) {
      throw node.refuse(
          "quantised networks are not supported; export the network before it is quantised");
    }
    if (!node.domain().isEmpty()) {
      throw node.refuse(
          "its operator set '%s' is not supported; %s"
              .formatted(OnnxNode.shortened(node.domain()), SUPPORTED));
    }
  }

  static void requireNoAttribute(OnnxNode node, String... attributes) {
    for (String attribute : attributes) {
      if (node.attributes().containsKey(attribute)) {
        throw node.refuse("attribute %s is not supported".formatted(attribute));
      }
    }
  }

  private Value batchNorm(OnnxNode node) {
    node.require("training_mode", node.whole("training_mode", 0), 0);
    node.require("spatial", node.whole("spatial", 1), 1);
    Value in = value(node, 0);
    int channels = in.shape().channels();
    float epsilon = node.real("epsilon", 1e-5f);
    if (!(epsilon >= 0) || Float.isInfinite(epsilon)) {
      throw node.refuse(
          "attribute epsilon is %s; expected a finite number, not negative".formatted(epsilon));
    }
    float[][] parameters = new float[4][];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = vector(node, i + 1, channels);
    }
    for (float variance : parameters[3]) {
      if (variance < 0) {
        throw node.refuse("a variance is %s; expected none below 0".formatted(variance));
      }
    }
    return normalized(
        node, in, epsilon, parameters[0], parameters[1], parameters[2], parameters[3]);
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

  private Value reduceMean(OnnxNode node) {
    Value in = map(node, 0);
    long[] axes = node.wholes("axes").orElseGet(() -> constants.wholes(node, 1));
    List<Long> sorted =
        java.util.Arrays.stream(axes)
            .map(axis -> axis < 0 ? axis + 4 : axis)
            .sorted()
            .boxed()
            .toList();
    if (!sorted.equals(List.of(2L, 3L))) {
      throw node.refuse(
          "the mean over the axes %s; supported: height and width, 2 and 3".formatted(sorted));
    }
    Value mean = add(node, new Op.GlobalAveragePool(), List.of(in));
    return node.whole("keepdims", 1) == 1 ? mean : row(mean);
  }

  private Value activation(OnnxNode node, ActivationFunction function) {
    Value in = value(node, 0);
    return add(node, new Op.Activation(function), List.of(in)).withDimensions(in.dimensions());
  }

  private Value hardSigmoid(OnnxNode node) {
    float slope = node.real("alpha", 0.2f);
    float offset = node.real("beta", 0.5f);
    if (!Float.isFinite(slope) || !Float.isFinite(offset)) {
      throw node.refuse(
          "alpha is %s and beta %s; expected finite numbers".formatted(slope, offset));
    }
    return activation(node, new ActivationFunction.HardSigmoid(slope, offset));
  }

  private Value clip(OnnxNode node) {
    Limits limits = Limits.of(node, constants);
    if (limits.equals(new Limits(0, 6))) {
      return activation(node, new ActivationFunction.Relu6());
    }
    if (limits.low() == 0 && limits.high() >= Float.MAX_VALUE) {
      return activation(node, new ActivationFunction.Relu());
    }
    throw node.refuse(
        "keeps numbers between %s and %s; supported: 0 and 6 (ReLU6), 0 and nothing (ReLU)"
            .formatted(limits.low(), limits.high()));
  }

  private Value concat(OnnxNode node) {
    List<Value> in = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      in.add(value(node, i));
    }
    long axis = node.whole("axis", 1);
    int rank = in.getFirst().dimensions().size();
    boolean channels = axis == 1 || axis == 1 - rank;
    if (!channels || !in.stream().allMatch(value -> value.isMap() || value.shape().pixels() == 1)) {
      throw node.refuse("joins along axis %d; supported: channels, axis 1".formatted(axis));
    }
    if (in.size() == 1) {
      return in.getFirst();
    }
    Value out = add(node, new Op.Concat(), in);
    return rank == 2 ? row(out) : out;
  }

  private Value responseNorm(OnnxNode node) {
    long size = node.whole("size", 1);
    if (size < 1 || size > 1 << 16) {
      throw node.refuse("attribute size is %d; expected a number of channels".formatted(size));
    }
    return add(
        node,
        new Op.LocalResponseNormalization(
            (int) size, node.real("alpha", 1e-4f), node.real("beta", 0.75f), node.real("bias", 1)),
        List.of(map(node, 0)));
  }

  private Value row(Value in) {
    return in.withDimensions(List.of(batch, Math.toIntExact(in.shape().elements())));
  }

  private Value reshape(OnnxNode node, long[] target) {
    Value in = value(node, 0);
    Value out = in.withDimensions(Shapes.reshape(node, in.dimensions(), target));
    boolean same = out.dimensions().equals(in.dimensions());
    boolean pixel =
        in.shape().pixels() == 1
            && !out.dimensions().isEmpty()
            && out.dimensions().getFirst() == batch;
    if (!same && !pixel && !(out.isRow() && out.dimensions().getFirst() == batch)) {
      throw node.refuse(
          "makes %s of %s; supported: one row of numbers an image"
              .formatted(out.dimensions(), in.dimensions()));
    }
    return out;
  }

  private Value axes(OnnxNode node) {
    Value in = value(node, 0);
    long[] axes =
        node.wholes("axes")
            .orElseGet(() -> node.input(1).isPresent() ? constants.wholes(node, 1) : new long[0]);
    if (in.shape().pixels() != 1 || axes.length > 4) {
      throw node.refuse(
          "axes of %s are taken away or added; supported: behind a global pool"
              .formatted(in.dimensions()));
    }
    List<Integer> dimensions = new ArrayList<>(in.dimensions());
    boolean squeeze = node.operator().equals("Squeeze");
    int rank = dimensions.size() + (squeeze ? 0 : axes.length);
    List<Long> sorted =
        java.util.Arrays.stream(axes)
            .map(axis -> axis < 0 ? axis + rank : axis)
            .sorted()
            .boxed()
            .toList();
    for (long axis : squeeze ? sorted.reversed() : sorted) {
      boolean fits = axis >= 1 && axis < rank && axis <= dimensions.size();
      if (!fits || (squeeze && (axis >= dimensions.size() || dimensions.get((int) axis) != 1))) {
        throw node.refuse("axis %d of %s".formatted(axis, in.dimensions()));
      }
      if (squeeze) {
        dimensions.subList((int) axis, (int) axis + 1).clear();
      } else {
        dimensions.add((int) axis, 1);
      }
    }
    if (squeeze && axes.length == 0) {
      dimensions.removeIf(dimension -> dimension == 1);
      if (dimensions.size() == 1) {
        dimensions.addFirst(batch);
      }
    }
    return in.withDimensions(dimensions);
  }

  // What the parts of the table share.

  Constants constants() {
    return constants;
  }

  int batch() {
    return batch;
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
    return Value.map(name, shape, batch);
  }

  void put(Value value, ParameterRole role, float[] numbers) {
    put(value, role, List.of(numbers.length), numbers);
  }

  void put(Value value, ParameterRole role, List<Integer> dimensions, float[] numbers) {
    weights.put(new Weights.Key(value.node(), role), new Tensor(dimensions, numbers));
  }
}
