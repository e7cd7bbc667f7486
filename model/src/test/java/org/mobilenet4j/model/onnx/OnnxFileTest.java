package org.mobilenet4j.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mobilenet4j.model.onnx.OnnxBytes.attribute;
import static org.mobilenet4j.model.onnx.OnnxBytes.graph;
import static org.mobilenet4j.model.onnx.OnnxBytes.model;
import static org.mobilenet4j.model.onnx.OnnxBytes.number;
import static org.mobilenet4j.model.onnx.OnnxBytes.port;
import static org.mobilenet4j.model.onnx.OnnxBytes.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.UnsupportedOperatorException;
import org.mobilenet4j.model.imports.BackgroundClass;
import org.mobilenet4j.network.ActivationFunction;
import org.mobilenet4j.network.MobileNetException;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.ParameterRole;

class OnnxFileTest {
  @TempDir Path folder;

  private Model read(OnnxBytes graph) {
    return read(graph, OnnxOptions.none());
  }

  private Model read(OnnxBytes graph, OnnxOptions options) {
    try {
      return OnnxFile.read(Files.write(folder.resolve("test.onnx"), model(graph)), options);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private DynamicTest refused(OnnxBytes graph, String words) {
    return DynamicTest.dynamicTest(
        words,
        () ->
            assertThatThrownBy(() -> read(graph))
                .isInstanceOf(MobileNetException.class)
                .hasMessageContaining(folder.resolve("test.onnx") + ": Node 'y node' (")
                .hasMessageContaining(words)
                .satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1)));
  }

  private static OnnxBytes conv(OnnxBytes... attributes) {
    return graph()
        .reals("w", new long[] {2, 3, 1, 1}, new float[6])
        .node("Conv", "x w", "y", attributes);
  }

  private static OnnxBytes pool(OnnxBytes... attributes) {
    OnnxBytes[] all =
        Stream.concat(Stream.of(attribute("kernel_shape", 2, 2)), Stream.of(attributes))
            .toArray(OnnxBytes[]::new);
    return graph().node("MaxPool", "x", "y", all);
  }

