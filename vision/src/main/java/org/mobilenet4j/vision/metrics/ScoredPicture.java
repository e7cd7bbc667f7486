package org.mobilenet4j.vision.metrics;

/**
 * What a classifier said about one picture whose class is known.
 *
 * @param name what to call the picture, for people: its file, or its place in an archive
 * @param label its true class, from 0
 * @param classes how many classes the classifier has
 * @param predicted the likeliest class; of equally likely ones that of the lower index
 * @param rank the place of the true class among all, 1 for the likeliest; of equally likely ones
 *     the lower index is ahead
 * @param confidence the probability of the predicted class, from 0 to 1
 * @param loss negative natural logarithm of the true class's probability; at least 0
 */
public record ScoredPicture(
    String name, int label, int classes, int predicted, int rank, double confidence, double loss) {
  /**
   * The least probability that a loss is taken of: a 32-bit softmax rounds smaller ones to 0, whose
   * logarithm would make every mean infinite. The loss of a picture is therefore at most 87.34.
   */
  public static final float LEAST_PROBABILITY = Float.MIN_NORMAL;

  /** How far the sum of 32-bit probabilities may be from 1, for thousands of rounded terms. */
  private static final double SUM_TOLERANCE = 1e-3;

  /** Refuses what no classifier can have said. */
  public ScoredPicture {
    requireClass(name, label, classes);
    if (predicted < 0 || predicted >= classes || rank < 1 || rank > classes) {
      throw new IllegalArgumentException(
          "%s: class %d came first and the true one at place %d, among %d classes."
              .formatted(name, predicted, rank, classes));
    }
    if ((rank == 1) != (predicted == label)) {
      throw new IllegalArgumentException(
          "%s: the true class %d is at place %d, but class %d came first."
              .formatted(name, label, rank, predicted));
    }
    if (!(confidence >= 0 && confidence <= 1) || !(loss >= 0 && loss < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s: confidence %s and loss %s; expected a probability and a finite number from 0."
              .formatted(name, confidence, loss));
    }
  }

  /**
   * From the probabilities of all classes.
   *
   * @param name what to call the picture
   * @param label its true class
   * @param probabilities one a class, from 0 to 1, with the sum 1; not kept
   * @return what the figures need of it
   * @throws IllegalArgumentException if there is no such class, or these are no probabilities
   */
  public static ScoredPicture of(String name, int label, float[] probabilities) {
    requireClass(name, label, probabilities.length);
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      if (!(probabilities[i] >= 0 && probabilities[i] <= 1)) {
        throw new IllegalArgumentException(
            "%s: class %d has the probability %s; expected a number from 0 to 1."
                .formatted(name, i, probabilities[i]));
      }
      sum += probabilities[i];
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw new IllegalArgumentException(
          "%s: the probabilities have the sum %s; expected 1. Are they logits?"
              .formatted(name, sum));
    }
    int first = first(probabilities);
    return new ScoredPicture(
        name,
        label,
        probabilities.length,
        first,
        rank(probabilities, label),
        probabilities[first],
        loss(Math.max(probabilities[label], LEAST_PROBABILITY)));
  }

  /**
   * From the network's outputs before the softmax.
   *
   * @param name what to call the picture
   * @param label its true class
   * @param logits one a class, finite; not kept
   * @return what the figures need of it
   * @throws IllegalArgumentException if there is no such class, or a logit is not finite
   */
  public static ScoredPicture ofLogits(String name, int label, float[] logits) {
    requireClass(name, label, logits.length);
    for (int i = 0; i < logits.length; i++) {
      if (!Float.isFinite(logits[i])) {
        throw new IllegalArgumentException(
            "%s: the logit of class %d is %s; expected a finite number."
                .formatted(name, i, logits[i]));
      }
    }
    int first = first(logits);
    double sum = 0;
    for (float logit : logits) {
      sum += StrictMath.exp((double) logit - logits[first]);
    }
    double truth = StrictMath.exp((double) logits[label] - logits[first]) / sum;
    return new ScoredPicture(
        name,
        label,
        logits.length,
        first,
        rank(logits, label),
        1 / sum,
        loss(Math.max(truth, LEAST_PROBABILITY)));
  }

  /**
   * @return whether the true class came first
   */
  public boolean correct() {
    return predicted == label;
  }

  private static void requireClass(String name, int label, int classes) {
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          "%s is of class %d, but there are %d classes; expected an index from 0 to %d."
              .formatted(name, label, classes, classes - 1));
    }
  }

  /** StrictMath, here and above: the same bits on every machine. */
  private static double loss(double probability) {
    // Not -log(1), which is a negative zero.
    return probability >= 1 ? 0 : -StrictMath.log(probability);
  }

  private static int first(float[] scores) {
    int first = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[first]) {
        first = i;
      }
    }
    return first;
  }

  private static int rank(float[] scores, int label) {
    int before = 0;
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] > scores[label] || (scores[i] == scores[label] && i < label)) {
        before++;
      }
    }
    return before + 1;
  }
}
