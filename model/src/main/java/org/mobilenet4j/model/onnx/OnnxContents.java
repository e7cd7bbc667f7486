package org.mobilenet4j.model.onnx;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mobilenet4j.model.ModelFormatException;

/**
 * What an ONNX file holds, whether or not we can run it.
 *
 * @param producer the program that wrote it; may be empty
 * @param operatorSet version of ONNX's operators
 * @param inputs what flows in: a name and its axes, {@code ?} where the file leaves one open
 * @param outputs what flows out, likewise
 * @param constants how many tensors of weights and other constants there are
 * @param numbers how many numbers these hold
 * @param operators how often each operator occurs, in the order of first use
 */
public record OnnxContents(
    String producer,
    long operatorSet,
    List<String> inputs,
    List<String> outputs,
    int constants,
    long numbers,
    Map<String, Integer> operators) {

  /**
   * @param path an ONNX file
   * @return what it holds
   * @throws ModelFormatException if the file cannot be read or is damaged
   */
  public static OnnxContents read(Path path) {
    OnnxGraph graph = GraphReader.read(path.toString(), OnnxFile.bytes(path));
    Map<String, Integer> operators = new LinkedHashMap<>();
    graph
        .nodes()
        .forEach(node -> operators.merge(OnnxNode.shortened(node.operator()), 1, Integer::sum));
    return new OnnxContents(
        OnnxNode.shortened(graph.producer()),
        graph.opset(),
        graph.inputs().stream().map(OnnxContents::words).toList(),
        graph.outputs().stream().map(OnnxContents::words).toList(),
        graph.constants().size(),
        graph.constants().values().stream().mapToLong(OnnxTensor::size).sum(),
        operators);
  }

  private static String words(OnnxGraph.Port port) {
    String axes =
        port.dimensions().stream()
            .map(axis -> axis.map(String::valueOf).orElse("?"))
            .collect(Collectors.joining("x"));
    return OnnxNode.shortened(port.name()) + " " + axes;
  }
}
