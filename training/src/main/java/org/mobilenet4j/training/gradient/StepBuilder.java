package org.mobilenet4j.training.gradient;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.inference.Activations;
import org.mobilenet4j.inference.Windows;
import org.mobilenet4j.kernels.Window;
import org.mobilenet4j.kernels.gradient.GradientKernels;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Parameter;
import org.mobilenet4j.network.ParameterRole;
import org.mobilenet4j.network.PoolKind;
import org.mobilenet4j.network.Shape;

/** Turns the nodes of a network into steps: the rule for each operation's way forward and back. */
final class StepBuilder {
  private final Network network;
  private final GradientKernels kernels;
  private final TrainingOptions options;
  private final Map<Weights.Key, Learned> learned = new LinkedHashMap<>();
  private final Map<Weights.Key, float[]> statistics = new LinkedHashMap<>();
  private final Map<String, Value> values = new HashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();
  private final List<TrainingStep> steps = new ArrayList<>();
  private final PartialSums partial = new PartialSums();
  private final long additions;
  private int randomUses;
  private int additionsSoFar;

  StepBuilder(Network network, GradientKernels kernels, TrainingOptions options) {
    this.network = network;
    this.kernels = kernels;
    this.options = options;
    for (Node node : network.nodes()) {
      node.inputs().forEach(input -> readers.merge(input, 1, Integer::sum));
      for (Parameter parameter : network.parameters(node)) {
        addParameter(node, parameter);
      }
    }
    this.additions = network.nodes().stream().filter(node -> node.op() instanceof Op.Add).count();
    values.put(Network.INPUT, new Value(Network.INPUT, pictures(), false, kernels));
    network.nodes().forEach(this::add);
    partial.allocate();
  }

  private void addParameter(Node node, Parameter parameter) {
    Weights.Key key = new Weights.Key(node.name(), parameter.role());
    float[] numbers = new float[Math.toIntExact(parameter.elements())];
    switch (parameter.role()) {
      case MEAN, VARIANCE -> statistics.put(key, numbers);
      case WEIGHT, BIAS, GAMMA, BETA ->
          learned.put(
              key,
              new Learned(
                  key,
                  parameter.dimensions(),
                  numbers,
                  new float[numbers.length],
                  options.frozen().contains(node.name())));
    }
  }

  Map<Weights.Key, Learned> learned() {
    return learned;
  }

  Map<Weights.Key, float[]> statistics() {
    return statistics;
  }

  List<TrainingStep> steps() {
    return steps;
  }

  Value input() {
    return value(Network.INPUT);
  }

  Value output() {
    return value(network.output().name());
  }

  /** Floats of all values and of the sums that slices keep. */
  long floats() {
    return values.values().stream().distinct().mapToLong(Value::floats).sum()
        + partial.array().length;
  }

  /** Where nothing but convolutions reads the pictures, they stay as they come. */
  private BatchMap pictures() {
    Shape shape = network.input();
    boolean asTheyCome =
        shape.channels() <= kernels.lanes()
            && network.nodes().stream()
                .filter(node -> node.inputs().contains(Network.INPUT))
                .allMatch(node -> node.op() instanceof Op.Convolution op && op.groups() == 1);
    return asTheyCome ? new BatchMap(options.batch(), shape, shape.channels()) : map(shape);
  }

  private boolean arePicturesAsTheyCome(Value in) {
    return in == input() && in.map().lanes() == in.map().channels();
  }

  private BatchMap map(Shape shape) {
    return new BatchMap(options.batch(), shape, kernels.lanes());
  }