  /** The message names the node, its operator, the attribute, and what is supported. */
  @TestFactory
  Stream<DynamicTest> what_we_do_not_run_is_refused_by_node_operator_and_attribute() {
    OnnxBytes three = graph().reals("v", new long[] {3}, 1, 2, 3);
    return Stream.of(
        refused(graph().node("Conv", "x x", "y"), "(Conv): input 1 must be a constant"),
        refused(
            graph().node("LSTM", "x", "y"),
            "(LSTM): this operator is not supported; supported: Conv,"),
        refused(graph().node("Resize", "x", "y"), "(Resize): this operator is not supported"),
        refused(graph().node("LeakyRelu", "x", "y"), "(LeakyRelu): this operator is not supported"),
        refused(
            conv(attribute("pads", -1, 0, 0, 0)),
            "attribute pads is [-1, 0, 0, 0]; supported: top, left, bottom, right"),
        refused(conv(attribute("pads", 1, 1)), "attribute pads is [1, 1]"),
        refused(
            conv(attribute("strides", 0, 1)),
            "attribute strides is [0, 1]; supported: height and width"),
        refused(conv(attribute("strides", 1, 1, 1)), "attribute strides is [1, 1, 1]"),
        refused(
            conv(attribute("kernel_shape", 3, 3)),
            "attribute kernel_shape contradicts its weights"),
        refused(conv(number("group", 2)), "in 2 groups for an input of 3 channels"),
        refused(conv(real("group", 1)), "attribute group is real; expected a whole number"),
        refused(
            conv(new OnnxBytes().text(1, "auto_pad").text(4, "SAME_LOWER")),
            "attribute auto_pad is SAME_LOWER; supported: NOTSET, VALID, SAME_UPPER"),
        refused(pool(attribute("dilations", 2, 2)), "attribute dilations is 2×2; supported: 1×1"),
        refused(pool(number("ceil_mode", 2)), "attribute ceil_mode is 2; supported: 0, 1"),
        refused(pool(number("storage_order", 1)), "attribute storage_order is 1; supported: 0"),
        refused(graph().node("MaxPool", "x", "y"), "attribute kernel_shape is missing"),
        refused(
            graph().reals("low", new long[] {}, -1).node("Clip", "x low", "y"),
            "keeps numbers between -1.0 and Infinity; supported: 0 and 6"),
        refused(
            graph().node("ReduceMean", "x", "y", attribute("axes", 1)),
            "the mean over the axes [1]; supported: height and width"),
        refused(
            graph().node("Flatten", "x", "y", number("axis", 2)),
            "attribute axis is 2; supported: 1"),
        refused(
            graph().node("Concat", "x x", "y", number("axis", 2)),
            "joins along axis 2; supported: channels"),
        refused(graph().node("Concat", "", "y", number("axis", 1)), "joins nothing"),
        refused(
            graph().node("Softmax", "x", "y", number("axis", 1)),
            "over axis 1 of [1, 3, 4, 4]; supported: over the outputs of each image"),
        refused(
            graph()
                .node("GlobalAveragePool", "x", "g")
                .node("Softmax", "g", "y", number("axis", -1)),
            "over axis -1 of [1, 3, 1, 1]"),
        refused(
            graph()
                .node("GlobalAveragePool", "x", "g")
                .node("Softmax", "g", "s", number("axis", 1))
                .node("Relu", "s", "y"),
            "reads the result of a Softmax"),
        refused(
            three.node("Add", "x v", "y"),
            "combines [1, 3, 4, 4] with a constant of shape [3]; supported: one number a channel"),
        refused(
            graph().reals("v", new long[] {3, 1, 1}, 1, 0, 3).node("Div", "x v", "y"),
            "divides by zero"),
        refused(
            graph().reals("v", new long[] {}, 1).node("Sub", "v x", "y"),
            "takes a constant by what is computed"),
        refused(
            graph().node("Sub", "x x", "y"),
            "(Sub): of two computed values is not supported; supported: Add and Mul"),
        refused(
            graph().node("Mul", "x x", "y"),
            "multiplies [1, 3, 4, 4] by [1, 3, 4, 4]; supported: a map by one number a channel"),
        refused(graph().node("LRN", "x", "y", number("size", 0)), "attribute size is 0"),
        refused(
            graph().reals("w", new long[] {4, 2}, new float[8]).node("Gemm", "x w", "y"),
            "one row of numbers an image by a matrix"),
        refused(
            graph()
                .reals("w", new long[] {4, 2}, new float[8])
                .node("Flatten", "x", "f")
                .node("Gemm", "f w", "y", number("transA", 1)),
            "attribute transA is 1; supported: 0"),
        refused(
            graph()
                .reals("w", new long[] {4, 2}, new float[8])
                .node("Flatten", "x", "f")
                .node("MatMul", "f w", "y"),
            "weights of shape [4, 2] for rows of 48 numbers"),
        refused(
            graph().wholes("s", 3, 16).node("Reshape", "x s", "y"),
            "makes [3, 16] of [1, 3, 4, 4]"),
        refused(
            graph().wholes("s", 1L << 40, 1L << 40, 1L << 40).node("Reshape", "x s", "y"),
            "cannot give [1, 3, 4, 4] the shape"),
        refused(graph().wholes("s", -1, -1).node("Reshape", "x s", "y"), "cannot give"),
        refused(
            graph()
                .wholes("a", 1, 2)
                .wholes("b", 0)
                .wholes("c", 1)
                .wholes("none")
                .node("Slice", "a b c - none", "y"),
            "with step 1"),
        refused(
            graph().node("QLinearConv", "x x x x x x x x", "y"),
            "quantised networks are not supported; export the network before it is quantised"),
        refused(
            graph().node("DequantizeLinear", "x x x", "y"), "quantised networks are not supported"),
        refused(
            graph().node("DynamicQuantizeLinear", "x", "y"),
            "quantised networks are not supported"),
        refused(graph().node("ConvInteger", "x x", "y"), "quantised networks are not supported"),
        refused(
            graph()
                .message(
                    1,
                    new OnnxBytes()
                        .text(1, "x")
                        .text(2, "y")
                        .text(3, "y node")
                        .text(4, "QLinearAdd")
                        .text(7, "com.microsoft")),
            "quantised networks are not supported"),
        refused(
            graph()
                .message(
                    1,
                    new OnnxBytes()
                        .text(1, "x")
                        .text(2, "y")
                        .text(3, "y node")
                        .text(4, "FusedConv")
                        .text(7, "com.microsoft")),
            "its operator set 'com.microsoft' is not supported"));
  }

  @Test
  void a_detector_is_refused_as_such() {
    OnnxBytes detector =
        graph().message(12, port("boxes", 1, 100, 4)).message(12, port("scores", 1, 100));

    assertThatThrownBy(() -> read(detector.node("Relu", "x", "y")))
        .isInstanceOf(UnsupportedOperatorException.class)
        .hasMessageContaining(
            "has 3 outputs (y, boxes, scores); supported: networks with one picture as input and one result, which detectors are not");
  }

