package org.mobilenet4j.model.onnx;

import java.util.List;
import org.mobilenet4j.network.Bias;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.ParameterRole;

/** Conv: two axes, any stride, dilation, padding and groups. */
record Convolutions(Assembly assembly, OnnxNode node) {
  Value lower() {
    Value in = assembly.map(node, 0);
    OnnxTensor weight = assembly.constant(node, 1);
    List<Integer> dims = weight.dimensions();
    if (dims.size() != 4 || dims.contains(0)) {
      throw node.refuse(
          "has weights of shape %s; expected output, input, height, width".formatted(dims));
    }
    WindowAttributes window = WindowAttributes.of(node, dims.get(2), dims.get(3));
    long groups = node.whole("group", 1);
    int outputs = dims.get(0);
    if (groups < 1 || outputs % groups != 0 || dims.get(1) * groups != in.shape().channels()) {
      throw node.refuse(
          "has weights of shape %s in %d groups for an input of %d channels; these do not fit"
              .formatted(dims, groups, in.shape().channels()));
    }
    boolean biased = node.input(2).isPresent();
    Op op =
        new Op.Convolution(
            outputs,
            window.kernel(),
            window.stride(),
            window.dilation(),
            (int) groups,
            window.padding(),
            biased ? Bias.ADDED : Bias.NONE);
    Value out = assembly.add(node, op, List.of(in));
    assembly.put(
        out,
        ParameterRole.WEIGHT,
        List.of(dims.get(2), dims.get(3), dims.get(1), outputs),
        tapsFirst(Assembly.reals(node, weight), dims));
    if (biased) {
      assembly.put(out, ParameterRole.BIAS, assembly.vector(node, 2, outputs));
    }
    return out;
  }

  /** {@code [out, in, taps]} becomes {@code [taps, in, out]}. */
  private static float[] tapsFirst(float[] weights, List<Integer> dims) {
    int outputs = dims.get(0);
    int inputs = dims.get(1);
    int taps = dims.get(2) * dims.get(3);
    float[] moved = new float[weights.length];
    int from = 0;
    for (int out = 0; out < outputs; out++) {
      for (int in = 0; in < inputs; in++) {
        for (int tap = 0; tap < taps; tap++) {
          moved[(tap * inputs + in) * outputs + out] = weights[from++];
        }
      }
    }
    return moved;
  }
}
