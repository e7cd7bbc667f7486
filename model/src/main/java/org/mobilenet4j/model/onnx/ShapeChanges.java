package org.mobilenet4j.model.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Flatten, Reshape, Squeeze and Unsqueeze: other axes for the same numbers. Nothing is computed; a
 * value is only seen with other dimensions.
 */
record ShapeChanges(Assembly assembly, OnnxNode node) {
  Value lower() {
    return switch (node.operator()) {
      case "Flatten" -> {
        node.require("axis", node.whole("axis", 1), 1);
        yield assembly.row(assembly.value(node, 0));
      }
      case "Reshape" -> reshape(assembly.constants().wholes(node, 1));
      default -> axes();
    };
  }

  private Value reshape(long[] target) {
    Value in = assembly.value(node, 0);
    Value out = in.withDimensions(Shapes.reshape(node, in.dimensions(), target));
    boolean same = out.dimensions().equals(in.dimensions());
    boolean pixel =
        in.shape().pixels() == 1
            && !out.dimensions().isEmpty()
            && out.dimensions().getFirst() == assembly.batch();
    if (!same && !pixel && !(out.isRow() && out.dimensions().getFirst() == assembly.batch())) {
      throw node.refuse(
          "makes %s of %s; supported: one row of numbers an image"
              .formatted(out.dimensions(), in.dimensions()));
    }
    return out;
  }

  private Value axes() {
    Value in = assembly.value(node, 0);
    long[] axes =
        node.wholes("axes")
            .orElseGet(() ->
                node.input(1).isPresent() ? assembly.constants().wholes(node, 1) : new long[0]);
    if (in.shape().pixels() != 1 || axes.length > 4) {
      throw node.refuse(
          "axes of %s are taken away or added; supported: behind a global pool"
              .formatted(in.dimensions()));
    }
    List<Integer> dimensions = new ArrayList<>(in.dimensions());
    boolean squeeze = node.operator().equals("Squeeze");
    int rank = dimensions.size() + (squeeze ? 0 : axes.length);
    List<Long> sorted =
        Arrays.stream(axes).map(axis -> axis < 0 ? axis + rank : axis).sorted().boxed().toList();
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
        dimensions.addFirst(assembly.batch());
      }
    }
    return in.withDimensions(dimensions);
  }
}
