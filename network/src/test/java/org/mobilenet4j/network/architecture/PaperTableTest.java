package org.mobilenet4j.network.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobilenet4j.network.ArchitectureException;

/** The redundant columns of the papers' tables are checked in every row of every table. */
class PaperTableTest {
  private static final Pattern SHAPE = Pattern.compile("\\b([0-9]+)x([0-9]+)x([0-9]+)\\b(?!x)");

  private static Stream<String> all() {
    return Stream.concat(Zoo.names().stream(), Zoo.variants().stream());
  }

  @TestFactory
  Stream<DynamicTest> a_wrong_number_in_any_stated_shape_is_found() {
    return all().map(name -> DynamicTest.dynamicTest(name, () -> misprintEachShape(name)));
  }

  private static void misprintEachShape(String name) {
    List<String> lines = Zoo.table(name).lines().toList();
    int columns = 0;
    while (!lines.get(columns).matches("(input|type|layer)  .*")) {
      columns++;
    }
    int rows = 0;
    int misprints = 0;
    // The first row is what the others are about; its column can only be checked against theirs.
    boolean last = lines.get(columns).strip().endsWith("input");
    for (int i = columns + 2; i < lines.size(); i++) {
      String row = lines.get(i).replaceFirst("#.*", "");
      rows += row.isBlank() ? 0 : 1;
      Matcher shape = SHAPE.matcher(row);
      if (last) {
        shape.region(row.strip().lastIndexOf(' '), row.length());
      }
      if (shape.find()) {
        for (int number = 1; number <= 3; number++) {
          List<String> misprinted = new ArrayList<>(lines);
          int wrong = Integer.parseInt(shape.group(number)) + 1;
          misprinted.set(
              i, row.substring(0, shape.start(number)) + wrong + row.substring(shape.end(number)));
          String text = String.join("\n", misprinted);
          int line = i + 1;

          assertThatThrownBy(() -> Architecture.parse(name, "mine.table", text))
              .as(misprinted.get(i))
              .isInstanceOf(ArchitectureException.class)
              .hasMessageMatching("mine\\.table(, line [0-9]+)?: .*[^\\n]\\.")
              .hasMessageContaining("mine.table, line " + line);
          misprints++;
        }
      }
    }
    assertThat(misprints).as("three numbers in each row").isEqualTo(3 * rows).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "3x3x3x32    , 3x3x4x32",
    "3x3x3x32    , 3x3x3x40",
    "3x3x32    , 3x3x64",
    "1x1x32x64   , 1x1x64x64",
    "1024x1000   , 512x1000",
    "1024x1000   , 1024x10",
  })
  void the_filter_of_v1_has_the_channels_of_its_input_and_output(String right, String wrong) {
    String text = Zoo.table("mobilenet-v1").replaceFirst(right + " ", wrong + " ");

    assertThatThrownBy(() -> Architecture.parse("mine", "mine.table", text))
        .isInstanceOf(ArchitectureException.class)
        .hasMessageContaining("mine.table, line ")
        .hasMessageContaining("the rest of the table makes it");
  }

  @Test
  void a_width_in_a_table_of_ones_own_scales_what_its_rows_print() {
    String text = Zoo.table("mobilenet-v2").replace("activation:", "width: 0.5\nactivation:");

    Architecture architecture = Architecture.parse("mine", "mine.table", text);

    assertThat(architecture.build())
        .extracting(network -> network.shape("block16.project").channels())
        .isEqualTo(160);
  }

  @Test
  void at_width_one_the_numbers_of_a_table_stand_although_no_rule_would_make_them() {
    String text =
        """
        family: mobilenet-v2
        input      operator     t  c   n  s
        32x32x3    conv2d       -  10  1  2
        16x16x10   bottleneck   3  13  2  1
        16x16x13   conv2d-1x1   -  61  1  1
        16x16x61   avgpool-7x7  -  -   1  -
        1x1x61     conv2d-1x1   -  k   -  -
        """;

    for (WidthRule rule : WidthRule.values()) {
      Architecture architecture = Architecture.parse("mine", "mine.table", text).widthRule(rule);
      assertThat(architecture.build().shape("conv_last").channels()).isEqualTo(61);
      assertThat(architecture.width(0.9).build().shape("block1.project").channels() % 8).isZero();
    }
  }
}
