package org.mobilenet4j.model.onnx;

import java.util.Arrays;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Padding;

/**
 * The attributes that say how a window slides: {@code kernel_shape, strides, dilations, pads,
 * auto_pad}.
 *
 * @param kernel height and width
 * @param stride height and width
 * @param dilation height and width
 * @param padding around the picture
 */
record WindowAttributes(Extent kernel, Extent stride, Extent dilation, Padding padding) {
  private static final int MOST = 65_536;

  /** For a convolution, whose kernel the weights show. */
  static WindowAttributes of(OnnxNode node, int height, int width) {
    Extent kernel = new Extent(height, width);
    if (!extent(node, "kernel_shape", kernel).equals(kernel)) {
      throw node.refuse("attribute kernel_shape contradicts its weights of %s".formatted(kernel));
    }
    return of(node, kernel);
  }

  /** For a pool. */
  static WindowAttributes of(OnnxNode node) {
    if (node.wholes("kernel_shape").isEmpty()) {
      throw node.refuse("attribute kernel_shape is missing");
    }
    return of(node, extent(node, "kernel_shape", Extent.ONE));
  }

  private static WindowAttributes of(OnnxNode node, Extent kernel) {
    return new WindowAttributes(
        kernel,
        extent(node, "strides", Extent.ONE),
        extent(node, "dilations", Extent.ONE),
        padding(node));
  }

  private static Extent extent(OnnxNode node, String attribute, Extent otherwise) {
    long[] values =
        node.wholes(attribute).orElse(new long[] {otherwise.height(), otherwise.width()});
    if (values.length != 2 || Arrays.stream(values).anyMatch(v -> v < 1 || v > MOST)) {
      throw node.refuse(
          "attribute %s is %s; supported: height and width, each from 1 to %d"
              .formatted(attribute, brief(values), MOST));
    }
    return new Extent((int) values[0], (int) values[1]);
  }

  private static Padding padding(OnnxNode node) {
    return switch (node.text("auto_pad", "NOTSET")) {
      case "SAME_UPPER" -> new Padding.Same();
      case "VALID" -> Padding.none();
      case "NOTSET", "" -> explicit(node, node.wholes("pads").orElse(new long[4]));
      case String other ->
          throw node.refuse(
              "attribute auto_pad is %s; supported: NOTSET, VALID, SAME_UPPER"
                  .formatted(OnnxNode.shortened(other)));
    };
  }

  private static Padding explicit(OnnxNode node, long[] pads) {
    if (pads.length != 4 || Arrays.stream(pads).anyMatch(v -> v < 0 || v > MOST)) {
      throw node.refuse(
          "attribute pads is %s; supported: top, left, bottom, right, each from 0 to %d"
              .formatted(brief(pads), MOST));
    }
    int top = (int) pads[0];
    int left = (int) pads[1];
    int bottom = (int) pads[2];
    int right = (int) pads[3];
    return top == bottom && left == right
        ? new Padding.Symmetric(top, left)
        : new Padding.Explicit(top, left, bottom, right);
  }

  private static String brief(long[] values) {
    return values.length > 8 ? "a list of " + values.length : Arrays.toString(values);
  }
}
