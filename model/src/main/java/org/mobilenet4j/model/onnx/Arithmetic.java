package org.mobilenet4j.model.onnx;

import java.util.Arrays;
import java.util.List;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Shape;

/**
 * Add, Sub, Mul and Div: a shortcut, a squeeze-and-excite gate, or a constant for each channel,
 * which is a batch normalisation without statistics.
 */
record Arithmetic(Assembly assembly, OnnxNode node) {
  Value lower() {
    if (node.inputs().size() != 2) {
      throw node.refuse("has %d inputs; expected two".formatted(node.inputs().size()));
    }
    boolean first = assembly.isComputed(node, 0);
    boolean second = assembly.isComputed(node, 1);
    if (first && second) {
      return both(assembly.value(node, 0), assembly.value(node, 1));
    }
    boolean swapped = !first;
    if (swapped && (node.operator().equals("Sub") || node.operator().equals("Div"))) {
      throw node.refuse("takes a constant by what is computed; supported: the other way round");
    }
    return withConstant(assembly.value(node, swapped ? 1 : 0), swapped ? 0 : 1);
  }

  private Value both(Value a, Value b) {
    return switch (node.operator()) {
      case "Add" -> {
        if (!a.dimensions().equals(b.dimensions()) || !a.shape().equals(b.shape())) {
          throw node.refuse(
              "adds %s and %s; supported: equal shapes".formatted(a.dimensions(), b.dimensions()));
        }
        yield assembly.add(node, new Op.Add(), List.of(a, b)).withDimensions(a.dimensions());
      }
      case "Mul" -> {
        Shape gate = Shape.vector(a.shape().channels());
        boolean gated = b.shape().equals(gate) && b.isMap();
        boolean gates = a.shape().equals(Shape.vector(b.shape().channels())) && a.isMap();
        if (!gated && !gates) {
          throw node.refuse(
              "multiplies %s by %s; supported: a map by one number a channel"
                  .formatted(a.dimensions(), b.dimensions()));
        }
        Value map = gated ? a : b;
        yield assembly
            .add(node, new Op.Scale(), gated ? List.of(a, b) : List.of(b, a))
            .withDimensions(map.dimensions());
      }
      default ->
          throw node.refuse("of two computed values is not supported; supported: Add and Mul");
    };
  }

  private Value withConstant(Value in, int place) {
    int channels = in.shape().channels();
    float[] constant = perChannel(in, assembly.constant(node, place), channels);
    float[] ones = filled(channels, 1);
    float[] zeros = filled(channels, 0);
    return switch (node.operator()) {
      case "Add" -> assembly.normalized(node, in, 0, ones, constant, zeros, ones);
      case "Sub" -> assembly.normalized(node, in, 0, ones, zeros, constant, ones);
      case "Mul" -> assembly.normalized(node, in, 0, constant, zeros, zeros, ones);
      default -> assembly.normalized(node, in, 0, inverse(constant), zeros, zeros, ones);
    };
  }

  private float[] inverse(float[] divisors) {
    float[] inverse = new float[divisors.length];
    for (int i = 0; i < inverse.length; i++) {
      if (divisors[i] == 0) {
        throw node.refuse("divides by zero");
      }
      inverse[i] = 1 / divisors[i];
    }
    return inverse;
  }

  /** A constant that is the same for all pixels. */
  private float[] perChannel(Value in, OnnxTensor constant, int channels) {
    float[] values = Assembly.reals(node, constant);
    if (values.length == 1) {
      return filled(channels, values[0]);
    }
    int axis = in.dimensions().size() - constant.dimensions().size();
    boolean fits = values.length == channels && axis >= 0;
    for (int i = 0; fits && i < constant.dimensions().size(); i++) {
      int expected = axis + i == 1 ? channels : 1;
      fits = constant.dimensions().get(i) == expected;
    }
    if (!fits || (in.dimensions().size() == 2 && in.shape().pixels() != 1)) {
      throw node.refuse(
          "combines %s with a constant of shape %s; supported: one number a channel"
              .formatted(in.dimensions(), constant.dimensions()));
    }
    return values;
  }

  private static float[] filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }
}
