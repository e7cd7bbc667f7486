package org.mobilenet4j.network.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.network.architecture.WidthRule;
import org.mobilenet4j.network.architecture.Zoo;

/**
 * Our tables against the modules of torchvision, timm and Keras and against slim's arithmetic: the
 * programs {@code count_modules.py}, {@code count_keras.py} and {@code count_slim.py} beside the
 * goldens made them.
 */
class ModuleCountsTest {
  private static Stream<Map<String, String>> rows() throws IOException {
    return Stream.of("module_counts.csv", "keras_counts.csv", "slim_counts.csv")
        .flatMap(Csv::resource);
  }

  @TestFactory
  Stream<DynamicTest> counts() throws IOException {
    return rows()
        .map(row ->
            DynamicTest.dynamicTest(
                "%s %s, %s, %s"
                    .formatted(
                        Csv.cell(row, "network"),
                        Csv.cell(row, "width"),
                        Csv.cell(row, "width_rule"),
                        row.getOrDefault("resolution", "")),
                () -> compare(row)));
  }

  @Test
  void every_network_and_every_width_rule_has_goldens_of_our_own() throws IOException {
    assertThat(rows().map(row -> Csv.cell(row, "network")))
        .containsAll(Zoo.names())
        .containsAll(Zoo.variants());
    for (String family :
        new String[] {"mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small"}) {
      assertThat(
              rows()
                  .filter(row -> Csv.cell(row, "network").equals(family))
                  .map(row -> Csv.cell(row, "width_rule")))
          .containsAll(Stream.of(WidthRule.values()).map(WidthRule::key).toList());
    }
  }

  private static void compare(Map<String, String> row) {
    Architecture architecture = Architecture.named(Csv.cell(row, "network"));
    if (row.containsKey("resolution")) {
      architecture = architecture.with(ArchitectureOption.RESOLUTION, Csv.cell(row, "resolution"));
    }
    String rule = Csv.cell(row, "width_rule");
    if (!rule.isEmpty()) {
      architecture =
          architecture
              .with(ArchitectureOption.WIDTH_RULE, rule)
              .with(ArchitectureOption.WIDTH, Csv.cell(row, "width"));
    }

    Cost cost = Cost.of(architecture.build());

    assertThat(cost.multiplyAdds()).isEqualTo(Csv.number(row, "multiply_adds"));
    assertThat(cost.parameters()).isEqualTo(Csv.number(row, "parameters"));
    if (row.containsKey("parameters_with_running_statistics")) {
      assertThat(cost.parametersWithRunningStatistics())
          .isEqualTo(Csv.number(row, "parameters_with_running_statistics"));
    }
  }
}
