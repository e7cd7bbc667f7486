package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.network.architecture.Zoo;

final class DescriptionCommandsTest {
  @TempDir private Path folder;

  @Test
  void zoo_lists_every_architecture_with_its_cost_accuracy_and_source() {
    Ran table = Ran.command("zoo").succeeded();
    JsonDocument document = Ran.command("zoo", "--format", "json").succeeded().json();

    assertThat(table.lines()).hasSize(18);
    assertThat(table.out())
        .containsPattern("mobilenet-v2 +224x224x3 +300,774,272 +3,504,872 +72.0% .*arXiv 1801");
    assertThat(document.size("")).isEqualTo(17);
    assertThat(document.whole("[3].multiplyAdds")).isEqualTo(300_774_272);
    assertThat(document.text("[3].source")).contains("1801.04381");
    assertThat(Ran.command("zoo", "--variants").succeeded().lines()).hasSize(18 + 7);
  }

  @Test
  void every_architecture_of_the_zoo_can_be_described() {
    for (String name : Zoo.names()) {
      JsonDocument document = Ran.command("describe", name, "--format", "json").succeeded().json();

      int layers = document.size("layers");
      assertThat(sum(document, layers, "multiplyAdds")).isEqualTo(document.whole("multiplyAdds"));
      assertThat(sum(document, layers, "parameters")).isEqualTo(document.whole("parameters"));
    }
  }

  private static long sum(JsonDocument document, int layers, String key) {
    return IntStream.range(0, layers)
        .mapToLong(i -> document.whole("layers[%d].%s".formatted(i, key)))
        .sum();
  }

  @Test
  void describe_takes_the_options_of_the_table() {
    JsonDocument document =
        Ran.command(
                "describe",
                "mobilenet-v3-large",
                "--width",
                "0.75",
                "--width-rule",
                "slim-finegrain",
                "--resolution",
                "96x160",
                "--classes",
                "7",
                "--input-channels",
                "1",
                "--padding",
                "symmetric",
                "--batch-norm-epsilon",
                "1e-5",
                "--format",
                "json")
            .succeeded()
            .json();

    assertThat(document.text("input")).isEqualTo("96x160x1");
    assertThat(document.text("output")).isEqualTo("1x1x7");
    assertThat(document.text("options.width-rule")).isEqualTo("slim-finegrain");
    assertThat(document.text("options.padding")).isEqualTo("symmetric");
    JsonDocument features =
        Ran.command("describe", "mobilenet-v2", "--without-classifier", "--format", "json")
            .succeeded()
            .json();
    assertThat(features.text("output")).isEqualTo("1x1x1280");
  }

  @Test
  void describe_shows_and_counts_the_networks_of_the_papers_ablations() {
    Ran relu6 =
        Ran.command("describe", "mobilenet-v2", "--projection-activation", "relu6").succeeded();
    Ran none = Ran.command("describe", "mobilenet-v2", "--shortcut", "none", "--format", "csv");
    JsonDocument small =
        Ran.command(
                "describe",
                "mobilenet-v3-small",
                "--hard-swish",
                "swish",
                "--squeeze-excite",
                "no",
                "--shortcut",
                "expansion",
                "--expansion",
                "6",
                "--format",
                "json")
            .succeeded()
            .json();

    assertThat(relu6.lines()).contains("  projection-activation relu6", "  expansion table");
    assertThat(relu6.out()).containsPattern("total +224x224x3 +1x1x1000 +300,774,272 +3,504,872");
    // The ninth cell says whether a shortcut ends there.
    assertThat(none.succeeded().lines()).noneMatch(row -> row.split(",", -1)[8].equals("1"));
    assertThat(small.text("options.hard-swish")).isEqualTo("swish");
    assertThat(small.text("options.shortcut")).isEqualTo("expansion");
    assertThat(small.whole("multiplyAdds")).isEqualTo(67_966_880);
    assertThat(small.whole("parameters")).isEqualTo(2_122_408);
  }

  @Test
  void the_table_names_layers_totals_kinds_memory_and_why_other_tools_differ() {
    Ran ran = Ran.command("describe", "mobilenet-v1").succeeded();

    assertThat(ran.out())
        .containsPattern("total +224x224x3 +1x1x1000 +568,740,352 +4,231,976")
        .containsPattern("pointwise +[0-9,]+ +94\\.[0-9]+%")
        .contains("activations, layer by layer", "Why another tool says otherwise:");
  }

  @Test
  void csv_has_as_many_cells_in_every_row() {
    List<String> rows =
        Ran.command("describe", "mobilenet-v2", "--format", "csv").succeeded().lines();

    assertThat(rows.getFirst()).startsWith("name,kind,input,output,kernel,stride,multiply_adds");
    assertThat(rows.getLast()).startsWith("total,,,,,,300774272,3504872,");
    assertThat(rows).allMatch(row -> row.split(",", -1).length == 12);
  }

