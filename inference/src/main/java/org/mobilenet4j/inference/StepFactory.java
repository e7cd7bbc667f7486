package org.mobilenet4j.inference;

import static org.mobilenet4j.network.ParameterRole.BETA;
import static org.mobilenet4j.network.ParameterRole.GAMMA;
import static org.mobilenet4j.network.ParameterRole.MEAN;
import static org.mobilenet4j.network.ParameterRole.VARIANCE;

import java.util.ArrayList;
import java.util.List;
import org.mobilenet4j.kernels.Activation;
import org.mobilenet4j.kernels.ConvolutionShape;
import org.mobilenet4j.kernels.DepthwiseShape;
import org.mobilenet4j.kernels.Divisor;
import org.mobilenet4j.kernels.FeatureMap;
import org.mobilenet4j.kernels.Kernels;
import org.mobilenet4j.kernels.MatrixShape;
import org.mobilenet4j.kernels.PackedWeights;
import org.mobilenet4j.kernels.PoolShape;
import org.mobilenet4j.kernels.ResizeShape;
import org.mobilenet4j.kernels.ResponseNormalization;
import org.mobilenet4j.kernels.Window;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Shape;

/** Makes the steps of fused operations: chooses the kernel, packs its weights, binds its places. */
final class StepFactory {
  /** Two of the widest vectors: 32 floats. */
  private static final int CHANNEL_GRAIN = 32;

  private final Model model;
  private final LayerWeights weights;
  private final Network network;
  private final LayerTypes types;
  private final Kernels kernels;
  private final Places places;
  private int scratchFloats;

  /**
   * @param model the weights
   * @param kernels what computes
   * @param places where each value begins in the workspace
   */
  StepFactory(Model model, Kernels kernels, Places places) {
    this.model = model;
    this.weights = new LayerWeights(model);
    this.network = model.network();
    this.types = new LayerTypes(network);
    this.kernels = kernels;
    this.places = places;
  }

  /**
   * @return floats of scratch that the steps made so far need at most
   */
  int scratchFloats() {
    return scratchFloats;
  }

  /**
   * @param operation what to compute
   * @return the steps that do it, in order; one for nearly everything
   */
  List<Step> steps(FusedOperation operation) {
    Node node = operation.node();
    Shape in = network.inputShape(node);
    Shape out = network.shape(operation.output());
    int from = places.of(node.inputs().getFirst());
    int to = places.of(operation.output());
    Activation activation = Activations.of(operation.activation());
    return switch (node.op()) {
      case Op.Convolution convolution -> List.of(convolve(operation, convolution, in, out));
      case Op.Dense(int units, Bias bias) -> {
        MatrixShape shape = new MatrixShape(1, Math.toIntExact(in.elements()), units);
        PackedWeights packed =
            kernels.packDense(
                shape.inner(), units, weights.weight(node), weights.bias(node, bias, units));
        yield List.of(
            step(
                operation,
                "dense",
                (long) shape.inner() * units,
                units,
                (w, _, a, b) -> kernels.dense(shape, w, from, packed, activation, w, to, a, b)));
      }
      case Op.BatchNorm(float epsilon) -> {
        float[] scale = scale(node, epsilon);
        float[] shift = shift(node, scale);
        yield List.of(
            step(
                operation,
                "scale_shift",
                0,
                pixels(in),
                (w, _, a, b) ->
                    kernels.scaleShift(w, from, scale, shift, activation, w, to, a, b)));
      }
      case Op.Activation(var function) -> {
        Activation alone = Activations.of(function);
        yield List.of(
            step(
                operation,
                Activations.name(alone),
                0,
                elements(in),
                (w, _, a, b) -> kernels.activate(alone, w, from, w, to, a, b)));
      }
      case Op.Pool pool -> List.of(pool(operation, pool, in, out));
      case Op.GlobalAveragePool() -> {
        FeatureMap map = map(in);
        yield List.of(
            step(
                operation,
                "global_average_pool",
                0,
                in.channels(),
                (w, _, a, b) -> kernels.globalAveragePool(map, w, from, w, to, a, b)));
      }
      case Op.Add() -> {
        int second = places.of(node.inputs().getLast());
        yield List.of(
            step(
                operation,
                "add",
                0,
                elements(out),
                (w, _, a, b) -> kernels.add(w, from, w, second, activation, w, to, a, b)));
      }
      case Op.Concat() -> concat(operation, out);
      case Op.Scale() -> {
        int gate = places.of(node.inputs().getLast());
        int channels = in.channels();
        yield List.of(
            step(
                operation,
                "scale",
                0,
                pixels(in),
                (w, _, a, b) -> kernels.scale(channels, w, from, w, gate, w, to, a, b)));
      }
      case Op.LocalResponseNormalization(int size, float alpha, float beta, float bias) -> {
        var normalization = new ResponseNormalization(size, alpha, beta, bias);
        int channels = in.channels();
        yield List.of(
            step(
                operation,
                "local_response_normalization",
                0,
                pixels(in),
                (w, _, a, b) ->
                    kernels.normalizeResponse(normalization, channels, w, from, w, to, a, b)));
      }
      case Op.Resize(Extent _) -> {
        ResizeShape shape = new ResizeShape(map(in), map(out));
        yield List.of(
            step(
                operation,
                "resize",
                0,
                out.height(),
                (w, _, a, b) -> kernels.resize(shape, w, from, w, to, a, b)));
      }
      case Op.Dropout _ -> throw new IllegalStateException("Dropout is gone after fusion.");
    };
  }

