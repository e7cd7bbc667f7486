package org.mobilenet4j.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.training.AugmentationPolicies;
import org.mobilenet4j.training.optimization.DecayRole;
import org.mobilenet4j.training.optimization.GradientClipping;
import org.mobilenet4j.training.optimization.WeightDecay;
import org.mobilenet4j.training.recipe.AugmentationSetting;
import org.mobilenet4j.training.recipe.LossFunction;
import org.mobilenet4j.training.recipe.Recipe;
import org.mobilenet4j.training.recipe.Recipes;
import org.mobilenet4j.training.recipe.ScheduleText;
import picocli.CommandLine.Option;

/** A recipe and what is changed about it, as it is typed. */
final class RecipeChoice {
  private static final int MOST_EPOCHS = 100_000;
  private static final int MOST_BATCH = 65_536;

  private final Map<DecayRole, Double> decays = new EnumMap<>(DecayRole.class);

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description =
          "How it is trained: small-pictures (the default up to 64 pixels), small-data (for larger"
              + " ones), fine-tune (with --from), or a published one such as v2-slim.")
  private @Nullable String name;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "How often every picture is seen; by default what the recipe says.")
  private @Nullable Integer epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Pictures a step; the recipe's learning rate is scaled with it.")
  private @Nullable Integer batch;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "The learning rate for these batches, instead of the recipe's.")
  private @Nullable Double learningRate;

  @Option(
      names = "--schedule",
      paramLabel = "TEXT",
      description =
          "How the learning rate changes, such as constant, 'cosine 0', 'exponential 0.94 every 2.5"
              + " staircase' or 'warm-up 3 from 0.01 then cosine 0'.")
  private @Nullable String schedule;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      description = "What is made small: cross-entropy, or binary, a yes or no for each class.")
  private @Nullable String loss;

  @Option(
      names = "--augment",
      paramLabel = "LIST",
      description =
          "What is done to the pictures, such as 'pad-and-crop 4, flip, erasing 0.2'; or none.")
  private @Nullable String augmentations;

  @Option(
      names = "--average-decay",
      paramLabel = "X",
      description = "Decay of the moving average of the weights, from 0 to below 1; or none.")
  private @Nullable String averageDecay;

  @Option(
      names = "--clip",
      paramLabel = "NORM",
      description = "Largest length of all gradients of a step together, above 0; or none.")
  private @Nullable String clip;

  @Option(
      names = "--decay-convolution",
      paramLabel = "X",
      description = "Weight decay of the filters that mix channels.")
  void decayConvolution(Double decay) {
    decays.put(DecayRole.CONVOLUTION, decay);
  }

  @Option(
      names = "--decay-depthwise",
      paramLabel = "X",
      description = "Weight decay of depthwise filters; most recipes have none.")
  void decayDepthwise(Double decay) {
    decays.put(DecayRole.DEPTHWISE, decay);
  }

  @Option(
      names = "--decay-dense",
      paramLabel = "X",
      description = "Weight decay of the classifier's matrix.")
  void decayDense(Double decay) {
    decays.put(DecayRole.DENSE, decay);
  }

  @Option(
      names = "--decay-batch-norm",
      paramLabel = "X",
      description = "Weight decay of batch normalisation's factors and shifts.")
  void decayBatchNorm(Double decay) {
    decays.put(DecayRole.BATCH_NORM, decay);
  }

  @Option(names = "--decay-bias", paramLabel = "X", description = "Weight decay of biases.")
  void decayBias(Double decay) {
    decays.put(DecayRole.BIAS, decay);
  }

  /**
   * The same words where a command takes no others.
   *
   * @param name of a recipe, if one was typed
   * @param augmentations what is done to the pictures, if that was typed
   */
  static RecipeChoice typed(@Nullable String name, @Nullable String augmentations) {
    RecipeChoice choice = new RecipeChoice();
    choice.name = name;
    choice.augmentations = augmentations;
    return choice;
  }

  /** Refuses what is wrong with the words, before any picture is read. */
  void check() {
    of("small-pictures");
  }

  /**
   * Refuses an augmentation that does not fit, before any picture is read; what nobody typed does.
   *
   * @param input height and width of what the network sees
   */
  void requireRoom(Extent input) {
    if (!leavesAugmentationOpen()) {
      AugmentationPolicies.requireRoom(of("small-pictures").augmentations(), input);
    }
  }

  /**
   * The recipe for a network that knows nothing.
   *
   * @param generated whether the pictures are our own
   * @param side the usual longer side of the pictures
   */
  Recipe forNewNetwork(boolean generated, int side) {
    Recipe recipe = of(SizeRule.recipe(side));
    return generated ? DefaultRun.adapted(recipe, this) : recipe;
  }

  /**
   * The recipe with its changes.
   *
   * @param usual its name, if none was typed
   */
  Recipe of(String usual) {
    return changed(Recipes.named(name == null ? usual : name));
  }

  /** Which options were typed. */
  List<String> given() {
    List<String> given = new ArrayList<>();
    note(given, "--recipe", name);
    note(given, "--epochs", epochs);
    note(given, "--batch", batch);
    note(given, "--learning-rate", learningRate);
    note(given, "--schedule", schedule);
    note(given, "--loss", loss);
    note(given, "--augment", augmentations);
    note(given, "--average-decay", averageDecay);
    note(given, "--clip", clip);
    decays.keySet().forEach(role -> given.add("--decay-" + role.label()));
    return given;
  }

  private static void note(List<String> given, String option, @Nullable Object value) {
    if (value != null) {
      given.add(option);
    }
  }

  /** Whether these words leave the length of the run open, recipe and all. */
  boolean leavesLengthOpen() {
    return name == null && epochs == null;
  }

  /** Whether these words leave the size of batches open, recipe and all. */
  boolean leavesBatchOpen() {
    return name == null && batch == null;
  }

  /** Whether these words leave the learning rate open, recipe, batches and all. */
  boolean leavesRateOpen() {
    return name == null && batch == null && learningRate == null;
  }

  /** Whether these words leave the course of the rate open, recipe and all. */
  boolean leavesScheduleOpen() {
    return name == null && schedule == null;
  }

  /** Whether these words leave augmentation open, recipe and all. */
  boolean leavesAugmentationOpen() {
    return name == null && augmentations == null;
  }

  private Recipe changed(Recipe recipe) {
    Recipe changed = recipe;
    if (epochs != null) {
      changed = changed.withEpochs(within("--epochs", epochs, MOST_EPOCHS));
    }
    if (batch != null) {
      changed = changed.withBatchSize(within("--batch", batch, MOST_BATCH));
    }
    if (learningRate != null) {
      if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
        throw new InputException(
            "Option --learning-rate is %s; expected a number above 0.".formatted(learningRate));
      }
      changed = changed.withLearningRate(learningRate);
    }
    if (schedule != null) {
      changed = changed.withSchedule(ScheduleText.parse(schedule));
    }
    if (loss != null) {
      changed = changed.withLoss(LossFunction.named(loss));
    }
    if (augmentations != null) {
      changed = changed.withAugmentations(AugmentationSetting.parse(augmentations));
    }
    if (averageDecay != null) {
      changed = averaged(changed, averageDecay);
    }
    if (clip != null) {
      changed = changed.withClipping(clipping(clip));
    }
    WeightDecay decay = changed.regularization().weightDecay();
    for (Map.Entry<DecayRole, Double> each : decays.entrySet()) {
      if (!(each.getValue() >= 0 && each.getValue() < Double.POSITIVE_INFINITY)) {
        throw new InputException(
            "Option --decay-%s is %s; expected a number of at least 0."
                .formatted(each.getKey().label(), each.getValue()));
      }
      decay = decay.with(each.getKey(), each.getValue());
    }
    return changed.withWeightDecay(decay);
  }

  private static Recipe averaged(Recipe recipe, String text) {
    if (text.equals("none")) {
      return recipe.withoutAverage();
    }
    if (text.matches("[0-9]?\\.[0-9]{1,12}|0")) {
      double decay = Double.parseDouble(text);
      if (decay < 1) {
        return recipe.withAverage(decay);
      }
    }
    throw new InputException(
        "Option --average-decay is '%s'; expected a number from 0 to below 1, such as 0.999, or none."
            .formatted(text));
  }

  private static GradientClipping clipping(String text) {
    if (text.equals("none")) {
      return new GradientClipping.None();
    }
    if (text.matches("[0-9]{1,6}(\\.[0-9]{1,12})?|\\.[0-9]{1,12}")) {
      double limit = Double.parseDouble(text);
      if (limit > 0) {
        return new GradientClipping.ByGlobalNorm(limit);
      }
    }
    throw new InputException(
        "Option --clip is '%s'; expected a number above 0, such as 5, or none.".formatted(text));
  }

  private static int within(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new InputException(
          "Option %s is %d; expected a number from 1 to %d.".formatted(option, value, most));
    }
    return value;
  }
}
