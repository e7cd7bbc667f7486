package org.mobilenet4j.training.recipe;

import org.mobilenet4j.training.optimization.PlainNumber;
import org.mobilenet4j.training.optimization.Schedule;

/**
 * A learning rate, the batch size it was found for, and how it changes.
 *
 * <p>A batch of another size scales the rate by the same factor, the linear scaling rule of Goyal
 * et al. 2017: {@code k} times as many pictures in a step, {@code k} times as long a step.
 *
 * @param value the rate where the schedule's factor is 1; above 0
 * @param forBatchSize pictures in a step for which it holds; at least 1
 * @param schedule how it changes over the run
 */
public record LearningRate(double value, int forBatchSize, Schedule schedule) {
  public LearningRate {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Learning rate %s; expected a number above 0.".formatted(value));
    }
    if (forBatchSize < 1) {
      throw new IllegalArgumentException(
          "A learning rate for batches of %d; expected at least 1.".formatted(forBatchSize));
    }
  }

  /**
   * @param batchSize pictures in a step, at least 1
   * @return the rate for batches of that size
   */
  public double scaledTo(int batchSize) {
    return value * batchSize / forBatchSize;
  }

  /**
   * @param batchSize pictures in a step
   * @param epoch how far the run is, with fractions
   * @param epochs how long the run is
   * @return the rate at that moment
   */
  public double at(int batchSize, double epoch, double epochs) {
    return scaledTo(batchSize) * schedule.at(epoch, epochs);
  }

  String describe(int batchSize) {
    return batchSize == forBatchSize
        ? "%s for batches of %d".formatted(PlainNumber.of(value), batchSize)
        : "%s for batches of %d, scaled linearly to %s for our batches of %d"
            .formatted(
                PlainNumber.of(value),
                forBatchSize,
                PlainNumber.of(scaledTo(batchSize)),
                batchSize);
  }
}
