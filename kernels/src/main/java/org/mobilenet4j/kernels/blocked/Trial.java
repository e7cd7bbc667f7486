package org.mobilenet4j.kernels.blocked;

import org.mobilenet4j.kernels.Exponential;
import org.mobilenet4j.kernels.Tail;

/**
 * A small piece of work for one kernel: to train it, to prove it and to time it.
 *
 * @param <K> the interface of the kernel
 */
interface Trial<K> {
  /** Tiles that a trial has data for. */
  int MOST_TILES = 8;

  /**
   * Runs a kernel.
   *
   * @param kernel an implementation of the variant
   * @param tiles how many tiles, from 0 to {@link #MOST_TILES}
   */
  void run(K kernel, int tiles);

  /**
   * @param kernel an implementation of the variant
   * @return whether it computes what the definition says, to the bit
   */
  boolean isRight(K kernel);

  /**
   * @return multiply-adds of one tile
   */
  long multiplyAdds();

  /**
   * Runs the piece of work by which a kernel is timed.
   *
   * @param kernel an implementation of the variant
   */
  default void runLong(K kernel) {
    run(kernel, MOST_TILES);
  }

  /**
   * @return what that piece takes at best
   */
  Effort effort();

  /**
   * Numbers that repeat after a while and are exact in few bits, none of them zero.
   *
   * @param count how many
   * @param seed equal seeds give equal numbers
   * @return numbers between -4 and 4
   */
  static float[] numbers(int count, int seed) {
    float[] numbers = new float[count];
    int state = seed;
    for (int i = 0; i < count; i++) {
      state = state * 1103515245 + 12345;
      numbers[i] = ((state >>> 16) % 1999 - 999.5f) / 256;
    }
    return numbers;
  }

  /** The tails by their definition. */
  static float tail(Tail tail, float x) {
    return switch (tail) {
      case NONE -> x;
      case RELU -> x < 0 ? 0 : x;
      case RELU6 -> clamp(x);
      case HARD_SWISH -> x * (1f / 6f) * clamp(x + 3f);
      case SWISH -> Exponential.swish(x);
    };
  }

  private static float clamp(float x) {
    float low = x < 0 ? 0 : x;
    return low > 6 ? 6 : low;
  }
}
