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
                        row.get("network"),
                        row.get("width"),
                        row.get("width_rule"),
                        row.get("resolution")),
                () -> compare(row)));
  }

  private static void compare(Map<String, String> row) {
    Architecture architecture =
        Architecture.named(row.getOrDefault("network", ""))
            .with(ArchitectureOption.RESOLUTION, row.getOrDefault("resolution", ""));
    String rule = row.getOrDefault("width_rule", "");
    if (!rule.isEmpty()) {
      architecture =
          architecture
              .with(ArchitectureOption.WIDTH_RULE, rule)
              .with(ArchitectureOption.WIDTH, row.getOrDefault("width", ""));
    }
    Cost cost = Cost.of(architecture.build());
    assertEquals(row.get("multiply_adds"), Long.toString(cost.multiplyAdds()), "multiply-adds");
    assertEquals(row.get("parameters"), Long.toString(cost.parameters()), "parameters");
  }
}
