package org.mobilenet4j.training.optimization;

/**
 * How wrong a network is: a number to make small, and its derivative by the logits.
 *
 * <p>Logits, targets and gradient are {@code rows × classes}, row-major. Targets are probability
 * rows: one 1 and zeros for a label, fractions after mixup or cutmix. The result is a mean over
 * rows, summed in double precision row by row, so that it has the same bits everywhere.
 */
public sealed interface Loss permits Loss.CrossEntropy, Loss.Binary, Loss.Distillation {
  /**
   * Softmax and the negative logarithm of the probability of what is right. Smoothed targets are
   * {@code (1 − s) · target + s / classes} (Szegedy et al. 2015, section 7). With class weights
   * {@code k} it is a weighted mean, {@code Σ k · −target · log p / Σ k · target} over all rows and
   * classes, targets smoothed above and not below the line, as torch has it for labels.
   *
   * @param labelSmoothing {@code s}; at least 0, below 1
   * @param weights how much each class counts
   */
  record CrossEntropy(double labelSmoothing, ClassWeights weights) implements Loss {
    public CrossEntropy {
      smoothing(labelSmoothing);
    }

    /**
     * @param labelSmoothing at least 0, below 1
     */
    public CrossEntropy(double labelSmoothing) {
      this(labelSmoothing, ClassWeights.equal());
    }
  }

  /**
   * A sigmoid and a yes-or-no question for each class: the mean of the binary cross-entropy over
   * rows and classes, as torch and timm have it. Several targets of a row may be 1. Smoothing is
   * timm's, the same {@code (1 − s) · target + s / classes} as above. Class weights multiply a
   * class's share of the mean.
   *
   * @param labelSmoothing {@code s}; at least 0, below 1
   * @param weights how much each class counts
   */
  record Binary(double labelSmoothing, ClassWeights weights) implements Loss {
    public Binary {
      smoothing(labelSmoothing);
    }

    /**
     * @param labelSmoothing at least 0, below 1
     */
    public Binary(double labelSmoothing) {
      this(labelSmoothing, ClassWeights.equal());
    }
  }

  /**
   * Learning from a teacher's logits (Hinton et al. 2015): {@code (1 − weight) · hard + weight · T²
   * · KL(softmax(teacher / T) ‖ softmax(logits / T))}. The factor {@code T²} keeps the size of the
   * gradient when the temperature changes.
   *
   * @param temperature {@code T}; above 0: 1 is the teacher's own probabilities, more is softer
   * @param weight share of the teacher, from 0 to 1
   * @param hard the loss on the targets; not itself a distillation
   */
  record Distillation(double temperature, double weight, Loss hard) implements Loss {
    public Distillation {
      if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "Distillation at temperature %s; expected a number above 0.".formatted(temperature));
      }
      if (!(weight >= 0 && weight <= 1)) {
        throw new IllegalArgumentException(
            "Distillation with weight %s; expected 0 to 1.".formatted(weight));
      }
      if (hard instanceof Distillation) {
        throw new IllegalArgumentException(
            "Distillation whose hard loss is a distillation; expected a loss on targets alone.");
      }
    }
  }

  /**
   * The loss without a teacher.
   *
   * @param logits {@code rows × classes}
   * @param targets {@code rows × classes}
   * @param rows at least 1
   * @param classes at least 1
   * @param gradient receives the derivative of the result by each logit; as long as the logits or
   *     longer
   * @return the mean; not a number, or infinite, if a logit is
   * @throws IllegalArgumentException if an array is too short, the class weights are of another
   *     number of classes, or this loss needs a teacher
   */
  default double valueAndGradient(
      float[] logits, float[] targets, int rows, int classes, float[] gradient) {
    return switch (this) {
      case CrossEntropy loss -> Losses.crossEntropy(loss, logits, targets, rows, classes, gradient);
      case Binary loss -> Losses.binary(loss, logits, targets, rows, classes, gradient);
      case Distillation _ ->
          throw new IllegalArgumentException(
              "Distillation needs the logits of the teacher; hand them over.");
    };
  }

  /**
   * The loss with a teacher; losses that need none do not look at its logits.
   *
   * @param logits {@code rows × classes}
   * @param targets {@code rows × classes}
   * @param teacher the teacher's logits, {@code rows × classes}
   * @param rows at least 1
   * @param classes at least 1
   * @param gradient receives the derivative of the result by each logit; as long as the logits or
   *     longer
   * @return the mean; not a number, or infinite, if a logit is
   * @throws IllegalArgumentException if an array is too short or the class weights are of another
   *     number of classes
   */
  default double valueAndGradient(
      float[] logits, float[] targets, float[] teacher, int rows, int classes, float[] gradient) {
    return switch (this) {
      case CrossEntropy _, Binary _ -> valueAndGradient(logits, targets, rows, classes, gradient);
      case Distillation loss ->
          Losses.distillation(loss, logits, targets, teacher, rows, classes, gradient);
    };
  }

  private static void smoothing(double labelSmoothing) {
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new IllegalArgumentException(
          "Label smoothing %s; expected at least 0 and below 1.".formatted(labelSmoothing));
    }
  }
}
