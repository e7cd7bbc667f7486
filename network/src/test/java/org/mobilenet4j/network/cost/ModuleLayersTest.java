package org.mobilenet4j.network.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mobilenet4j.network.architecture.Architecture;

/**
 * Layer by layer, in order, and the most activations held at one time: our tables against modules
 * of torchvision and timm, as {@code count_layers.py} saw them run.
 */
class ModuleLayersTest {
  private static final List<String> COLUMNS =
      List.of(
          "kind",
          "input",
          "output",
          "kernel",
          "stride",
          "multiply_adds",
          "parameters",
          "shortcut",
          "live_elements");

  @TestFactory
  Stream<DynamicTest> layers() {
    return Csv.resource("module_layers.csv")
        .collect(Collectors.groupingBy(row -> Csv.cell(row, "network")))
        .entrySet()
        .stream()
        .map(network ->
            DynamicTest.dynamicTest(
                network.getKey(), () -> compare(network.getKey(), network.getValue())));
  }

  private static void compare(String name, List<Map<String, String>> expected) {
    Cost cost = Cost.of(Architecture.named(name).build());

    List<String> weighted =
        cost.layers().stream()
            .filter(layer -> layer.kind() != LayerKind.POOL)
            .map(ModuleLayersTest::line)
            .toList();

    assertThat(weighted)
        .containsExactlyElementsOf(
            expected.stream()
                .map(row ->
                    COLUMNS.stream()
                        .map(column -> Csv.cell(row, column))
                        .collect(Collectors.joining(",")))
                .toList());
  }

  private static String line(LayerCost layer) {
    return "%s,%s,%s,%d,%d,%d,%d,%d,%d"
        .formatted(
            layer.kind().key(),
            layer.input(),
            layer.output(),
            layer.kernel().height(),
            layer.stride().height(),
            layer.multiplyAdds(),
            layer.parameters(),
            layer.shortcut() ? 1 : 0,
            layer.liveElements());
  }

  @TestFactory
  Stream<DynamicTest> memory_peaks() {
    return Csv.resource("module_memory.csv")
        .map(row ->
            DynamicTest.dynamicTest(
                Csv.cell(row, "network") + ", " + Csv.cell(row, "scheme"), () -> comparePeak(row)));
  }

  private static void comparePeak(Map<String, String> row) {
    ActivationMemory memory =
        Cost.of(Architecture.named(Csv.cell(row, "network")).build()).memory();

    MemoryPeak peak =
        switch (Csv.cell(row, "scheme")) {
          case "layer" -> memory.layerByLayer();
          case "kept" -> memory.layerByLayerKept();
          case "blocks" -> memory.blocks();
          case "inner" -> memory.blocksWithInner();
          case "first-fused" -> memory.firstFused().orElseThrow();
          case String other -> throw new AssertionError("Unknown scheme " + other);
        };

    long elements = Csv.number(row, "elements");
    assertThat(peak.elements()).isEqualTo(elements);
    assertThat(peak.bytesFloat32()).isEqualTo(4 * elements);
    assertThat(peak.bytesFloat16()).isEqualTo(2 * elements);
    assertThat(peak.at()).isNotEmpty();
  }
}
