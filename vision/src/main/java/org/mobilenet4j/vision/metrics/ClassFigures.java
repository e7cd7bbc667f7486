package org.mobilenet4j.vision.metrics;

import java.util.OptionalDouble;

/**
 * How well one class is told from the others.
 *
 * @param index the class, from 0
 * @param label its name
 * @param support how many pictures are of it
 * @param predictions how many pictures were taken for it
 * @param correct how many of its pictures were named rightly
 */
public record ClassFigures(int index, String label, int support, int predictions, int correct) {
  /** Refuses what cannot be counted. */
  public ClassFigures {
    if (correct < 0 || correct > support || correct > predictions) {
      throw new IllegalArgumentException(
          "Class %d: %d right of %d pictures and %d predictions."
              .formatted(index, correct, support, predictions));
    }
  }

  /**
   * Of the pictures taken for this class, the share that is of it.
   *
   * @return from 0 to 1; nothing if the class was never predicted
   */
  public OptionalDouble precision() {
    return share(correct, predictions);
  }

  /**
   * Of the pictures of this class, the share that was named rightly.
   *
   * @return from 0 to 1; nothing if there is no picture of the class
   */
  public OptionalDouble recall() {
    return share(correct, support);
  }

  /**
   * The harmonic mean of precision and recall, {@code 2 correct / (support + predictions)}.
   *
   * @return from 0 to 1, 0 where pictures or predictions are there but none is right; nothing if
   *     there is neither a picture nor a prediction
   */
  public OptionalDouble f1() {
    return share(2L * correct, (long) support + predictions);
  }

  private static OptionalDouble share(long part, long whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }
}
