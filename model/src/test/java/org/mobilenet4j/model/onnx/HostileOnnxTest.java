package org.mobilenet4j.model.onnx;

import static org.mobilenet4j.model.onnx.OnnxBytes.attribute;
import static org.mobilenet4j.model.onnx.OnnxBytes.graph;
import static org.mobilenet4j.model.onnx.OnnxBytes.model;
import static org.mobilenet4j.model.onnx.OnnxBytes.number;
import static org.mobilenet4j.model.onnx.OnnxBytes.port;
import static org.mobilenet4j.model.onnx.OnnxBytes.real;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.model.HostileFiles;
import org.mobilenet4j.testing.TinyFiles;

class HostileOnnxTest {
  private static HostileFiles files(Path folder) {
    return new HostileFiles(
        folder, ".onnx", file -> OnnxFile.read(file, OnnxOptions.none().withResolution(24, 32)));
  }

  /** Reads at the size that the file says. */
  private static HostileFiles sized(Path folder) {
    return new HostileFiles(folder, ".onnx", file -> OnnxFile.read(file, OnnxOptions.none()));
  }

  @TestFactory
  Stream<DynamicTest> damaged_files_are_refused_or_read(@TempDir Path folder) {
    return Stream.of("legacy-folded-whole", "legacy-kept-parts", "dynamo-parts", "paddle-like")
        .flatMap(name -> files(folder).damaged(name, TinyFiles.bytes(name + ".onnx"), 60));
  }

  /** Graphs of operators, inputs and attributes drawn at random, which a parser would accept. */
  @TestFactory
  Stream<DynamicTest> random_graphs_are_refused_or_read(@TempDir Path folder) {
    HostileFiles files = sized(folder);
    return IntStream.range(0, 150)
        .mapToObj(seed ->
            files.survived(
                "random graph, seed " + seed, model(random(new SplittableRandom(seed)))));
  }

