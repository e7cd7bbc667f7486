package org.mobilenet4j.network.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.network.architecture.WidthRule;
import org.mobilenet4j.testing.RealData;

/**
 * Every published count, to the unit. The goldens were made by an independent program and by
 * walking the modules of torchvision, timm and Keras.
 */
class GoldenCountsTest {
  @TestFactory
  Stream<DynamicTest> counts() throws IOException {
    return files("golden_counts.csv")
        .flatMap(GoldenCountsTest::rows)
        .flatMap(row -> rules(row).map(rule -> count(row, rule)));
  }

  @TestFactory
  Stream<DynamicTest> layers() {
    return Stream.of(
            "alexnet-ungrouped",
            "mobilenet-v1",
            "mobilenet-v2",
            "mobilenet-v3-large",
            "mobilenet-v3-small",
            "squeezenet-1.1")
        .flatMap(name ->
            files("layers_" + name + ".csv")
                .map(file -> DynamicTest.dynamicTest(name, () -> compareLayers(name, file))));
  }

  @TestFactory
  Stream<DynamicTest> memoryPeaks() {
    return files("memory_peak.csv")
        .flatMap(GoldenCountsTest::rows)
        .map(row ->
            DynamicTest.dynamicTest(
                Csv.cell(row, "network") + ", " + Csv.cell(row, "scheme"), () -> comparePeak(row)));
  }

  private static Stream<Path> files(String name) {
    return RealData.papers().map(folder -> folder.resolve(name)).stream();
  }

  private static Stream<Map<String, String>> rows(Path file) {
    try {
      return Csv.read(file).stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * {@code any} stands for all rules; V2's torchvision rows hold for timm and slim-finegrain too.
   */
  private static Stream<String> rules(Map<String, String> row) {
    String rule = Csv.cell(row, "width_rule");
    if (rule.equals("any")) {
      return Stream.of(WidthRule.values()).map(WidthRule::key);
    }
    if (Csv.cell(row, "network").equals("mobilenet-v2") && rule.equals("torchvision")) {
      return Stream.of("torchvision", "timm", "slim-finegrain");
    }
    return Stream.of(rule.equals("divisible") ? "timm" : rule);
  }

  private static DynamicTest count(Map<String, String> row, String rule) {
    String name = Csv.cell(row, "network");
    String title =
        "%s %s at %s, %s"
            .formatted(name, Csv.cell(row, "width"), Csv.cell(row, "resolution"), rule);
    return DynamicTest.dynamicTest(
        title,
        () -> {
          Architecture architecture =
              Architecture.named(name)
                  .with(ArchitectureOption.RESOLUTION, Csv.cell(row, "resolution"))
                  .with(ArchitectureOption.CLASSES, Csv.cell(row, "classes"));
          if (!rule.isEmpty()) {
            architecture =
                architecture
                    .with(ArchitectureOption.WIDTH_RULE, rule)
                    .with(ArchitectureOption.WIDTH, Csv.cell(row, "width"));
          }
          Cost cost = Cost.of(architecture.build());
          assertEquals(number(row, "multiply_adds"), cost.multiplyAdds(), "multiply-adds");
          assertEquals(number(row, "parameters"), cost.parameters(), "parameters");
          assertEquals(
              number(row, "multiply_adds_without_classifier"),
              cost.multiplyAddsWithoutClassifier(),
              "multiply-adds without the classifier");
          assertEquals(
              number(row, "parameters_without_bn"),
              cost.parametersWithoutBatchNorm(),
              "parameters without batch normalisation");
          assertEquals(
              number(row, "parameters_bn_folded"), cost.parametersFolded(), "parameters, folded");
          assertEquals(
              number(row, "parameters_with_running_statistics"),
              cost.parametersWithRunningStatistics(),
              "parameters with running statistics");
        });
  }

  private static long number(Map<String, String> row, String column) {
    return Long.parseLong(String.valueOf(row.get(column)));
  }

  private static void compareLayers(String name, Path file) throws IOException {
    Cost cost = Cost.of(Architecture.named(name).build());
    List<String> expected =
        Csv.read(file).stream().map(row -> String.join(",", row.values())).toList();
    List<String> found =
        Stream.concat(
                cost.layers().stream().map(GoldenCountsTest::line),
                Stream.of("total,,,,,,%d,%d,,,,".formatted(cost.multiplyAdds(), cost.parameters())))
            .toList();
    assertEquals(String.join("\n", expected), String.join("\n", found));
  }

  private static String line(LayerCost layer) {
    return "%s,%s,%s,%s,%d,%d,%d,%d,%d,%d,%d,%d"
        .formatted(
            layer.name(),
            layer.kind().key(),
            layer.input(),
            layer.output(),
            layer.kernel().height(),
            layer.stride().height(),
            layer.multiplyAdds(),
            layer.parameters(),
            layer.shortcut() ? 1 : 0,
            layer.inputElements(),
            layer.outputElements(),
            layer.liveElements());
  }

  private static void comparePeak(Map<String, String> row) {
    ActivationMemory memory =
        Cost.of(Architecture.named(Csv.cell(row, "network")).build()).memory();
    MemoryPeak peak =
        switch (Csv.cell(row, "scheme")) {
          case "layer by layer, input + output" -> memory.layerByLayer();
          case "layer by layer, with what must be kept" -> memory.layerByLayerKept();
          case "block as one operation, input + output" -> memory.blocks();
          case "block as one operation, plus one inner channel before and after" ->
              memory.blocksWithInner();
          case "the same, the first layer fused into the first block" ->
              memory.firstFused().orElseThrow();
          case String other -> throw new AssertionError("Unknown scheme " + other);
        };
    assertEquals(number(row, "elements"), peak.elements(), "elements");
    assertEquals(number(row, "bytes_float32"), peak.bytesFloat32(), "bytes as float32");
    assertEquals(number(row, "bytes_float16"), peak.bytesFloat16(), "bytes as float16");
    assertEquals(
        true,
        peak.at().contains(Csv.cell(row, "at")),
        "at %s of %s".formatted(Csv.cell(row, "at"), peak.at()));
  }
}
