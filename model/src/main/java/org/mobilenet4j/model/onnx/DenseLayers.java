package org.mobilenet4j.model.onnx;

import java.util.List;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.ParameterRole;
import org.mobilenet4j.network.Shape;

/** Gemm and MatMul with constant weights: dense layers. */
record DenseLayers(Assembly assembly, OnnxNode node) {
  Value lower() {
    boolean gemm = node.operator().equals("Gemm");
    node.require("transA", node.whole("transA", 0), 0);
    node.require("transB", node.whole("transB", 0), 0, 1);
    boolean transposed = node.whole("transB", 0) == 1;
    Value in = assembly.value(node, 0);
    OnnxTensor weight = assembly.constant(node, 1);
    if (!in.isRow() || weight.dimensions().size() != 2) {
      throw node.refuse(
          "multiplies %s by %s; supported: one row of numbers an image by a matrix"
              .formatted(in.dimensions(), weight.dimensions()));
    }
    int inputs = weight.dimensions().get(transposed ? 1 : 0);
    int units = weight.dimensions().get(transposed ? 0 : 1);
    if (inputs != in.shape().elements() || units < 1) {
      throw node.refuse(
          "has weights of shape %s for rows of %d numbers; these do not fit"
              .formatted(weight.dimensions(), in.shape().elements()));
    }
    boolean biased = gemm && node.input(2).isPresent();
    Value out =
        assembly.add(node, new Op.Dense(units, biased ? Bias.ADDED : Bias.NONE), List.of(in));
    float alpha = gemm ? node.real("alpha", 1) : 1;
    assembly.put(
        out,
        ParameterRole.WEIGHT,
        List.of(inputs, units),
        channelsLast(in.shape(), Assembly.reals(node, weight), units, transposed, alpha));
    if (biased) {
      assembly.put(out, ParameterRole.BIAS, bias(units));
    }
    return out.withDimensions(List.of(assembly.batch(), units));
  }

  private float[] bias(int units) {
    float beta = node.real("beta", 1);
    OnnxTensor given = assembly.constant(node, 2);
    float[] values = Assembly.reals(node, given);
    if (values.length != 1 && values.length != units) {
      throw node.refuse(
          "adds %d numbers to %d units; these do not fit".formatted(values.length, units));
    }
    float[] bias = new float[units];
    for (int i = 0; i < units; i++) {
      bias[i] = beta * values[values.length == 1 ? 0 : i];
    }
    return bias;
  }

  /** ONNX flattens a map channel by channel, we pixel by pixel. */
  private static float[] channelsLast(
      Shape shape, float[] weights, int units, boolean transposed, float alpha) {
    int inputs = weights.length / units;
    int channels = shape.channels();
    int pixels = (int) shape.pixels();
    float[] ours = new float[weights.length];
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int channel = 0; channel < channels; channel++) {
        int theirs = channel * pixels + pixel;
        int row = pixel * channels + channel;
        for (int unit = 0; unit < units; unit++) {
          float weight =
              transposed ? weights[unit * inputs + theirs] : weights[theirs * units + unit];
          ours[row * units + unit] = alpha * weight;
        }
      }
    }
    return ours;
  }
}
