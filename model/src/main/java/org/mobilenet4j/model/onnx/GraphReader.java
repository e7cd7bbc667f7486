package org.mobilenet4j.model.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mobilenet4j.model.ModelFormatException;

/**
 * Reads the messages of an ONNX file that matter to us, by their field numbers in {@code
 * onnx.proto3}. Everything else is skipped.
 */
final class GraphReader {
  private static final int MOST_NODES = 20_000;
  private static final int MOST_NAMES = 1_000;

  /** Of inputs, outputs and attributes in the whole file; each takes far more memory than bytes. */
  private static final int MOST_NAMES_IN_ALL = 1_000_000;

  private final String file;
  private final TensorReader tensors;
  private final PortReader ports;

  private String producer = "";
  private long opset;
  private int namesInAll;
  private boolean hasGraph;
  private final List<OnnxGraph.Port> inputs = new ArrayList<>();
  private final List<OnnxGraph.Port> outputs = new ArrayList<>();
  private final Map<String, OnnxTensor> constants = new LinkedHashMap<>();
  private final List<OnnxNode> nodes = new ArrayList<>();

  private GraphReader(String file) {
    this.file = file;
    this.tensors = new TensorReader(file);
    this.ports = new PortReader(file);
  }

  static OnnxGraph read(String file, byte[] bytes) {
    GraphReader reader = new GraphReader(file);
    try {
      reader.model(CodedInputStream.newInstance(bytes));
    } catch (IOException e) {
      throw new ModelFormatException(
          "%s is damaged or no ONNX model (%s).".formatted(file, firstLine(e)), e);
    }
    return reader.graph();
  }

  private static String firstLine(IOException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    int end = message.indexOf('.');
    return end > 0 ? message.substring(0, end) : message;
  }

  private OnnxGraph graph() {
    if (!hasGraph) {
      throw new ModelFormatException("%s holds no ONNX graph; is it truncated?".formatted(file));
    }
    Set<String> constantNames = new LinkedHashSet<>(constants.keySet());
    List<OnnxGraph.Port> real =
        inputs.stream().filter(port -> !constantNames.contains(port.name())).toList();
    return new OnnxGraph(producer, opset, real, outputs, constants, nodes);
  }

