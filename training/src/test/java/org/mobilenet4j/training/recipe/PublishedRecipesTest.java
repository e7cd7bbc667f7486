package org.mobilenet4j.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mobilenet4j.testing.RealData;

/**
 * Our transcription against another one that may lie beside the checkout: the same figures in every
 * cell.
 */
class PublishedRecipesTest {
  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?(e-?\\d+)?");
  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("source", "source"),
          Map.entry("optimizer", "optimizer"),
          Map.entry("momentum", "momentum"),
          Map.entry("decay_of_squares", "decay-of-squares"),
          Map.entry("epsilon", "epsilon"),
          Map.entry("learning_rate", "learning-rate"),
          Map.entry("schedule", "schedule"),
          Map.entry("batch_size", "batch-size"),
          Map.entry("epochs_or_steps", "epochs"),
          Map.entry("weight_decay", "weight-decay"),
          Map.entry("no_weight_decay_on", "no-decay-on"),
          Map.entry("dropout_rate", "dropout"),
          Map.entry("label_smoothing", "label-smoothing"),
          Map.entry("ema_decay", "ema-decay"),
          Map.entry("bn_decay", "batch-norm-decay"),
          Map.entry("bn_epsilon", "batch-norm-epsilon"),
          Map.entry("augmentation", "augmentation"),
          Map.entry("other", "other"));

  @TestFactory
  Stream<DynamicTest> every_cell_has_the_figures_of_the_other_transcription() throws IOException {
    Path csv = RealData.papers().map(folder -> folder.resolve("training_recipes.csv")).orElse(null);
    if (csv == null) {
      return Stream.empty();
    }
    List<List<String>> rows =
        Files.readAllLines(csv).stream()
            .filter(line -> !line.startsWith("#"))
            .map(PublishedRecipesTest::cells)
            .toList();
    List<String> columns = rows.getFirst();
    List<List<String>> recipes = rows.subList(1, rows.size());
    return Stream.concat(
        Stream.of(
            DynamicTest.dynamicTest(
                "no recipe is missing",
                () ->
                    assertThat(recipes.stream().map(List::getFirst))
                        .containsExactlyElementsOf(Recipes.published()))),
        recipes.stream()
            .map(row -> DynamicTest.dynamicTest(row.getFirst(), () -> compare(columns, row))));
  }

  private static void compare(List<String> columns, List<String> row) {
    Recipe recipe = Recipes.named(row.getFirst());
    int compared = 0;
    for (int i = 0; i < columns.size(); i++) {
      String field = FIELDS.get(columns.get(i));
      if (field != null) {
        String ours =
            recipe.printed().stream()
                .filter(setting -> setting.field().equals(field))
                .findFirst()
                .orElseThrow()
                .printed();
        assertThat(figures(ours))
            .as(field)
            .containsExactlyInAnyOrderElementsOf(figures(row.get(i)));
        assertThat(ours.contains("not printed"))
            .as(field)
            .isEqualTo(row.get(i).contains("not printed"));
        assertThat(ours.equals("-")).as("%s is left out", field).isEqualTo(row.get(i).isEmpty());
        compared++;
      }
    }
    assertThat(compared).isEqualTo(FIELDS.size());
  }

  private static List<Double> figures(String text) {
    List<Double> figures = new ArrayList<>();
    Matcher matcher = NUMBER.matcher(text);
    while (matcher.find()) {
      figures.add(Double.parseDouble(matcher.group()));
    }
    return figures;
  }

  /** One line of comma-separated values; a quote within quotes is doubled. */
  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