  private Step convolve(FusedOperation operation, Op.Convolution op, Shape in, Shape out) {
    Node node = operation.node();
    Window window = Windows.of(op, in);
    float[] bias = weights.bias(node, op.bias(), op.outChannels());
    Activation activation = Activations.of(operation.activation());
    int from = places.of(node.inputs().getFirst());
    int to = places.of(operation.output());
    int residual = operation.residual().map(places::of).orElse(-1);
    long multiplyAdds = out.elements() * op.kernel().area() * (in.channels() / op.groups());
    if (op.isDepthwise(in)) {
      DepthwiseShape shape = new DepthwiseShape(map(in), map(out), window);
      PackedWeights packed = kernels.packDepthwise(shape, weights.weight(node), bias);
      return step(
          operation,
          "depthwise_" + op.kernel(),
          multiplyAdds,
          out.height(),
          (w, _, a, b) -> kernels.depthwise(shape, w, from, packed, activation, w, to, a, b));
    }
    if (op.groups() == 1 && window.isPoint() && in.extent().equals(out.extent())) {
      MatrixShape shape = new MatrixShape(pixels(in), in.channels(), out.channels());
      PackedWeights packed =
          kernels.packPointwise(in.channels(), out.channels(), weights.weight(node), bias);
      return operation.residual().isEmpty()
          ? step(
              operation,
              "pointwise",
              multiplyAdds,
              shape.rows(),
              (w, _, a, b) -> kernels.pointwise(shape, w, from, packed, activation, w, to, a, b))
          : step(
              operation,
              "pointwise_add",
              multiplyAdds,
              shape.rows(),
              (w, _, a, b) ->
                  kernels.pointwiseAdd(
                      shape, w, from, packed, w, residual, activation, w, to, a, b));
    }
    ConvolutionShape shape = new ConvolutionShape(map(in), map(out), window, op.groups());
    PackedWeights packed = kernels.packConvolution(shape, weights.weight(node), bias);
    scratchFloats = Math.max(scratchFloats, kernels.convolutionScratch(shape));
    return operation.residual().isEmpty()
        ? step(
            operation,
            "convolution_" + op.kernel(),
            multiplyAdds,
            out.height(),
            (w, member, a, b) ->
                kernels.convolution(
                    shape,
                    w,
                    from,
                    packed,
                    activation,
                    member.scratch().array(),
                    member.scratch().start(),
                    w,
                    to,
                    a,
                    b))
        : step(
            operation,
            "convolution_" + op.kernel() + "_add",
            multiplyAdds,
            out.height(),
            (w, member, a, b) ->
                kernels.convolutionAdd(
                    shape,
                    w,
                    from,
                    packed,
                    w,
                    residual,
                    activation,
                    member.scratch().array(),
                    member.scratch().start(),
                    w,
                    to,
                    a,
                    b));
  }

