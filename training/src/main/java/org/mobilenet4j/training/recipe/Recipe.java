package org.mobilenet4j.training.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.mobilenet4j.training.optimization.DecayRole;
import org.mobilenet4j.training.optimization.GradientClipping;
import org.mobilenet4j.training.optimization.Optimizer;
import org.mobilenet4j.training.optimization.PlainNumber;
import org.mobilenet4j.training.optimization.Schedule;
import org.mobilenet4j.training.optimization.WeightDecay;
import org.mobilenet4j.training.report.NamedValue;

/**
 * A training run as data: everything that decides over its result beside network, pictures and
 * seed.
 *
 * @param name by which {@link Recipes} knows it
 * @param networks what it was made for, in the source's words; {@code any} for our own
 * @param source where it is printed
 * @param optimizer how gradients move weights
 * @param learningRate the rate, the batch size it was printed for, and its schedule
 * @param batchSize pictures in a step; at least 1
 * @param epochs how often every picture is seen; at least 1
 * @param regularization weight decay by role, dropout, stochastic depth, label smoothing
 * @param loss what is made small
 * @param averageDecay decay of the moving average of the weights; empty if there is none
 * @param batchNorm how running statistics are kept
 * @param augmentations what is done to the pictures, in order; none that exclude each other
 * @param clipping how gradients are kept in bounds
 * @param printed every setting as its source prints it, beside what the recipe takes; what a {@code
 *     with…} method has changed since does not appear in it
 */