  private Value value(String name) {
    Value value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("Node '" + name + "' has not been computed yet.");
    }
    return value;
  }

  private boolean learns(Node node) {
    return !options.frozen().contains(node.name()) && !network.parameters(node).isEmpty();
  }

  private Value newValue(Node node, List<Value> inputs) {
    boolean needsGradient = learns(node) || inputs.stream().anyMatch(Value::needsGradient);
    Value value = new Value(node.name(), map(network.shape(node.name())), needsGradient, kernels);
    inputs.forEach(Value::addReader);
    values.put(node.name(), value);
    return value;
  }

  private Learned parameter(Node node, ParameterRole role) {
    Learned parameter = learned.get(new Weights.Key(node.name(), role));
    if (parameter == null) {
      throw new IllegalStateException("Node '%s' has no %s.".formatted(node.name(), role.key()));
    }
    return parameter;
  }

  private @Nullable Learned bias(Node node, Bias bias) {
    return switch (bias) {
      case ADDED -> parameter(node, ParameterRole.BIAS);
      case NONE -> null;
    };
  }

  private void add(Node node) {
    List<Value> inputs = node.inputs().stream().map(this::value).toList();
    Value in = inputs.getFirst();
    switch (node.op()) {
      case Op.Convolution op -> addConvolution(node, op, in);
      case Op.Dense(_, Bias bias) -> addDense(node, bias, in);
      case Op.BatchNorm(float epsilon) -> addNormalization(node, epsilon, in);
      case Op.Activation(var function) -> {
        Value value = canExtend(node, in) && !in.isActivated() ? in : copied(node, in);
        value.activate(Activations.of(function), kernels);
        values.put(node.name(), value);
      }
      case Op.Pool(PoolKind kind, Extent kernel, Extent stride, var padding, _) ->
          steps.add(
              new PoolStep(
                  in,
                  newValue(node, inputs),
                  Windows.of(kernel, stride, Extent.ONE, padding, in.map().shape()),
                  kind));
      case Op.GlobalAveragePool() ->
          steps.add(new GlobalAveragePoolStep(in, newValue(node, inputs), kernels));
      case Op.Add() -> addSum(node, inputs);
      case Op.Concat() -> steps.add(new ConcatStep(inputs, newValue(node, inputs)));
      case Op.Scale() ->
          steps.add(new ScaleStep(in, inputs.getLast(), newValue(node, inputs), kernels));
      case Op.LocalResponseNormalization op ->
          steps.add(new ResponseNormalizationStep(in, newValue(node, inputs), op));
      case Op.Resize(Extent _) -> steps.add(new ResizeStep(in, newValue(node, inputs)));
      case Op.Dropout(float rate) -> {
        float used = (float) options.dropout().orElse(rate);
        steps.add(new DropoutStep(in, newValue(node, inputs), used, randomUses++));
      }
    }
  }

  /** Whether nobody but this node reads its input, so that it may change how it is seen. */
  private boolean canExtend(Node node, Value in) {
    return readers.getOrDefault(node.inputs().getFirst(), 0) == 1 && in != input();
  }

  private Value copied(Node node, Value in) {
    Value copy = newValue(node, List.of(in));
    steps.add(new CopyStep(in, copy));
    return copy;
  }

  private void addConvolution(Node node, Op.Convolution op, Value in) {
    Shape shape = in.map().shape();
    Window window = Windows.of(op, shape);
    Learned weights = parameter(node, ParameterRole.WEIGHT);
    @Nullable Learned bias = bias(node, op.bias());
    Value out = newValue(node, List.of(in));
    boolean sameSize = shape.extent().equals(out.map().shape().extent());
    if (op.groups() == 1 && arePicturesAsTheyCome(in)) {
      steps.add(new PictureConvolutionStep(in, out, window, weights, bias, kernels, partial));
    } else if (op.isDepthwise(shape)) {
      steps.add(new DepthwiseStep(in, out, window, weights, bias, kernels));
    } else if (op.groups() == 1 && window.isPoint() && sameSize) {
      steps.add(new ProductStep(in, out, weights, bias, kernels, partial));
    } else {
      steps.add(new ConvolutionStep(in, out, window, op.groups(), weights, bias, kernels, partial));
    }
    if (bias != null) {
      steps.add(new NormalizationStep(out, null, bias));
    }
  }

  private void addDense(Node node, Bias biasOfOp, Value in) {
    Shape shape = in.map().shape();
    Learned weights = parameter(node, ParameterRole.WEIGHT);
    @Nullable Learned bias = bias(node, biasOfOp);
    Value out = newValue(node, List.of(in));
    if (shape.pixels() == 1) {
      steps.add(new ProductStep(in, out, weights, bias, kernels, partial));
    } else {
      Window whole =
          new Window(shape.height(), shape.width(), shape.height(), shape.width(), 1, 1, 0, 0);
      steps.add(new ConvolutionStep(in, out, whole, 1, weights, bias, kernels, partial));
    }
    if (bias != null) {
      steps.add(new NormalizationStep(out, null, bias));
    }
  }

  private void addNormalization(Node node, float epsilon, Value in) {
    boolean inPlace = canExtend(node, in) && in.isPlain() && in.needsGradient();
    Value value = inPlace ? in : copied(node, in);
    value.normalize();
    if (!options.frozenStatistics().contains(node.name())) {
      value.reserveMoments();
    }
    values.put(node.name(), value);
    BatchNormParameters parameters =
        new BatchNormParameters(
            parameter(node, ParameterRole.GAMMA),
            parameter(node, ParameterRole.BETA),
            statistic(node, ParameterRole.MEAN),
            statistic(node, ParameterRole.VARIANCE),
            options.batchNormEpsilon().orElse(epsilon),
            options.batchNormMomentum(),
            options.frozenStatistics().contains(node.name()));
    steps.add(new NormalizationStep(value, parameters, null));
  }

  private float[] statistic(Node node, ParameterRole role) {
    float[] numbers = statistics.get(new Weights.Key(node.name(), role));
    if (numbers == null) {
      throw new IllegalStateException("Node '%s' has no %s.".formatted(node.name(), role.key()));
    }
    return numbers;
  }

  private void addSum(Node node, List<Value> inputs) {
    Value out = newValue(node, inputs);
    additionsSoFar++;
    float dropRate = (float) (options.stochasticDepth() * additionsSoFar / additions);
    steps.add(new AddStep(inputs, out, branch(node), dropRate, randomUses++));
  }

  /** The input that was computed last: the shortcut is older. */
  private int branch(Node node) {
    int branch = 0;
    int latest = -1;
    for (int i = 0; i < node.inputs().size(); i++) {
      int place = place(node.inputs().get(i));
      if (place >= latest) {
        latest = place;
        branch = i;
      }
    }
    return branch;
  }

  private int place(String name) {
    for (int i = 0; i < network.nodes().size(); i++) {
      if (network.nodes().get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
