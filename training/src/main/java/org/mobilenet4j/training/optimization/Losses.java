package org.mobilenet4j.training.optimization;

/**
 * The arithmetic of {@link Loss}. Exponentials and logarithms are those of {@link StrictMath},
 * which are the same bits on every machine; beside a network's own work they cost nothing.
 */
final class Losses {
  private Losses() {}

  static double crossEntropy(
      Loss.CrossEntropy loss,
      float[] logits,
      float[] targets,
      int rows,
      int classes,
      float[] gradient) {
    requireLengths(logits, targets, rows, classes, gradient);
    double[] weights = loss.weights().expand(classes);
    double divisor = weightOf(targets, weights, loss.weights(), rows, classes);
    double kept = 1 - loss.labelSmoothing();
    double even = loss.labelSmoothing() / classes;
    double total = 0;
    for (int row = 0; row < rows; row++) {
      int offset = row * classes;
      double logOfSum = logOfSum(logits, offset, 1, classes);
      double mass = 0;
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        double target = weights[c] * (kept * targets[offset + c] + even);
        mass += target;
        sum += target * (logOfSum - logits[offset + c]);
      }
      total += sum;
      for (int c = 0; c < classes; c++) {
        double target = weights[c] * (kept * targets[offset + c] + even);
        double probability = StrictMath.exp(logits[offset + c] - logOfSum);
        gradient[offset + c] = (float) ((mass * probability - target) / divisor);
      }
    }
    return total / divisor;
  }

  /** What the mean divides by: the rows, or what their targets weigh. */
  private static double weightOf(
      float[] targets, double[] weights, ClassWeights classWeights, int rows, int classes) {
    if (classWeights.factors().isEmpty()) {
      return rows;
    }
    double weight = 0;
    for (int i = 0; i < rows * classes; i++) {
      weight += weights[i % classes] * targets[i];
    }
    return weight;
  }

  static double binary(
      Loss.Binary loss, float[] logits, float[] targets, int rows, int classes, float[] gradient) {
    requireLengths(logits, targets, rows, classes, gradient);
    double[] weights = loss.weights().expand(classes);
    double kept = 1 - loss.labelSmoothing();
    double even = loss.labelSmoothing() / classes;
    double divisor = (double) rows * classes;
    double total = 0;
    for (int i = 0; i < rows * classes; i++) {
      double logit = logits[i];
      double target = kept * targets[i] + even;
      double weight = weights[i % classes];
      // log(1 + e^logit) − target · logit, without an exponential that could overflow.
      double small = StrictMath.exp(-Math.abs(logit));
      total += weight * (Math.max(logit, 0) - target * logit + StrictMath.log1p(small));
      double probability = (logit >= 0 ? 1 : small) / (1 + small);
      gradient[i] = (float) (weight * (probability - target) / divisor);
    }
    return total / divisor;
  }

  static double distillation(
      Loss.Distillation loss,
      float[] logits,
      float[] targets,
      float[] teacher,
      int rows,
      int classes,
      float[] gradient) {
    requireLengths(logits, targets, rows, classes, gradient);
    requireLength("the teacher's logits", teacher, rows, classes);
    double hard = loss.hard().valueAndGradient(logits, targets, rows, classes, gradient);
    double temperature = loss.temperature();
    double weight = loss.weight();
    double total = 0;
    for (int row = 0; row < rows; row++) {
      int offset = row * classes;
      double student = logOfSum(logits, offset, temperature, classes);
      double taught = logOfSum(teacher, offset, temperature, classes);
      double divergence = 0;
      for (int c = 0; c < classes; c++) {
        double logOfStudent = logits[offset + c] / temperature - student;
        double logOfTeacher = teacher[offset + c] / temperature - taught;
        double probability = StrictMath.exp(logOfTeacher);
        // A class that the teacher excludes (−∞) weighs nothing, and 0 · ∞ is not a number.
        divergence += probability == 0 ? 0 : probability * (logOfTeacher - logOfStudent);
        double pull = temperature * (StrictMath.exp(logOfStudent) - probability) / rows;
        gradient[offset + c] = (float) ((1 - weight) * gradient[offset + c] + weight * pull);
      }
      total += divergence;
    }
    return (1 - weight) * hard + weight * temperature * temperature * total / rows;
  }

  /** The logarithm of the sum of {@code e^(logit / temperature)} over one row. */
  private static double logOfSum(float[] logits, int offset, double temperature, int classes) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      largest = Math.max(largest, logits[offset + c] / temperature);
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += StrictMath.exp(logits[offset + c] / temperature - largest);
    }
    return largest + StrictMath.log(sum);
  }

  private static void requireLengths(
      float[] logits, float[] targets, int rows, int classes, float[] gradient) {
    if (rows < 1 || classes < 1) {
      throw new IllegalArgumentException(
          "A loss over %d rows of %d classes; expected at least one of each."
              .formatted(rows, classes));
    }
    requireLength("the logits", logits, rows, classes);
    requireLength("the targets", targets, rows, classes);
    requireLength("the gradient", gradient, rows, classes);
  }

  private static void requireLength(String what, float[] array, int rows, int classes) {
    if (array.length < Math.multiplyExact(rows, classes)) {
      throw new IllegalArgumentException(
          "%d rows of %d classes, but %s hold %d numbers; expected at least %d."
              .formatted(rows, classes, what, array.length, rows * classes));
    }
  }
}
