package org.mobilenet4j.model.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Parameter;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.network.architecture.WidthRule;
import org.mobilenet4j.testing.TinyFiles;

class NameTableTest {
  /** The lists were written by the libraries themselves. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "torchvision-mobilenet-v2",
        "torchvision-mobilenet-v3-large",
        "torchvision-mobilenet-v3-small",
        "torchvision-squeezenet-1.0",
        "torchvision-squeezenet-1.1",
        "timm-mobilenet-v1",
        "timm-mobilenet-v2",
        "timm-mobilenet-v3-large",
        "timm-mobilenet-v3-small",
        "timm-mobilenet-v3-small-minimalistic"
      })
  void names_and_shapes_are_those_of_the_library(String list) {
    String source = list.substring(0, list.indexOf('-'));
    Architecture architecture = architecture(list.substring(source.length() + 1), source);
    Network network = architecture.build();

    Map<Weights.Key, String> names = table(architecture.name(), source).tensors(network);
    Map<String, String> library = new LinkedHashMap<>();
    TinyFiles.table("names/" + list + ".csv").forEach(row -> library.put(row.get(0), row.get(1)));
    assertThat(names.values()).containsExactlyInAnyOrderElementsOf(library.keySet());
    for (Node node : network.nodes()) {
      for (Parameter parameter : network.parameters(node)) {
        String name =
            Objects.requireNonNull(names.get(new Weights.Key(node.name(), parameter.role())));
        ForeignLayout layout = ForeignLayout.of(node.op(), network.inputShape(node), parameter);
        assertThat(layout.accepted().stream().map(NameTableTest::text))
            .as(name)
            .contains(library.get(name));
      }
    }
  }

  private static String text(List<Integer> shape) {
    return shape.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  private static Architecture architecture(String name, String library) {
    Architecture architecture = Architecture.named(name).with(ArchitectureOption.CLASSES, "10");
    return architecture.has(ArchitectureOption.WIDTH_RULE)
        ? architecture.widthRule(library.equals("timm") ? WidthRule.TIMM : WidthRule.TORCHVISION)
        : architecture;
  }

  private static NameTable table(String architecture, String library) {
    return NameTables.of(architecture).stream()
        .filter(table -> table.source().startsWith(library))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void every_table_names_every_tensor_of_its_networks_once() {
    for (NameTable table : NameTables.all()) {
      for (String name : table.architectures()) {
        Network network = Architecture.named(name).build();
        assertThat(table.tensors(network).values())
            .as(table.source() + " of " + name)
            .doesNotHaveDuplicates()
            .allMatch(tensor -> !tensor.contains("{") && !tensor.contains("-"));
      }
    }
  }

  @Test
  void counters_stand_beside_each_batch_normalisation_and_nowhere_else() {
    Network network = Architecture.named("mobilenet-v2").build();
    NameTable table = table("mobilenet-v2", "torchvision");

    assertThat(table.counters(network))
        .hasSize(52)
        .contains("features.0.1.num_batches_tracked", "features.18.1.num_batches_tracked");
    assertThat(table.counters(network))
        .allMatch(name ->
            table
                .tensors(network)
                .containsValue(name.replace("num_batches_tracked", "running_mean")));
  }

  @Test
  void a_network_of_another_structure_is_refused_by_its_node() {
    NameTable table = NameTables.parse("mine", "architectures a\nours theirs\nconv0 first\n");

    assertThatThrownBy(() -> table.tensors(Architecture.named("mobilenet-v2").build()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("The names 'mine' have none for node 'conv0.bn'");
  }
}
