package org.mobilenet4j.benchmarks.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The messages of ONNX that a network needs, by the field numbers of {@code onnx.proto}. */
final class OnnxMessages {
  /** The first version of the format that came with opset 17. */
  private static final int IR_VERSION = 8;

  static final int OPSET = 17;

  private static final int FLOAT = 1; // TensorProto.DataType

  private OnnxMessages() {}

  /** ModelProto. */
  static Message model(Message graph) {
    return new Message()
        .integer(1, IR_VERSION)
        .text(2, "MobileNet4J")
        .message(7, graph)
        .message(8, new Message().text(1, "").integer(2, OPSET));
  }

  /** AttributeProto with one integer. */
  static Message attribute(String name, long value) {
    int type = 2;
    return new Message().text(1, name).integer(3, value).integer(20, type);
  }

  /** AttributeProto with one real number. */
  static Message attribute(String name, float value) {
    int type = 1;
    return new Message().text(1, name).real(2, value).integer(20, type);
  }

  /** AttributeProto with a list of integers. */
  static Message attribute(String name, List<Integer> values) {
    int type = 7;
    Message attribute = new Message().text(1, name);
    values.forEach(value -> attribute.integer(8, value));
    return attribute.integer(20, type);
  }

  /** NodeProto. */
  static Message node(
      String name, String operator, List<String> inputs, String output, List<Message> attributes) {
    Message node = new Message();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, output).text(3, name).text(4, operator);
    attributes.forEach(attribute -> node.message(5, attribute));
    return node;
  }

  /** TensorProto of single-precision numbers. */
  static Message tensor(String name, List<Integer> dimensions, float[] values) {
    Message tensor = new Message();
    dimensions.forEach(dimension -> tensor.integer(1, dimension));
    ByteBuffer raw =
        ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length))
            .order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return tensor.integer(2, FLOAT).text(8, name).bytes(9, raw.array());
  }

  /** ValueInfoProto of an input or output whose first axis is the batch. */
  static Message port(String name, List<Integer> dimensionsOfOne) {
    Message shape = new Message().message(1, new Message().text(2, "batch"));
    dimensionsOfOne.forEach(dimension -> shape.message(1, new Message().integer(1, dimension)));
    Message tensorType = new Message().integer(1, FLOAT).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensorType));
  }
}
