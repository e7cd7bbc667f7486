package org.mobilenet4j.model.onnx;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an ONNX file holds, in ONNX's own terms.
 *
 * @param producer the program that wrote it
 * @param opset version of ONNX's operators
 * @param inputs what flows in, constants left out
 * @param outputs what flows out
 * @param constants by the name of the value
 * @param nodes in the file's order, which is that of execution
 */
record OnnxGraph(
    String producer,
    long opset,
    List<Port> inputs,
    List<Port> outputs,
    Map<String, OnnxTensor> constants,
    List<OnnxNode> nodes) {

  OnnxGraph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
  }

  /**
   * An input or output of the graph.
   *
   * @param name of the value
   * @param dimensions its axes; an axis may be unknown
   */
  record Port(String name, List<Optional<Long>> dimensions) {
    Port {
      dimensions = List.copyOf(dimensions);
    }
  }

  OnnxGraph withNodes(List<OnnxNode> other) {
    return new OnnxGraph(producer, opset, inputs, outputs, constants, other);
  }
}
