package org.mobilenet4j.model.onnx;

import java.util.ArrayList;
import java.util.List;

/** Shapes in ONNX's sense: lists of axes. */
final class Shapes {
  private static final int MOST_AXES = 16;

  private Shapes() {}

  /**
   * The rule of ONNX's Reshape: 0 keeps an axis, -1 stands for what is left.
   *
   * @param node for the message
   * @param from the axes
   * @param target the axes that are asked for
   */
  static List<Integer> reshape(OnnxNode node, List<Integer> from, long[] target) {
    long elements = from.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    List<Integer> axes = new ArrayList<>();
    long known = 1;
    int open = -1;
    boolean sound = target.length <= MOST_AXES;
    for (int i = 0; sound && i < target.length; i++) {
      long axis = target[i] == 0 && i < from.size() ? from.get(i) : target[i];
      if (axis == -1 && open < 0) {
        open = i;
        axes.add(1);
      } else if (axis < 1 || axis > Integer.MAX_VALUE || known > elements / axis) {
        sound = false;
      } else {
        known *= axis;
        axes.add((int) axis);
      }
    }
    if (sound && open >= 0 && elements % known == 0 && elements / known <= Integer.MAX_VALUE) {
      axes.set(open, (int) (elements / known));
      known = elements;
    }
    if (!sound || known != elements) {
      throw node.refuse(
          "cannot give %s the shape %s"
              .formatted(from, OnnxNode.shortened(java.util.Arrays.toString(target))));
    }
    return axes;
  }
}
