package org.mobilenet4j.network.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.network.MobileNetException;
import org.mobilenet4j.network.cost.Cost;

/** Table files that a user might bring, or an attacker: each ends in one sentence. */
class HostileTableTest {
  /** Stands in for a number in a cell; none of them is one that a table may hold. */
  private static final List<String> NO_NUMBERS =
      List.of(
          "0",
          "-1",
          "-2147483648",
          "2147483648",
          "99999999999999999999",
          "1e9",
          "1.5",
          "NaN",
          "0x10",
          "٣",
          "+3",
          "%s",
          "$1",
          "999x999x999x999",
          "--",
          "''");

  private static void refused(String text) {
    assertThatThrownBy(() -> Cost.of(Architecture.parse("mine", "mine.table", text).build()))
        .as(text.length() < 2_000 ? text : text.substring(0, 2_000))
        .isInstanceOf(MobileNetException.class)
        .satisfies(refusal -> {
          String message = String.valueOf(refusal.getMessage());
          assertThat(message.lines()).hasSize(1);
          assertThat(message).contains("mine.table").endsWith(".").hasSizeLessThan(1_000);
        });
  }

  /** Every cell of the first rows of a table of each family, with every value that is no number. */
  @TestFactory
  Stream<DynamicTest> a_cell_that_holds_nothing_sensible() {
    return Stream.of(
            "mobilenet-v1",
            "mobilenet-v2",
            "mobilenet-v3-small",
            "mnasnet-a1",
            "alexnet",
            "squeezenet-1.1",
            "googlenet",
            "resnet-50")
        .flatMap(name ->
            NO_NUMBERS.stream()
                .map(value ->
                    DynamicTest.dynamicTest(
                        name + " with " + value, () -> putIntoEachNumber(name, value))));
  }

  private static void putIntoEachNumber(String name, String value) {
    List<String> lines = Zoo.table(name).lines().toList();
    int cases = 0;
    for (int i = 0; i < lines.size(); i++) {
      String row = lines.get(i).replaceFirst("#.*", "").strip();
      if (row.contains(":") || !row.matches(".*[0-9]x[0-9].*")) {
        continue;
      }
      String[] cells = row.split("\\s+", -1);
      for (int cell = 0; cell < cells.length; cell++) {
        boolean named =
            cell == 0 && !cells[0].matches("[0-9]+x.*"); // layers may be called anything
        if (named || !cells[cell].matches("[s0-9].*") || cells[cell].equals(value)) {
          continue;
        }
        if (value.equals("0") && cells[cell].length() == 1 && name.equals("alexnet")) {
          continue; // a padding may be 0
        }
        String[] changed = cells.clone();
        changed[cell] = value;
        List<String> text = new ArrayList<>(lines);
        text.set(i, String.join(" ", changed));
        refused(String.join("\n", text));
        cases++;
      }
    }
    assertThat(cases).isPositive();
  }

  private static final String ROWS =
      """
      input      operator     t  c   n  s
      32x32x3    conv2d       -  16  1  1
      32x32x16   avgpool-7x7  -  -   1  -
      1x1x16     conv2d-1x1   -  k   -  -
      """;

  private static String table(String family, String... rows) {
    return "family: %s\n%s\n%s\n"
        .formatted(
            family, String.join(" ", Family.of("here", family).columns()), String.join("\n", rows));
  }