  private Step pool(FusedOperation operation, Op.Pool op, Shape in, Shape out) {
    int from = places.of(operation.node().inputs().getFirst());
    int to = places.of(operation.output());
    Window window = Windows.of(op.kernel(), op.stride(), Extent.ONE, op.padding(), in);
    PoolShape shape = new PoolShape(map(in), map(out), window);
    return switch (op.kind()) {
      case MAX ->
          step(
              operation,
              "max_pool_" + op.kernel(),
              0,
              out.height(),
              (w, _, a, b) -> kernels.maxPool(shape, w, from, w, to, a, b));
      case AVERAGE -> averagePool(operation, op, shape, Divisor.VALID_PIXELS);
      case AVERAGE_WITH_PADDING -> averagePool(operation, op, shape, Divisor.WHOLE_WINDOW);
    };
  }

  private Step averagePool(FusedOperation operation, Op.Pool op, PoolShape shape, Divisor divisor) {
    int from = places.of(operation.node().inputs().getFirst());
    int to = places.of(operation.output());
    return step(
        operation,
        "average_pool_" + op.kernel(),
        0,
        shape.out().height(),
        (w, _, a, b) -> kernels.averagePool(shape, divisor, w, from, w, to, a, b));
  }

  private List<Step> concat(FusedOperation operation, Shape out) {
    List<Step> steps = new ArrayList<>();
    int to = places.of(operation.output());
    int channel = 0;
    for (String input : operation.node().inputs()) {
      int from = places.of(input);
      int channels = network.shape(input).channels();
      int at = channel;
      steps.add(
          step(
              operation,
              "concat",
              0,
              pixels(out),
              (w, _, a, b) -> kernels.concat(channels, w, from, out.channels(), at, w, to, a, b)));
      channel += channels;
    }
    return steps;
  }

  private Step step(
      FusedOperation operation, String kernel, long multiplyAdds, int units, Step.Work work) {
    List<String> nodes = new ArrayList<>();
    nodes.add(operation.node().name());
    operation.absorbed().forEach(absorbed -> nodes.add(absorbed.name()));
    String tail =
        operation.activation().map(f -> "_" + Activations.name(Activations.of(f))).orElse("");
    StepPart part = new StepPart(types.of(operation.node()), multiplyAdds);
    return new Step(kernel + tail, nodes, List.of(part), units, grain(operation), work);
  }

  /** Layers that are split by channels are split at whole vectors. */
  private static int grain(FusedOperation operation) {
    return switch (operation.node().op()) {
      case Op.Dense _, Op.GlobalAveragePool _, Op.Activation _, Op.Add _ -> CHANNEL_GRAIN;
      case Op.Convolution _,
          Op.BatchNorm _,
          Op.Pool _,
          Op.Concat _,
          Op.Scale _,
          Op.LocalResponseNormalization _,
          Op.Resize _,
          Op.Dropout _ ->
          1;
    };
  }

  private float[] scale(Node norm, float epsilon) {
    float[] gamma = model.weights().get(norm.name(), GAMMA).values();
    float[] variance = model.weights().get(norm.name(), VARIANCE).values();
    float[] scale = new float[gamma.length];
    for (int c = 0; c < scale.length; c++) {
      scale[c] = (float) (gamma[c] / Math.sqrt((double) variance[c] + epsilon));
    }
    return scale;
  }

  private float[] shift(Node norm, float[] scale) {
    float[] beta = model.weights().get(norm.name(), BETA).values();
    float[] mean = model.weights().get(norm.name(), MEAN).values();
    float[] shift = new float[beta.length];
    for (int c = 0; c < shift.length; c++) {
      shift[c] = (float) (beta[c] - (double) mean[c] * scale[c]);
    }
    return shift;
  }

  private static FeatureMap map(Shape shape) {
    return new FeatureMap(shape.height(), shape.width(), shape.channels());
  }

  private static int pixels(Shape shape) {
    return Math.toIntExact(shape.pixels());
  }

  private static int elements(Shape shape) {
    return Math.toIntExact(shape.elements());
  }
}