  private static OnnxBytes random(SplittableRandom random) {
    String[] operators = {
      "Conv",
      "Relu",
      "Clip",
      "Add",
      "Mul",
      "Div",
      "Sub",
      "Concat",
      "Reshape",
      "Flatten",
      "Squeeze",
      "Unsqueeze",
      "Shape",
      "Slice",
      "Gather",
      "Cast",
      "Gemm",
      "MatMul",
      "MaxPool",
      "AveragePool",
      "GlobalAveragePool",
      "ReduceMean",
      "BatchNormalization",
      "LRN",
      "HardSigmoid",
      "Softmax",
      "Constant",
      "Identity",
      "Dropout"
    };
    String[] attributes = {
      "axes",
      "axis",
      "kernel_shape",
      "strides",
      "pads",
      "dilations",
      "group",
      "to",
      "epsilon",
      "alpha",
      "beta",
      "size",
      "starts",
      "ends",
      "value",
      "min",
      "max",
      "keepdims",
      "transB"
    };
    long[] edges = {0, 1, -1, 2, 3, 4, 7, 100, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE};
    OnnxBytes graph =
        graph(1, 3, 4, 4)
            .reals("w", new long[] {3, 3, 1, 1}, new float[9])
            .reals("v", new long[] {3}, 1, 2, 3)
            .reals("one", new long[] {}, Float.NaN)
            .wholes("none")
            .wholes("n", edges[random.nextInt(edges.length)], edges[random.nextInt(edges.length)])
            .wholes("m", edges[random.nextInt(edges.length)]);
    String[] names = {"x", "w", "v", "one", "none", "n", "m", "x", "x", "x"};
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      StringBuilder inputs = new StringBuilder();
      for (int in = random.nextInt(5); in >= 0; in--) {
        String name =
            inputs.isEmpty() ? names[7 + random.nextInt(3)] : names[random.nextInt(names.length)];
        inputs.append(inputs.isEmpty() ? "" : " ").append(name);
      }
      OnnxBytes[] given = new OnnxBytes[random.nextInt(4)];
      for (int a = 0; a < given.length; a++) {
        String name = attributes[random.nextInt(attributes.length)];
        long edge = edges[random.nextInt(edges.length)];
        given[a] =
            switch (random.nextInt(3)) {
              case 0 -> number(name, edge);
              case 1 -> real(name, random.nextBoolean() ? Float.NaN : edge);
              default -> attribute(name, edge, edges[random.nextInt(edges.length)]);
            };
      }
      String out = i + 1 == count ? "y" : "t" + i;
      graph.node(operators[random.nextInt(operators.length)], inputs.toString(), out, given);
      names[7 + random.nextInt(3)] = out;
    }
    return graph;
  }

  @TestFactory
  Stream<DynamicTest> lengths_beyond_the_file_are_refused(@TempDir Path folder) {
    HostileFiles files = sized(folder);
    long[] lengths = {1000, Integer.MAX_VALUE, 1L << 31, 0xffff_ffffL, (1L << 40) + 1000, -1};
    return Arrays.stream(lengths)
        .boxed()
        .flatMap(length ->
            Stream.of(
                files.refused(
                    "a graph of " + length,
                    new OnnxBytes().whole(1, 8).claim(7, length).done(),
                    "damaged or no ONNX model"),
                files.refused(
                    "a producer of " + length,
                    new OnnxBytes().whole(1, 8).claim(2, length).done(),
                    "damaged or no ONNX model"),
                files.refused(
                    "a node of " + length,
                    model(new OnnxBytes().claim(1, length)),
                    "damaged or no ONNX model"),
                files.refused(
                    "numbers of " + length,
                    model(
                        new OnnxBytes()
                            .message(5, new OnnxBytes().whole(2, 1).text(8, "w").claim(9, length))),
                    "damaged or no ONNX model"),
                files.refused(
                    "packed numbers of " + length,
                    model(
                        new OnnxBytes()
                            .message(5, new OnnxBytes().whole(2, 1).text(8, "w").claim(4, length))),
                    "damaged or no ONNX model")));
  }

  @TestFactory
  Stream<DynamicTest> constants_that_lie_are_refused(@TempDir Path folder) {
    HostileFiles files = sized(folder);
    byte[] four = new byte[4];
    return Stream.of(
        files.refused("gigabytes", constant(1, four, 1 << 30), "holds 1 numbers"),
        files.refused("gigabytes of nothing", constant(1, new byte[0], 1 << 30), "holds 0 numbers"),
        files.refused("axes that overflow", constant(1, four, 1L << 32, 1L << 32), "holds 1"),
        files.refused("a negative axis", constant(1, four, -1), "[-1]"),
        files.refused("two negative axes", constant(1, four, -1, -1), "[-1, -1]"),
        files.refused("an axis of -2^63", constant(1, four, Long.MIN_VALUE), "holds 1"),
        files.refused("many axes", constant(1, four, new long[1000]), "of 1000 axes"),
        files.refused("half a number", constant(1, new byte[5], 1), "no whole number"),
        files.refused("an unknown type", constant(77, four, 1), "type 77"),
        files.refused("texts", constant(8, four, 1), "type 8"),
        files.refused("NaN", tail(Float.NaN), "a weight is NaN"),
        files.refused("infinity", tail(Float.POSITIVE_INFINITY), "a weight is Infinity"),
        files.refused(
            "in another file",
            model(
                graph()
                    .message(
                        5,
                        new OnnxBytes()
                            .whole(1, 1)
                            .whole(2, 1)
                            .text(8, "w")
                            .message(13, new OnnxBytes().text(1, "location").text(2, "/etc/passwd"))
                            .whole(14, 1))),
            "keeps tensor 'w' in another file"),
        files.refused("sparse", model(graph().message(15, new OnnxBytes())), "sparse"),
        files.refused(
            "one name twice",
            model(graph().wholes("w", 1).wholes("w", 2)),
            "two constants called 'w'"),
        files.refused(
            "a list that unfolds",
            model(graph().message(5, new OnnxBytes().whole(2, 7).bytes(7, new byte[40_000_000]))),
            "memory"));
  }

  private static byte[] constant(int type, byte[] raw, long... dims) {
    return model(graph().tensor("w", type, dims, raw).node("Relu", "x", "y"));
  }

  private static byte[] tail(float weight) {
    return model(
        graph().reals("w", new long[] {1, 3, 1, 1}, 1, 2, weight).node("Conv", "x w", "y"));
  }

  @TestFactory
  Stream<DynamicTest> graphs_that_go_in_circles_are_refused(@TempDir Path folder) {
    HostileFiles files = sized(folder);
    return Stream.of(
        files.refused(
            "a node that reads itself", model(graph().node("Relu", "y", "y")), "reads 'y'"),
        files.refused(
            "a circle of two",
            model(graph().node("Add", "x b", "a").node("Relu", "a", "b").node("Relu", "b", "y")),
            "reads 'b', which nothing before it makes"),
        files.refused(
            "one value made twice",
            model(graph().node("Relu", "x", "y").node("Relu", "x", "y")),
            "'y' a second time"),
        files.refused(
            "the input made again", model(graph().node("Relu", "x", "x")), "'x' a second time"),
        files.refused(
            "no output",
            model(graph().message(1, new OnnxBytes().text(1, "x").text(4, "Relu"))),
            "without any output"),
        files.refused(
            "nothing computes the output",
            model(graph().node("Relu", "x", "z")),
            "no node computes"),
        files.refused("no node", model(graph()), "no node computes"),
        files.refused("a constant output", model(graph().wholes("y", 1)), "no node computes"),
        files.refused(
            "an output that is the input",
            model(
                new OnnxBytes()
                    .message(11, port("x", 1, 3, 4, 4))
                    .message(12, port("x", 1, 3, 4, 4))),
            "without any node"),
        files.refused(
            "an attribute twice",
            model(graph().node("Relu", "x", "y", number("a", 1), number("a", 2))),
            "'a' twice"),
        files.refused(
            "no input",
            model(new OnnxBytes().message(12, port("y", 1)).node("Relu", "x", "y")),
            "0 inputs"),
        files.refused(
            "two inputs",
            model(graph().message(11, port("z", 1, 1)).node("Relu", "x", "y")),
            "2 inputs"),
        files.refused(
            "two outputs",
            model(graph().message(12, port("z", 1, 1)).node("Relu", "x", "y")),
            "2 outputs"),
        files.refused(
            "no graph", new OnnxBytes().whole(1, 8).text(2, "test").done(), "no ONNX graph"));
  }

  @TestFactory
  Stream<DynamicTest> inputs_of_absurd_size_are_refused(@TempDir Path folder) {
    HostileFiles files = sized(folder);
    long large = 65_536;
    return Stream.of(
        files.refused(
            "gigapixels", model(graph(1, 4096, large, large).node("Relu", "x", "y")), "too large"),
        files.refused(
            "gigapixels in a row",
            model(graph(1, 4096, large, large).node("Flatten", "x", "y")),
            "too large"),
        files.refused(
            "more than any int", model(graph(1, 3, 1L << 40, 4).node("Relu", "x", "y")), "at most"),
        files.refused(
            "too many channels", model(graph(1, 1L << 31, 4, 4).node("Relu", "x", "y")), "at most"),
        files.survived("a huge batch", model(graph(1L << 50, 3, 4, 4).node("Relu", "x", "y"))),
        files.refused("three axes", model(graph(3, 4, 4).node("Relu", "x", "y")), "3 axes"),
        files.refused(
            "thousands of axes", model(graph(new long[5000]).node("Relu", "x", "y")), "axes"),
        files.refused(
            "an open size", model(graph(1, 3, -1, 0).node("Relu", "x", "y")), "--resolution"));
  }

  @TestFactory
  Stream<DynamicTest> small_files_that_want_much_are_refused(@TempDir Path folder) {
    HostileFiles files = sized(folder);
    OnnxBytes long65536 = graph().wholes("a", new long[65_536]);
    for (int i = 0; i < 15_000; i++) {
      long65536.node("Add", "a a", "b" + i);
    }
    OnnxBytes joined = graph().wholes("a", new long[65_536]).wholes("none");
    String many = "a" + " none".repeat(900);
    for (int i = 0; i < 1000; i++) {
      joined.node("Concat", many, "b" + i, number("axis", 0));
    }
    OnnxBytes axes = graph().wholes("a", 1).wholes("axes", new long[60_000]);
    for (int i = 0; i < 2000; i++) {
      axes.node("Unsqueeze", "a axes", "b" + i);
    }
    OnnxBytes sameName = graph();
    String before = "x";
    for (int i = 0; i < 19_000; i++) {
      String out = i == 18_999 ? "y" : "v" + i;
      sameName.message(
          1, new OnnxBytes().text(1, before).text(2, out).text(3, "one name").text(4, "Relu"));
      before = out;
    }
    OnnxBytes nodes = graph();
    for (int i = 0; i < 30_000; i++) {
      nodes.node("Relu", "x", "z" + i);
    }
    byte[] names = new OnnxBytes().raw(new byte[] {10, 1, 'x'}).done();
    OnnxBytes inputs = new OnnxBytes();
    for (int i = 0; i < 900; i++) {
      inputs.raw(names);
    }
    OnnxBytes manyNames = graph();
    for (int i = 0; i < 15_000; i++) {
      manyNames.message(1, new OnnxBytes().raw(inputs.done()).text(2, "z" + i).text(4, "Sum"));
    }
    OnnxBytes attributes = new OnnxBytes().text(1, "x").text(2, "y").text(4, "Relu");
    for (int i = 0; i < 1_500_000; i++) {
      attributes.message(5, new OnnxBytes().text(1, Integer.toString(i, 36)));
    }
    OnnxBytes groups = new OnnxBytes().whole(1, 8).text(2, "t");
    byte[] open = new byte[1_000_000];
    Arrays.fill(open, (byte) (9 << 3 | 3));
    return Stream.of(
        files.refused("constants that are computed", model(long65536), "shape"),
        files.refused("lists that are joined", model(joined), "shape"),
        files.refused("axes that are added", model(axes), "axes"),
        files.survived("19000 nodes of one name", model(sameName)),
        files.refused("30000 nodes", model(nodes), "20000 nodes"),
        files.refused("millions of names", model(manyNames), "names"),
        files.refused(
            "millions of attributes", model(graph().message(1, attributes)), "attributes"),
        files.survived(
            "a name of a million underscores",
            model(
                graph()
                    .message(
                        1,
                        new OnnxBytes()
                            .text(1, "x")
                            .text(2, "y")
                            .text(3, "_".repeat(1_000_000) + "a")
                            .text(4, "Relu")))),
        files.refused("groups in groups", groups.raw(open).done(), "damaged or no ONNX model"),
        files.refused(
            "an operator with a long name of control characters",
            model(graph().node("\n\u001b[2J".repeat(1000), "x", "y")),
            "?"));
  }
}
