package org.mobilenet4j.training;

import java.util.OptionalInt;

/** Finds what is no number, or an infinite one: where it is, no later number can be trusted. */
final class NotFinite {
  private NotFinite() {}

  /**
   * @param numbers to look through
   * @return the index of the first that is not finite, if one is
   */
  static OptionalInt first(float[] numbers) {
    return first(numbers, 0, numbers.length);
  }

  /**
   * @param numbers to look through
   * @param from the index to begin with
   * @param to the index to end before
   * @return the index of the first that is not finite, if one is
   */
  static OptionalInt first(float[] numbers, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Float.isFinite(numbers[i])) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }
}
