package org.mobilenet4j.training;

import java.nio.file.Path;
import java.util.Optional;
import org.mobilenet4j.training.optimization.PlainNumber;

/**
 * What is said of a run that diverged: where, by what one sees it, and what to do. The same run
 * would diverge again, so it is not to be resumed.
 *
 * @param task of the run
 * @param state of the run
 * @param checkpoint where the state before lies, if it is kept
 */
record DivergedRun(TrainingTask task, RunState state, Optional<Path> checkpoint) {
  /**
   * While it learned.
   *
   * @param step of the epoch, from 1
   * @param steps of the epoch
   * @param what one sees it by
   */
  TrainingException atStep(int step, int steps, String what) {
    return at("step %d of %d".formatted(step, steps), what);
  }

  /**
   * When its weights were judged: the last step of an epoch has no other behind it that would show
   * what it did.
   *
   * @param what one sees it by
   */
  TrainingException afterEpoch(String what) {
    return at("after its last step", what);
  }

  /** Where the last forward pass went wrong, to be put behind what was seen. */
  String firstNotFinite() {
    return state.network().firstNotFinite().map(" (first in '%s')"::formatted).orElse("");
  }

  private TrainingException at(String place, String what) {
    double rate = task.recipe().learningRate().scaledTo(task.recipe().batchSize());
    String kept =
        checkpoint
            .map(
                ", and with --overwrite: from the checkpoint %s, which is from before, the run would come here again"
                    ::formatted)
            .orElse("");
    return new TrainingException(
        "Training diverged in epoch %d, %s: %s; begin anew with a lower learning rate, such as --learning-rate %s instead of %s%s."
            .formatted(
                state.position().epoch() + 1,
                place,
                what,
                PlainNumber.of(rate / 10),
                PlainNumber.of(rate),
                kept));
  }
}
