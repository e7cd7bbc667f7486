package org.mobilenet4j.cli;

import java.util.Optional;
import org.mobilenet4j.kernels.Gang;

/**
 * The threads that {@code --threads} gets: never more than there are processors, and one sentence
 * where that is fewer than were asked for.
 *
 * @param threads that compute
 * @param remark what to tell the user, if there is something to tell
 */
record ThreadChoice(int threads, Optional<String> remark) {
  private static final int MOST_THREADS = 1024;

  /**
   * @param asked what was typed
   * @throws InputException if nobody can mean it
   */
  static ThreadChoice of(int asked) {
    if (asked < 1 || asked > MOST_THREADS) {
      throw new InputException(
          "Option --threads is %d; expected a number from 1 to %d.".formatted(asked, MOST_THREADS));
    }
    int granted = Gang.granted(asked);
    return new ThreadChoice(
        granted,
        granted == asked
            ? Optional.empty()
            : Optional.of(
                "--threads %d becomes %d: this machine or container grants no more processors."
                    .formatted(asked, granted)));
  }

  /** All processors. */
  static ThreadChoice all() {
    return new ThreadChoice(Runtime.getRuntime().availableProcessors(), Optional.empty());
  }
}