  @Test
  void dot_draws_every_node_and_no_edge_to_nowhere() {
    String dot = Ran.command("describe", "mobilenet-v3-small", "--format", "dot").succeeded().out();

    assertThat(dot).startsWith("digraph network {\n").endsWith("}\n");
    Set<String> nodes = new HashSet<>();
    Pattern.compile("\"([^\"]+)\" \\[label=")
        .matcher(dot)
        .results()
        .forEach(found -> nodes.add(found.group(1)));
    Pattern.compile("\"([^\"]+)\" -> \"([^\"]+)\";")
        .matcher(dot)
        .results()
        .forEach(edge -> assertThat(nodes).contains(edge.group(1), edge.group(2)));
    assertThat(nodes).hasSizeGreaterThan(100);
  }

  @Test
  void a_table_of_the_users_own_works_in_place_of_a_name() throws IOException {
    String table =
        """
        family: mobilenet-v1
        title: My own
        paper: nowhere
        type      stride  filter       input
        Conv      s2      3x3x3x16     64x64x3
        Conv-dw   s1      3x3x16       32x32x16
        Conv      s1      1x1x16x24    32x32x16
        Avg-Pool  s1      32x32        32x32x24
        FC        s1      24x1000      1x1x24
        """;
    Path file = SmallFiles.text(folder.resolve("my own.table"), table);
    Path wrong = SmallFiles.text(folder.resolve("wrong"), table.replace("32x32x16\n", "32x32x8\n"));

    JsonDocument document =
        Ran.command("describe", file, "--classes", "7", "--format", "json").succeeded().json();

    assertThat(document.text("name")).isEqualTo("my own");
    assertThat(document.text("title")).isEqualTo("My own");
    assertThat(document.whole("multiplyAdds"))
        .isEqualTo(32 * 32 * (27 * 16 + 9 * 16 + 16 * 24) + 24 * 7);
    assertThat(Ran.command("benchmark", file, "--seconds", "0.01").succeeded().out())
        .contains("input 64x64x3");
    Ran.command("describe", wrong).refused(wrong + ", line 6", "32x32x8");
  }

  @Test
  void audit_gives_a_verdict_and_a_reason_for_every_figure() {
    JsonDocument all = Ran.command("audit", "--format", "json").succeeded().json();

    int size = all.size("");
    assertThat(size).isGreaterThan(250);
    Set<String> verdicts = new HashSet<>();
    for (int i = 0; i < size; i++) {
      assertThat(all.text("[%d].source".formatted(i))).isNotBlank();
      assertThat(all.text("[%d].claim".formatted(i))).isNotBlank();
      assertThat(all.text("[%d].reason".formatted(i))).isNotBlank();
      verdicts.add(all.text("[%d].verdict".formatted(i)));
    }
    assertThat(verdicts)
        .containsExactlyInAnyOrder(
            "holds", "rounds", "truncates", "misprint", "does not hold", "cannot be counted");
  }

  @Test
  void the_groups_of_the_audit_make_the_whole() {
    int sum = 0;
    for (String group : List.of("v1", "v2", "v3", "mnasnet", "others", "lecture")) {
      JsonDocument part =
          Ran.command("audit", "--only", group, "--format", "json").succeeded().json();
      for (int i = 0; i < part.size(""); i++) {
        assertThat(part.text("[%d].group".formatted(i))).isEqualTo(group);
      }
      sum += part.size("");
      assertThat(Ran.command("audit", "--only", group).succeeded().out())
          .contains("== ", part.size("") + " figures and claims: ");
    }
    assertThat(Ran.command("audit").succeeded().out()).contains(sum + " figures and claims: ");
  }

  @Test
  void audit_counts_a_file_of_the_users_own() throws IOException {
    Path onnx = SmallFiles.foreign(folder, "any-size.onnx");

    Ran.command("audit", onnx).refused("--resolution");
    JsonDocument document =
        Ran.command("audit", onnx, "--resolution", "16x64", "--format", "json").succeeded().json();
    Ran table = Ran.command("audit", onnx, "--resolution", "64").succeeded();

    assertThat(document.whole("multiplyAdds")).isEqualTo(8 * 32 * 27 * 4 + 12);
    assertThat(document.text("nearest.name")).isNotBlank();
    assertThat(table.lines()).hasSize(4);
    assertThat(table.lines().get(2)).startsWith("nearest: ");
    Ran.command("audit", onnx, "--only", "v1").refused("--only");
    Ran.command("audit", SmallFiles.foreign(folder, "weights.pth"))
        .refused("a zip; expected an ONNX model");
  }
}