public record Recipe(
    String name,
    String networks,
    String source,
    Optimizer optimizer,
    LearningRate learningRate,
    int batchSize,
    int epochs,
    Regularization regularization,
    LossFunction loss,
    OptionalDouble averageDecay,
    BatchNormSettings batchNorm,
    List<AugmentationSetting> augmentations,
    GradientClipping clipping,
    List<PrintedSetting> printed) {
  public Recipe {
    augmentations = List.copyOf(augmentations);
    printed = List.copyOf(printed);
    AugmentationSetting.requireTogether(augmentations);
    if (batchSize < 1 || epochs < 1) {
      throw new IllegalArgumentException(
          "Recipe '%s' with batches of %d in %d epochs; expected at least 1 of both."
              .formatted(name, batchSize, epochs));
    }
    averageDecay.ifPresent(decay -> {
      if (!(decay >= 0 && decay < 1)) {
        throw new IllegalArgumentException(
            "Recipe '%s' averages weights with decay %s; expected at least 0 and below 1."
                .formatted(name, decay));
      }
    });
  }

  /**
   * @param epoch how far the run is, with fractions: step 50 of 200 in epoch 3 is 3.25
   * @return the learning rate at that moment, scaled to the batch size
   */
  public double learningRateAt(double epoch) {
    return learningRate.at(batchSize, epoch, epochs);
  }

  /**
   * @param classes how many there are
   * @return the loss of a network that knows nothing, which holds every answer for equally likely
   */
  public double lossOfGuessing(int classes) {
    return loss.ofGuessing(classes);
  }

  /**
   * @param newOptimizer how gradients move weights
   * @return this recipe with it; the learning rate is not adapted
   */
  public Recipe withOptimizer(Optimizer newOptimizer) {
    return with(draft -> draft.optimizer = newOptimizer);
  }

  /**
   * @param newBatchSize pictures in a step
   * @return this recipe with it, and the learning rate scaled linearly
   */
  public Recipe withBatchSize(int newBatchSize) {
    return with(draft -> draft.batchSize = newBatchSize);
  }

  /**
   * @param rate the learning rate for this recipe's batch size
   * @return this recipe with that rate and the same schedule
   */
  public Recipe withLearningRate(double rate) {
    return with(
        draft -> draft.learningRate = new LearningRate(rate, batchSize, learningRate.schedule()));
  }

  /**
   * @param schedule how the rate changes
   * @return this recipe with it
   */
  public Recipe withSchedule(Schedule schedule) {
    return with(draft ->
        draft.learningRate =
            new LearningRate(learningRate.value(), learningRate.forBatchSize(), schedule));
  }

  /**
   * @param newEpochs how often every picture is seen
   * @return this recipe with that length
   */
  public Recipe withEpochs(int newEpochs) {
    return with(draft -> draft.epochs = newEpochs);
  }

  /**
   * @param decay by role
   * @return this recipe with it
   */
  public Recipe withWeightDecay(WeightDecay decay) {
    return withRegularization(
        new Regularization(
            decay,
            regularization.dropout(),
            regularization.stochasticDepth(),
            regularization.labelSmoothing()));
  }

  /**
   * @param smoothing share of the target that is spread over all classes
   * @return this recipe with it
   */
  public Recipe withLabelSmoothing(double smoothing) {
    return withRegularization(
        new Regularization(
            regularization.weightDecay(),
            regularization.dropout(),
            regularization.stochasticDepth(),
            smoothing));
  }

  /**
   * @param newRegularization decay, dropout, stochastic depth and smoothing
   * @return this recipe with them
   */
  public Recipe withRegularization(Regularization newRegularization) {
    return with(draft -> draft.regularization = newRegularization);
  }

  /**
   * @param newLoss what is made small
   * @return this recipe with it
   */
  public Recipe withLoss(LossFunction newLoss) {
    return with(draft -> draft.loss = newLoss);
  }

  /**
   * @param decay of the moving average of the weights
   * @return this recipe with such an average
   */
  public Recipe withAverage(double decay) {
    return with(draft -> draft.averageDecay = OptionalDouble.of(decay));
  }

  /**
   * @return this recipe without a moving average
   */
  public Recipe withoutAverage() {
    return with(draft -> draft.averageDecay = OptionalDouble.empty());
  }

  /**
   * @param settings how running statistics are kept
   * @return this recipe with them
   */
  public Recipe withBatchNorm(BatchNormSettings settings) {
    return with(draft -> draft.batchNorm = settings);
  }

  /**
   * @param newAugmentations instead of this recipe's, in order; none that exclude each other
   * @return this recipe with them
   */
  public Recipe withAugmentations(List<AugmentationSetting> newAugmentations) {
    return with(draft -> draft.augmentations = newAugmentations);
  }

  /**
   * @param newClipping how gradients are kept in bounds
   * @return this recipe with it
   */
  public Recipe withClipping(GradientClipping newClipping) {
    return with(draft -> draft.clipping = newClipping);
  }

  private Recipe with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new Recipe(
        name,
        networks,
        source,
        draft.optimizer,
        draft.learningRate,
        draft.batchSize,
        draft.epochs,
        draft.regularization,
        draft.loss,
        draft.averageDecay,
        draft.batchNorm,
        draft.augmentations,
        draft.clipping,
        printed);
  }

  /** What a change may touch; lives within one {@code with…} method. */
  private static final class Draft {
    private Optimizer optimizer;
    private LearningRate learningRate;
    private int batchSize;
    private int epochs;
    private Regularization regularization;
    private LossFunction loss;
    private OptionalDouble averageDecay;
    private BatchNormSettings batchNorm;
    private List<AugmentationSetting> augmentations;
    private GradientClipping clipping;

    Draft(Recipe recipe) {
      optimizer = recipe.optimizer;
      learningRate = recipe.learningRate;
      batchSize = recipe.batchSize;
      epochs = recipe.epochs;
      regularization = recipe.regularization;
      loss = recipe.loss;
      averageDecay = recipe.averageDecay;
      batchNorm = recipe.batchNorm;
      augmentations = recipe.augmentations;
      clipping = recipe.clipping;
    }
  }

  /**
   * @return a line for each setting as it is now, for the start of a run
   */
  public List<String> describe() {
    return settings().stream()
        .map(setting -> "%-15s %s".formatted(setting.name(), setting.value()))
        .toList();
  }

  /**
   * @return the same, name and value apart
   */
  public List<NamedValue> settings() {
    List<NamedValue> lines = new ArrayList<>();
    lines.add(line("recipe", "%s (%s)".formatted(name, source)));
    lines.add(line("optimizer", optimizer.describe()));
    lines.add(line("learning rate", learningRate.describe(batchSize)));
    lines.add(line("schedule", learningRate.schedule().describe()));
    lines.add(line("loss", loss.describe()));
    lines.add(
        line(
            "length",
            "%d %s in batches of %d"
                .formatted(epochs, epochs == 1 ? "epoch" : "epochs", batchSize)));
    lines.add(line("weight decay", decay(regularization.weightDecay())));
    lines.add(
        line(
            "regularisation",
            "dropout %s, stochastic depth %s, label smoothing %s"
                .formatted(
                    PlainNumber.of(regularization.dropout()),
                    PlainNumber.of(regularization.stochasticDepth()),
                    PlainNumber.of(regularization.labelSmoothing()))));
    lines.add(
        line(
            "average",
            averageDecay.isPresent()
                ? "of the weights, decay %s".formatted(PlainNumber.of(averageDecay.getAsDouble()))
                : "none"));
    lines.add(line("batch norm", batchNorm.describe()));
    lines.add(
        line(
            "augmentation",
            augmentations.isEmpty()
                ? "none"
                : augmentations.stream()
                    .map(AugmentationSetting::text)
                    .collect(Collectors.joining(", "))));
    lines.add(line("clipping", clipping.describe()));
    return lines;
  }

  private static String decay(WeightDecay decay) {
    return java.util.Arrays.stream(DecayRole.values())
        .map(role ->
            role.label() + " " + (decay.of(role) == 0 ? "none" : PlainNumber.of(decay.of(role))))
        .collect(Collectors.joining(", "));
  }

  private static NamedValue line(String what, String value) {
    return new NamedValue(what, value);
  }

  /**
   * @return a sentence for each setting that is not simply the source's: what is not printed and
   *     what is taken instead, what is read how, what is not imitated
   */
  public List<String> notes() {
    return printed.stream().flatMap(setting -> setting.note().stream()).toList();
  }
}
