package org.mobilenet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.training.recipe.AugmentationSetting;
import org.mobilenet4j.training.recipe.Recipe;
import org.mobilenet4j.training.recipe.Recipes;
import org.mobilenet4j.training.recipe.ScheduleText;
import picocli.CommandLine;

/** What {@code train} does on pictures that it draws itself. */
final class DefaultRunTest {
  private static final String USUAL = "small-pictures";

  @TempDir private Path folder;

  private static Recipe adapted(String... words) {
    RecipeChoice typed = new RecipeChoice();
    new CommandLine(typed).parseArgs(words);
    return DefaultRun.adapted(typed.of(USUAL), typed);
  }

  private static double rate(Recipe recipe) {
    return recipe.learningRate().scaledTo(recipe.batchSize());
  }

  @Test
  void who_types_nothing_gets_the_default_run() {
    assertThat(adapted())
        .isEqualTo(
            Recipes.named(USUAL)
                .withEpochs(9)
                .withBatchSize(32)
                .withLearningRate(0.2)
                .withSchedule(ScheduleText.parse("warm-up 3 from 0.05 then cosine 0"))
                .withAugmentations(AugmentationSetting.parse("pad-and-crop 4")));
  }

  @Test
  void what_is_typed_wins_and_the_rest_is_the_default_runs() {
    assertThat(adapted("--epochs", "3")).isEqualTo(adapted().withEpochs(3));
    assertThat(adapted("--augment", "flip, erasing 0.5"))
        .isEqualTo(adapted().withAugmentations(AugmentationSetting.parse("flip, erasing 0.5")));
    assertThat(adapted("--augment", "none").augmentations()).isEmpty();
    assertThat(adapted("--schedule", "constant"))
        .isEqualTo(adapted().withSchedule(ScheduleText.parse("constant")));
    assertThat(adapted("--learning-rate", "0.01")).isEqualTo(adapted().withLearningRate(0.01));
    assertThat(adapted("--average-decay", "none")).isEqualTo(adapted().withoutAverage());
  }

  @Test
  void batches_that_are_typed_bring_the_recipes_rate_scaled_to_them() {
    Recipe batches = adapted("--batch", "16");
    Recipe both = adapted("--batch", "16", "--learning-rate", "0.3");

    assertThat(batches.batchSize()).isEqualTo(16);
    assertThat(rate(batches)).isEqualTo(rate(Recipes.named(USUAL).withBatchSize(16)));
    assertThat(batches.epochs()).isEqualTo(9);
    assertThat(both.batchSize()).isEqualTo(16);
    assertThat(rate(both)).isEqualTo(0.3);
  }

  @Test
  void a_recipe_that_is_typed_is_taken_as_it_is() {
    assertThat(adapted("--recipe", "small-data")).isEqualTo(Recipes.named("small-data"));
  }

  @Test
  void without_photos_it_draws_some_and_learns_from_them() {
    Path file = folder.resolve("model.safetensors");

    Ran ran = Ran.command("train", "--epochs", 1, "--resolution", 16, "--output", file).succeeded();

    assertThat(ran.out())
        .contains(
            "generated pictures: 5,400 pictures to learn from, 600 to choose by, 1,200 to judge by, of 12 classes.",
            "recipe          small-pictures",
            "learning rate   0.2 for batches of 32",
            "length          1 epoch in batches of 32",
            "augmentation    pad-and-crop 4",
            "of 1,200 test pictures are named rightly");
    Model model = ModelFile.read(file).model();
    assertThat(model.labels()).hasSize(12);
    assertThat(model.network().input()).hasToString("16x16x3");
    assertThat(model.provenance().facts())
        .containsAllEntriesOf(
            Map.of(
                "architecture",
                "mobilenet-v2-small-pictures",
                "option.width",
                "0.25",
                "data",
                "generated pictures",
                "batch",
                "32"));
  }
}