  static Stream<String> wrongTexts() {
    String head = "family: mobilenet-v2\n";
    return Stream.of(
        "",
        "\n\n\n",
        "# only a comment",
        ROWS, // no family
        head, // no columns
        head + ROWS.lines().findFirst().orElseThrow(), // no rows
        "family:\n" + ROWS,
        "family: \n" + ROWS,
        "family: MOBILENET-V2\n" + ROWS,
        "family: mobilenet_v2\n" + ROWS,
        head + head + ROWS,
        head + "classes: 0\n" + ROWS,
        head + "classes: -5\n" + ROWS,
        head + "classes: 1000001\n" + ROWS,
        head + "classes: many\n" + ROWS,
        head + "width: 0\n" + ROWS,
        head + "width: 1e99\n" + ROWS,
        head + "width: Infinity\n" + ROWS,
        head + "width-rule: none\n" + ROWS,
        head + "resolution: 0\n" + ROWS,
        head + "resolution: 70000\n" + ROWS,
        head + "batch-norm-epsilon: 2\n" + ROWS,
        head + "batch-norm-epsilon: -1e-3\n" + ROWS,
        head + "activation: tanh\n" + ROWS,
        head + "padding: valid\n" + ROWS,
        head + "head: none\n" + ROWS,
        head + "top-1: best\n" + ROWS,
        head + "pool-rounding: up\n" + ROWS,
        head + "hard-sigmoid-slope: 0.2\n" + ROWS, // not of this family
        head + "unheard-of: 1\n" + ROWS,
        head + ": 1\n" + ROWS,
        head + ROWS.replace("operator", "operation"),
        head + ROWS.replace("t  c", "c  t"),
        head + ROWS.replace("   n  s", "   n"),
        head + ROWS.replace("   n  s", "   n  s  x"),
        head + ROWS.replace("conv2d       -  16  1  1", "conv2d       -  16  1"),
        head + ROWS.replace("conv2d       -  16  1  1", "conv2d       -  16  1  1  1"),
        head + ROWS.replace("conv2d  ", "conv3d  "),
        head + ROWS.replace("32x32x3 ", "32x32 "),
        head + ROWS.replace("32x32x3 ", "32x32x3x3 "),
        head + ROWS.replace("32x32x3 ", "65537x65537x3 "),
        head + ROWS.replace("16  1  1", "1000001  1  1"),
        head + ROWS.replace("16  1  1", "16  1  1001"),
        head + ROWS.replace("-  16", "6  16"),
        head + ROWS.replace("conv2d       -  16  1  1", "bottleneck   6  16  201  1"),
        head + ROWS.replace("conv2d       -  16  1  1", "bottleneck   1000  1000000  200  1"),
        head + ROWS.replace("avgpool-7x7  -  -   1  -", "conv2d       -  16  1  1"), // twice
        head + ROWS.replace('\n', '\u2028').replace("input", "input:"),
        head + ROWS.replace("16", "１６"),
        head + ROWS.replace(" ", "\u00a0"),
        head + ROWS.replace("\n", "\0\n"),
        head + "x".repeat(Table.MOST_CHARACTERS),
        head + ROWS + "1x1x16 conv2d-1x1 - 16 1 1\n".repeat(1_001),
        table("squeezenet", "input 8x8x3 - - - - - -", "pool1 1x1x3 9x9/1 - - - - -"),
        table("squeezenet", "input 8x8x3 - - - - - -", "fire1 8x8x2000000 - - - 1 1000000 1000000"),
        table("squeezenet", "input 8x8x3 - - - - - -", "conv1 8x8x4 3x3 4 1 - - -"),
        table("sequence", "fc dense - 1000000 - - - 65536x65536x1000000"),
        table("sequence", "conv1 conv 3x3 7 1 1 2 8x8x4"),
        table("sequence", "conv1 conv 3x3 8 1 1 3 8x8x4"),
        table("sequence", "input conv 3x3 8 1 1 1 8x8x4"),
        table("sequence", "pool max-pool 3x3 - 1 3 - 8x8x4"),
        table("resnet", "input 8x8x3 input - - -", "fc 1x1x1000 dense k - -")
            .replaceFirst("\n", "\nstride-in-1x1: perhaps\n"),
        table("resnet", "input 8x8x3 input - - -", "l1 8x8x4000000 bottleneck 1000000 200 1"));
  }

  @TestFactory
  Stream<DynamicTest> a_text_that_is_no_table() {
    List<String> texts = wrongTexts().toList();
    assertThat(texts).hasSizeGreaterThan(60).doesNotHaveDuplicates();
    return texts.stream()
        .map(text -> {
          String start = text.substring(0, Math.min(text.length(), 80)).replaceAll("\\s+", " ");
          return DynamicTest.dynamicTest(texts.indexOf(text) + ": " + start, () -> refused(text));
        });
  }

  @Test
  void files_that_are_no_text_are_refused(@TempDir Path folder) throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 40; i++) {
      byte[] bytes = new byte[1 + random.nextInt(4_000)];
      random.nextBytes(bytes);
      Path file = Files.write(folder.resolve("binary-" + i + ".table"), bytes);
      assertRefused(file);
    }
    assertRefused(
        Files.write(folder.resolve("utf-16.table"), ROWS.getBytes(StandardCharsets.UTF_16)));
    assertRefused(
        Files.writeString(folder.resolve("long.table"), "é".repeat(2 * Table.MOST_CHARACTERS)));
    assertRefused(Files.createFile(folder.resolve("empty.table")));
    assertRefused(Files.createDirectory(folder.resolve("folder.table")));
    assertRefused(folder.resolve("missing.table"));
  }

  private static void assertRefused(Path file) {
    assertThatThrownBy(() -> Architecture.read(file))
        .isInstanceOf(MobileNetException.class)
        .satisfies(refusal -> {
          String message = String.valueOf(refusal.getMessage());
          assertThat(message.lines()).hasSize(1);
          assertThat(message).contains(String.valueOf(file.getFileName())).endsWith(".");
        });
  }
}
