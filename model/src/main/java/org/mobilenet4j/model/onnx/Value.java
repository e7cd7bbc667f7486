package org.mobilenet4j.model.onnx;

import java.util.List;
import org.mobilenet4j.network.Shape;

/**
 * A value that is computed when the network runs.
 *
 * @param node of ours that makes it, or the network's input
 * @param shape how we lay it out, for one image
 * @param dimensions how ONNX sees it, with the batch; channels before rows and columns
 */
record Value(String node, Shape shape, List<Integer> dimensions) {
  Value {
    dimensions = List.copyOf(dimensions);
  }

  /** A map of channels as every convolution reads and makes it. */
  static Value map(String node, Shape shape, int batch) {
    return new Value(node, shape, List.of(batch, shape.channels(), shape.height(), shape.width()));
  }

  boolean isMap() {
    return dimensions.size() == 4
        && dimensions.get(1) == shape.channels()
        && dimensions.get(2) == shape.height()
        && dimensions.get(3) == shape.width();
  }

  /** One row of numbers an image. */
  boolean isRow() {
    return dimensions.size() == 2 && dimensions.get(1) == shape.elements();
  }

  Value withDimensions(List<Integer> other) {
    return new Value(node, shape, other);
  }
}
