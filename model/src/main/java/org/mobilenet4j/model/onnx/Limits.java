package org.mobilenet4j.model.onnx;

import java.util.Optional;

/**
 * Between which numbers a Clip keeps its values; attributes before operator set 11, inputs since.
 *
 * @param low the least
 * @param high the largest
 */
record Limits(float low, float high) {
  static Limits of(OnnxNode node, Constants constants) {
    return new Limits(
        limit(node, "min", 1, constants, Float.NEGATIVE_INFINITY),
        limit(node, "max", 2, constants, Float.POSITIVE_INFINITY));
  }

  private static float limit(
      OnnxNode node, String attribute, int place, Constants constants, float otherwise) {
    if (node.attributes().containsKey(attribute)) {
      return node.real(attribute, otherwise);
    }
    Optional<String> input = node.input(place);
    if (input.isEmpty()) {
      return otherwise;
    }
    return constants
        .value(input.get())
        .filter(tensor -> tensor.size() == 1)
        .map(tensor ->
            switch (tensor.data()) {
              case OnnxTensor.Reals(float[] values) -> values[0];
              case OnnxTensor.Wholes(long[] values) -> (float) values[0];
            })
        .orElseThrow(
            () -> node.refuse("input %s must be one constant number".formatted(attribute)));
  }
}
