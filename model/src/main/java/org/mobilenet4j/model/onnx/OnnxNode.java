package org.mobilenet4j.model.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobilenet4j.model.UnsupportedOperatorException;

/**
 * A node of an ONNX graph.
 *
 * @param name its own name, or that of its first output
 * @param domain empty for ONNX's own operators
 * @param operator such as {@code Conv}
 * @param inputs names of values; an empty name stands for an input that is left out
 * @param outputs names of values
 * @param attributes by name
 */
record OnnxNode(
    String name,
    String domain,
    String operator,
    List<String> inputs,
    List<String> outputs,
    Map<String, OnnxAttribute> attributes) {

  OnnxNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Map.copyOf(attributes);
  }

  String output() {
    return outputs.getFirst();
  }

  /** An input by its place, if it is there. */
  Optional<String> input(int place) {
    return place < inputs.size() && !inputs.get(place).isEmpty()
        ? Optional.of(inputs.get(place))
        : Optional.empty();
  }

  long whole(String attribute, long otherwise) {
    return switch (attributes.get(attribute)) {
      case null -> otherwise;
      case OnnxAttribute.Whole(long value) -> value;
      case OnnxAttribute other -> throw wrongKind(attribute, other, "a whole number");
    };
  }

  float real(String attribute, float otherwise) {
    return switch (attributes.get(attribute)) {
      case null -> otherwise;
      case OnnxAttribute.Real(float value) -> value;
      case OnnxAttribute other -> throw wrongKind(attribute, other, "a number");
    };
  }

  String text(String attribute, String otherwise) {
    return switch (attributes.get(attribute)) {
      case null -> otherwise;
      case OnnxAttribute.Text(String value) -> value;
      case OnnxAttribute other -> throw wrongKind(attribute, other, "a text");
    };
  }

  Optional<long[]> wholes(String attribute) {
    return switch (attributes.get(attribute)) {
      case null -> Optional.empty();
      case OnnxAttribute.Wholes(long[] values) -> Optional.of(values);
      case OnnxAttribute other -> throw wrongKind(attribute, other, "whole numbers");
    };
  }

  Optional<OnnxTensor> tensor(String attribute) {
    return switch (attributes.get(attribute)) {
      case null -> Optional.empty();
      case OnnxAttribute.Constant(OnnxTensor value) -> Optional.of(value);
      case OnnxAttribute other -> throw wrongKind(attribute, other, "a tensor");
    };
  }

  private UnsupportedOperatorException wrongKind(
      String attribute, OnnxAttribute found, String expected) {
    return refuse(
        "attribute %s is %s; expected %s"
            .formatted(
                attribute,
                found.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT),
                expected));
  }

  /** Refuses this node. */
  UnsupportedOperatorException refuse(String why) {
    String sentence = "Node '%s' (%s): %s.".formatted(shortened(name), shortened(operator), why);
    return new UnsupportedOperatorException(sentence);
  }

  /** Refuses an attribute that has a value we do not run. */
  void require(String attribute, long found, long... supported) {
    if (Arrays.stream(supported).noneMatch(value -> value == found)) {
      throw refuse(
          "attribute %s is %d; supported: %s"
              .formatted(
                  attribute,
                  found,
                  String.join(", ", Arrays.stream(supported).mapToObj(Long::toString).toList())));
    }
  }

  static String shortened(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() > 80 ? clean.substring(0, 80) + "…" : clean;
  }
}