  @Test
  void arithmetic_on_shapes_is_done_while_reading() {
    OnnxBytes flattened =
        graph(2, 3, 4, 4)
            .wholes("zero", 0)
            .wholes("one", 1)
            .wholes("rest", -1)
            .node("GlobalAveragePool", "x", "g")
            .node("Shape", "g", "s")
            .node("Slice", "s zero one", "batch")
            .node("Concat", "batch rest", "to", number("axis", 0))
            .node("Reshape", "g to", "f")
            .reals("w", new long[] {3, 2}, 1, 2, 3, 4, 5, 6)
            .node("MatMul", "f w", "y");

    Model model = read(flattened);

    assertThat(model.network().nodes()).hasSize(2);
    assertThat(model.weights().get("y_node", ParameterRole.WEIGHT).values())
        .containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void a_flattened_map_keeps_its_weights_in_our_order() {
    float[] weights = new float[48];
    for (int i = 0; i < 48; i++) {
      weights[i] = i;
    }

    Model model =
        read(
            graph()
                .node("Flatten", "x", "f")
                .reals("w", new long[] {48, 1}, weights)
                .node("MatMul", "f w", "y"));

    // Row p · 3 + c of ours is row c · 16 + p of ONNX's.
    float[] ours = model.weights().get("y_node", ParameterRole.WEIGHT).values();
    for (int i = 0; i < 48; i++) {
      assertThat(ours[i]).isEqualTo(i % 3 * 16 + i / 3);
    }
  }

  @Test
  void an_almost_hard_swish_stays_what_it_is() {
    OnnxBytes almost =
        graph()
            .reals("three", new long[] {}, 3)
            .reals("low", new long[] {}, 0)
            .reals("six", new long[] {}, 6)
            .reals("five", new long[] {}, 5)
            .node("Add", "x three", "a")
            .node("Clip", "a low six", "b")
            .node("Div", "b five", "y");

    assertThat(read(almost).network().nodes())
        .extracting(node -> node.op().getClass().getSimpleName())
        .containsExactly("BatchNorm", "Activation", "BatchNorm");
  }

  @Test
  void a_swish_in_parts_is_one_activation() {
    OnnxBytes swish = graph().node("Sigmoid", "x", "s").node("Mul", "s x", "y");

    assertThat(read(swish).network().nodes())
        .singleElement()
        .satisfies(node ->
            assertThat(node.op()).isEqualTo(new Op.Activation(new ActivationFunction.Swish())));
  }

  @Test
  void names_of_nodes_become_unique_and_plain() {
    NodeNames names = new NodeNames();

    assertThat(names.of("/features/0/Conv")).isEqualTo("features_0_Conv");
    assertThat(names.of("features.0.Conv")).isEqualTo("features_0_Conv_2");
    assertThat(names.of("features_0_Conv")).isEqualTo("features_0_Conv_3");
    assertThat(names.of("input")).isEqualTo("input_2");
    assertThat(names.of("…")).isEqualTo("node");
    assertThat(names.of("_".repeat(500) + "a")).isEqualTo("a");
    assertThat(names.of("a".repeat(500))).hasSize(100);
  }

  private static OnnxBytes thousandAndOne() {
    return graph()
        .node("GlobalAveragePool", "x", "g")
        .node("Flatten", "g", "f")
        .reals("w", new long[] {3, 1001}, new float[3003])
        .node("MatMul", "f w", "y");
  }

  private static OnnxOptions options(int labels, Optional<BackgroundClass> background) {
    return new OnnxOptions(
        Optional.empty(),
        Optional.empty(),
        IntStream.range(0, labels).mapToObj(i -> "class " + i).toList(),
        background);
  }

  @Test
  void a_head_of_1001_classes_keeps_or_drops_the_first_as_told() {
    assertThatThrownBy(() -> read(thousandAndOne()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("say --background keep or --background drop");
    assertThatThrownBy(() -> read(thousandAndOne(), options(7, Optional.of(BackgroundClass.KEEP))))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("has 1001 outputs, but there are 7 labels");
    for (OnnxOptions options :
        List.of(options(0, Optional.of(BackgroundClass.DROP)), options(1000, Optional.empty()))) {
      Model dropped = read(thousandAndOne(), options);
      assertThat(dropped.network().outputShape().channels()).isEqualTo(1000);
      assertThat(dropped.provenance().facts()).containsEntry("removed", "background class");
    }
    assertThat(
            read(thousandAndOne(), options(0, Optional.of(BackgroundClass.KEEP)))
                .network()
                .outputShape()
                .channels())
        .isEqualTo(1001);
  }
}
