package org.mobilenet4j.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobilenet4j.training.optimization.DecayRole;
import org.mobilenet4j.training.optimization.GradientClipping;
import org.mobilenet4j.training.optimization.Optimizer;
import org.mobilenet4j.training.optimization.Schedule;
import org.mobilenet4j.training.optimization.WeightDecay;
import org.mobilenet4j.training.report.NamedValue;

class RecipesTest {
  static Stream<String> names() {
    return Stream.concat(Recipes.published().stream(), Recipes.own().stream());
  }

  /** The figures, keyed in from the sources a second time. */
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "/golden/recipes.csv",
      useHeadersInDisplayName = false,
      numLinesToSkip = 2)
  void a_recipe_has_the_figures_of_its_source(
      String name,
      String optimizer,
      double rate,
      String schedule,
      int batchSize,
      int epochs,
      double decay,
      double depthwiseDecay,
      double batchNormDecay,
      double dropout,
      double smoothing,
      double average,
      double statisticDecay,
      double epsilon) {
    Recipe recipe = Recipes.named(name);

    assertThat(recipe.optimizer().describe()).isEqualTo(optimizer);
    assertThat(recipe.learningRate().value()).isEqualTo(rate);
    assertThat(recipe.learningRate().schedule().describe()).isEqualTo(schedule);
    assertThat(recipe.batchSize()).isEqualTo(batchSize);
    assertThat(recipe.learningRate().forBatchSize()).isEqualTo(batchSize);
    assertThat(recipe.epochs()).isEqualTo(epochs);
    WeightDecay decays = recipe.regularization().weightDecay();
    assertThat(decays.convolution()).isEqualTo(decay);
    assertThat(decays.dense()).isEqualTo(decay);
    assertThat(decays.depthwise()).isEqualTo(depthwiseDecay);
    assertThat(decays.batchNorm()).isEqualTo(batchNormDecay);
    assertThat(recipe.regularization().dropout()).isEqualTo(dropout);
    assertThat(recipe.regularization().labelSmoothing()).isEqualTo(smoothing);
    assertThat(recipe.averageDecay().orElse(0)).isEqualTo(average);
    assertThat(recipe.batchNorm()).isEqualTo(new BatchNormSettings(statisticDecay, epsilon));
  }

  @ParameterizedTest
  @MethodSource("names")
  void what_is_not_printed_is_named_together_with_what_is_taken_instead(String name) {
    Recipe recipe = Recipes.named(name);

    assertThat(recipe.printed()).hasSize(22);
    for (PrintedSetting setting : recipe.printed()) {
      if (setting.isNotPrinted() && !setting.taken().equals("-")) {
        assertThat(setting.remark())
            .as("%s: %s needs a reason", name, setting.field())
            .isNotEmpty();
        assertThat(recipe.notes())
            .anySatisfy(note ->
                assertThat(note)
                    .startsWith(setting.field())
                    .contains("we take " + setting.taken()));
      }
    }
    assertThat(recipe.describe()).hasSize(12).allSatisfy(line -> assertThat(line).isNotBlank());
  }

  @Test
  void a_mistyped_name_is_answered_with_the_nearest() {
    assertThatExceptionOfType(RecipeException.class)
        .isThrownBy(() -> Recipes.named("v2-slin"))
        .withMessage("There is no recipe 'v2-slin'; did you mean 'v2-slim'?");
    assertThatExceptionOfType(RecipeException.class)
        .isThrownBy(() -> Recipes.named("x"))
        .withMessage(
            "There is no recipe 'x'; there are v1-paper, inception-v3-paper, v1-slim, v2-paper, v2-slim, v3-paper, mnasnet-paper, v2-torchvision-v1, v3-torchvision-v1, torchvision-v2-weights, v3-timm, small-data, fine-tune, small-pictures.");
  }

  @Test
  void our_batch_size_scales_the_printed_learning_rate_and_says_so() {
    Recipe recipe = Recipes.named("v3-torchvision-v1").withBatchSize(32);

    assertThat(recipe.learningRateAt(0)).isCloseTo(0.002, within(1e-15));
    assertThat(recipe.learningRateAt(2)).isCloseTo(0.002 * 0.973, within(1e-15));
    assertThat(recipe.describe())
        .contains(
            "learning rate   0.064 for batches of 1024, scaled linearly to 0.002 for our batches of 32");
    assertThat(recipe.withLearningRate(0.01).learningRateAt(0)).isEqualTo(0.01);
  }

  @Test
  void a_recipe_shows_every_setting_at_the_start_of_a_run() {
    assertThat(Recipes.named("v2-slim").describe())
        .containsExactly(
            "recipe          v2-slim (library, slim: README of mobilenet, train_image_classifier.py, mobilenet.py)",
            "optimizer       RMSProp, TensorFlow's form: decay of squares 0.9, momentum 0.9, epsilon 1 in the root",
            "learning rate   0.045 for batches of 96",
            "schedule        times 0.98 every 2.5 epochs, in steps",
            "loss            softmax and cross-entropy",
            "length          412 epochs in batches of 96",
            "weight decay    convolution 4e-5, depthwise none, dense 4e-5, batch-norm none, bias none",
            "regularisation  dropout 0.2, stochastic depth 0, label smoothing 0.1",
            "average         of the weights, decay 0.9999",
            "batch norm      TensorFlow decay 0.997 = torch momentum 0.003, epsilon 0.001; statistics settle in 998 steps",
            "augmentation    random-resized-crop 0.05 1, flip, colour-jitter 0.125 0.5 0.5",
            "clipping        none");
    assertThat(Recipes.named("v2-slim").settings())
        .contains(
            new NamedValue(
                "regularisation", "dropout 0.2, stochastic depth 0, label smoothing 0.1"),
            new NamedValue("clipping", "none"));
    assertThat(Recipes.named("v2-slim").batchNorm().describe(List.of(1e-5, 0.001)))
        .isEqualTo(
            "TensorFlow decay 0.997 = torch momentum 0.003, epsilon 1e-5 and 0.001; statistics settle in 998 steps");
    assertThat(Recipes.named("v3-paper").notes())
        .contains(
            "epsilon: not printed; we take 0.001. As timm and MnasNet's successors; slim's 1 is nearer to plain momentum.");
  }

  @Test
  void a_change_touches_its_own_setting_alone() {
    Recipe recipe = Recipes.named("small-pictures");
    Optimizer optimizer = Optimizer.AdamW.usual();
    List<AugmentationSetting> cutmix = AugmentationSetting.parse("flip, cutmix 1");

    Recipe changed =
        recipe
            .withOptimizer(optimizer)
            .withEpochs(7)
            .withSchedule(new Schedule.Constant())
            .withWeightDecay(WeightDecay.uniform(0.1))
            .withLabelSmoothing(0.2)
            .withoutAverage()
            .withBatchNorm(new BatchNormSettings(0.99, 1e-3))
            .withAugmentations(cutmix)
            .withLoss(LossFunction.BINARY)
            .withClipping(new GradientClipping.ByValue(1));

    assertThat(changed)
        .isEqualTo(
            new Recipe(
                "small-pictures",
                "any",
                "our own",
                optimizer,
                new LearningRate(0.1, 128, new Schedule.Constant()),
                128,
                7,
                new Regularization(WeightDecay.uniform(0.1), 0, 0, 0.2),
                LossFunction.BINARY,
                OptionalDouble.empty(),
                new BatchNormSettings(0.99, 1e-3),
                cutmix,
                new GradientClipping.ByValue(1),
                recipe.printed()));
    assertThat(changed.withAverage(0.9).averageDecay()).hasValue(0.9);
    assertThatIllegalArgumentException().isThrownBy(() -> recipe.withEpochs(0));
    assertThatIllegalArgumentException().isThrownBy(() -> recipe.withAverage(1));
  }

  @Test
  void our_own_recipes_leave_depthwise_filters_without_decay() {
    for (String name : Recipes.own()) {
      WeightDecay decay = Recipes.named(name).regularization().weightDecay();

      assertThat(decay).isEqualTo(WeightDecay.exceptDepthwise(decay.of(DecayRole.DENSE)));
      assertThat(decay.of(DecayRole.DENSE)).isPositive();
    }
  }
}
