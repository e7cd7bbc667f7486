package org.mobilenet4j.model.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.Op;

/** Makes each node of an ONNX graph one of our operations, by a strict table. */
final class Lowering {
  private static final String SUPPORTED =
      "supported: Conv, BatchNormalization, Relu, Clip(0, 6), HardSwish, HardSigmoid, Sigmoid, MaxPool, "
          + "AveragePool, GlobalAveragePool, ReduceMean over height and width, Gemm, MatMul, Add, Mul, Concat, "
          + "LRN, Flatten, Reshape, Dropout and a last Softmax";

  private final Constants constants;
  private final Assembly assembly;
  private final List<String> removed = new ArrayList<>();

  Lowering(Constants constants, Assembly assembly) {
    this.constants = constants;
    this.assembly = assembly;
  }

  void lower(List<OnnxNode> nodes) {
    for (OnnxNode node : nodes) {
      if (!constants.fold(node)) {
        if (!removed.isEmpty()
            && !List.of("Identity", "Reshape", "Flatten", "Squeeze").contains(node.operator())) {
          throw node.refuse("reads the result of a Softmax; supported: a Softmax at the very end");
        }
        lower(node).ifPresent(value -> assembly.name(node.output(), value));
      }
    }
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
        long[] axes =
            assembly.value(node, 0).dimensions().stream().mapToLong(Integer::longValue).toArray();
        constants.put(node.output(), OnnxTensor.of(axes));
        yield Optional.empty();
      }
      case "Softmax" -> {
        Value in = assembly.value(node, 0);
        long axis = node.whole("axis", in.isRow() ? 1 : -1);
        long channels = in.dimensions().size() < 2 ? 0 : 1;
        if (in.shape().pixels() != 1
            || (axis != channels && axis != channels - in.dimensions().size())) {
          throw node.refuse(
              "over axis %d of %s; supported: over the outputs of each image"
                  .formatted(axis, in.dimensions()));
        }
        removed.add("Softmax");
        yield Optional.of(in);
      }
      default -> Optional.of(operation(node));
    };
  }

  private Value operation(OnnxNode node) {
    return switch (node.operator()) {
      case "Conv" -> new Convolutions(assembly, node).lower();
      case "MaxPool", "AveragePool" -> new Pools(assembly, node).lower();
      case "Gemm", "MatMul" -> new DenseLayers(assembly, node).lower();
      case "BatchNormalization" -> batchNorm(node);
      case "GlobalAveragePool" ->
          assembly.add(node, new Op.GlobalAveragePool(), List.of(assembly.map(node, 0)));
      case "ReduceMean" -> reduceMean(node);
      case "Relu" -> activation(node, new ActivationFunction.Relu());
      case "Sigmoid" -> activation(node, new ActivationFunction.Sigmoid());
      case "HardSwish" -> activation(node, new ActivationFunction.HardSwish());
      case Rewrites.SWISH -> activation(node, new ActivationFunction.Swish());
      case "HardSigmoid" -> hardSigmoid(node);
      case "Clip" -> clip(node);
      case "Add", "Sub", "Mul", "Div" -> new Arithmetic(assembly, node).lower();
      case "Concat" -> concat(node);
      case "LRN" -> responseNorm(node);
      case "Identity", "Dropout" -> assembly.value(node, 0);
      case "Cast" -> {
        node.require("to", node.whole("to", 0), 1);
        yield assembly.value(node, 0);
      }
      case "Flatten", "Reshape", "Squeeze", "Unsqueeze" -> new ShapeChanges(assembly, node).lower();
      default -> throw node.refuse("this operator is not supported; " + SUPPORTED);
    };
  }

  private static void requireOnnx(OnnxNode node) {
    if (node.operator().startsWith("QLinear")
        || node.operator().contains("uantize")
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
    Value in = assembly.value(node, 0);
    int channels = in.shape().channels();
    float epsilon = node.real("epsilon", 1e-5f);
    if (!(epsilon >= 0) || Float.isInfinite(epsilon)) {
      throw node.refuse(
          "attribute epsilon is %s; expected a finite number, not negative".formatted(epsilon));
    }
    float[][] parameters = new float[4][];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = assembly.vector(node, i + 1, channels);
    }
    for (float variance : parameters[3]) {
      if (variance < 0) {
        throw node.refuse("a variance is %s; expected none below 0".formatted(variance));
      }
    }
    return assembly.normalized(
        node, in, epsilon, parameters[0], parameters[1], parameters[2], parameters[3]);
  }

  private Value reduceMean(OnnxNode node) {
    Value in = assembly.map(node, 0);
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
    Value mean = assembly.add(node, new Op.GlobalAveragePool(), List.of(in));
    return node.whole("keepdims", 1) == 1 ? mean : assembly.row(mean);
  }

  private Value activation(OnnxNode node, ActivationFunction function) {
    Value in = assembly.value(node, 0);
    return assembly
        .add(node, new Op.Activation(function), List.of(in))
        .withDimensions(in.dimensions());
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
      in.add(assembly.value(node, i));
    }
    if (in.isEmpty()) {
      throw node.refuse("joins nothing; expected at least one input");
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
    Value out = assembly.add(node, new Op.Concat(), in);
    return rank == 2 ? assembly.row(out) : out;
  }

  private Value responseNorm(OnnxNode node) {
    long size = node.whole("size", 1);
    if (size < 1 || size > 1 << 16) {
      throw node.refuse("attribute size is %d; expected a number of channels".formatted(size));
    }
    return assembly.add(
        node,
        new Op.LocalResponseNormalization(
            (int) size, node.real("alpha", 1e-4f), node.real("beta", 0.75f), node.real("bias", 1)),
        List.of(assembly.map(node, 0)));
  }
}