  /** ModelProto: 2 producer_name, 7 graph, 8 opset_import, 25 functions. */
  private void model(CodedInputStream in) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 2 -> producer = in.readString();
        case 7 -> {
          hasGraph = true;
          Message.inside(in, this::graph);
        }
        case 8 -> Message.inside(in, this::operatorSet);
        default -> in.skipField(tag);
      }
    }
  }

  /** OperatorSetIdProto: 1 domain, 2 version. */
  private void operatorSet(CodedInputStream in) throws IOException {
    String domain = "";
    long version = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> domain = in.readString();
        case 2 -> version = in.readInt64();
        default -> in.skipField(tag);
      }
    }
    if (domain.isEmpty() || domain.equals("ai.onnx")) {
      opset = version;
    }
  }

  /** GraphProto: 1 node, 5 initializer, 11 input, 12 output, 15 sparse_initializer. */
  private void graph(CodedInputStream in) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> {
          requireFew(nodes.size(), MOST_NODES, "nodes");
          Message.inside(in, this::node);
        }
        case 5 -> Message.inside(in, this::initializer);
        case 11 -> {
          requireFew(inputs.size(), MOST_NODES, "inputs");
          Message.inside(in, message -> inputs.add(ports.read(message)));
        }
        case 12 -> {
          requireFew(outputs.size(), MOST_NAMES, "outputs");
          Message.inside(in, message -> outputs.add(ports.read(message)));
        }
        case 15 ->
            throw new ModelFormatException(
                "%s keeps sparse weights; export it with dense ones.".formatted(file));
        default -> in.skipField(tag);
      }
    }
  }

  private void initializer(CodedInputStream in) throws IOException {
    TensorReader.Named named = tensors.read(in);
    requireFew(constants.size(), MOST_NODES, "constants");
    if (constants.put(named.name(), named.tensor()) != null) {
      throw new ModelFormatException(
          "%s has two constants called '%s'; expected names that are unique."
              .formatted(file, OnnxNode.shortened(named.name())));
    }
  }

  /** NodeProto: 1 input, 2 output, 3 name, 4 op_type, 5 attribute, 7 domain. */
  private void node(CodedInputStream in) throws IOException {
    List<String> from = new ArrayList<>();
    List<String> to = new ArrayList<>();
    String name = "";
    String operator = "";
    String domain = "";
    Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> add(from, in.readString(), "inputs of a node");
        case 2 -> add(to, in.readString(), "outputs of a node");
        case 3 -> name = in.readString();
        case 4 -> operator = in.readString();
        case 5 -> Message.inside(in, message -> attribute(message, attributes));
        case 7 -> domain = in.readString();
        default -> in.skipField(tag);
      }
    }
    if (to.isEmpty()) {
      throw new ModelFormatException(
          "%s has a node '%s' (%s) without any output; expected at least one."
              .formatted(file, OnnxNode.shortened(name), OnnxNode.shortened(operator)));
    }
    nodes.add(
        new OnnxNode(
            name.isEmpty() ? to.getFirst() : name,
            domain.equals("ai.onnx") ? "" : domain,
            operator,
            from,
            to,
            attributes));
  }

  private void add(List<String> names, String name, String what) {
    requireFew(names.size(), MOST_NAMES, what);
    requireFew(namesInAll++, MOST_NAMES_IN_ALL, "names in all");
    names.add(name);
  }

  /**
   * AttributeProto: 1 name, 2 f, 3 i, 4 s, 5 t, 7 floats, 8 ints; 20 type tells empty lists apart.
   */
  private void attribute(CodedInputStream in, Map<String, OnnxAttribute> attributes)
      throws IOException {
    String name = "";
    OnnxAttribute value = new OnnxAttribute.Other();
    NumberList numbers = new NumberList(file);
    int type = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> name = in.readString();
        case 2 -> value = new OnnxAttribute.Real(in.readFloat());
        case 3 -> value = new OnnxAttribute.Whole(in.readInt64());
        case 4 -> value = new OnnxAttribute.Text(in.readString());
        case 5 -> value = new OnnxAttribute.Constant(tensorInside(in));
        case 7 -> {
          numbers.floats(in, tag);
          value = new OnnxAttribute.Reals(numbers.reals());
        }
        case 8 -> {
          numbers.int64s(in, tag);
          value = new OnnxAttribute.Wholes(numbers.wholes());
        }
        case 20 -> type = in.readEnum();
        default -> in.skipField(tag);
      }
    }
    if (value instanceof OnnxAttribute.Other) {
      value = ofType(type); // numbers equal to zero and empty lists need not be written
    }
    requireFew(namesInAll++, MOST_NAMES_IN_ALL, "names of attributes in all");
    if (attributes.put(name, value) != null) {
      throw new ModelFormatException(
          "%s has a node with the attribute '%s' twice; expected names that are unique."
              .formatted(file, OnnxNode.shortened(name)));
    }
  }

  private static OnnxAttribute ofType(int type) {
    return switch (type) {
      case 1 -> new OnnxAttribute.Real(0);
      case 2 -> new OnnxAttribute.Whole(0);
      case 3 -> new OnnxAttribute.Text("");
      case 6 -> new OnnxAttribute.Reals(new float[0]);
      case 7 -> new OnnxAttribute.Wholes(new long[0]);
      default -> new OnnxAttribute.Other();
    };
  }

  private OnnxTensor tensorInside(CodedInputStream in) throws IOException {
    List<OnnxTensor> found = new ArrayList<>();
    Message.inside(in, message -> found.add(tensors.read(message).tensor()));
    return found.getFirst();
  }

  private void requireFew(int count, int most, String what) {
    if (count >= most) {
      throw new ModelFormatException(
          "%s has more than %d %s; we read no graph of that size.".formatted(file, most, what));
    }
  }
}
