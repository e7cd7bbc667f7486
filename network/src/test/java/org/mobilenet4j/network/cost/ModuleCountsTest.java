package org.mobilenet4j.network.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;

/**
 * Our tables against the modules of torchvision and timm; {@code count_modules.py} counted those.
 */
class ModuleCountsTest {
  @TestFactory
  Stream<DynamicTest> counts() throws IOException, URISyntaxException {
    URL golden = Objects.requireNonNull(ModuleCountsTest.class.getResource("module_counts.csv"));
    return Csv.read(Path.of(golden.toURI())).stream()
        .map(row ->
            DynamicTest.dynamicTest(
                "%s %s, %s, %s"
                    .formatted(
                        Csv.cell(row, "network"),
                        Csv.cell(row, "width"),
                        Csv.cell(row, "width_rule"),
                        Csv.cell(row, "resolution")),
                () -> compare(row)));
  }

  private static void compare(Map<String, String> row) {
    Architecture architecture =
        Architecture.named(Csv.cell(row, "network"))
            .with(ArchitectureOption.RESOLUTION, Csv.cell(row, "resolution"));
    String rule = Csv.cell(row, "width_rule");
    if (!rule.isEmpty()) {
      architecture =
          architecture
              .with(ArchitectureOption.WIDTH_RULE, rule)
              .with(ArchitectureOption.WIDTH, Csv.cell(row, "width"));
    }
    Cost cost = Cost.of(architecture.build());
    assertEquals(
        Csv.cell(row, "multiply_adds"), Long.toString(cost.multiplyAdds()), "multiply-adds");
    assertEquals(Csv.cell(row, "parameters"), Long.toString(cost.parameters()), "parameters");
  }
}
