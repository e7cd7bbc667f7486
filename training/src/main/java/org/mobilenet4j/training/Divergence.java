package org.mobilenet4j.training;

/**
 * Sees a run whose loss grows beyond all sense while it is still a number. One bad batch is none:
 * the loss must stay far above that of guessing, and above the one it began with, for some steps on
 * end.
 */
final class Divergence {
  /** Steps on end; a spike is over sooner. */
  private static final int STEPS = 20;

  /**
   * How many times the loss of guessing, or the first one if that is larger, is beyond all sense.
   */
  private static final double FACTOR = 10;

  private double limit;
  private boolean begun;
  private int above;

  Divergence(TrainingTask task) {
    double hard = task.recipe().lossOfGuessing(task.data().train().labels().size());
    double soft = Math.log(task.data().train().labels().size());
    double guessing =
        task.teacher()
            .map(teacher ->
                (1 - teacher.weight()) * hard
                    + teacher.weight() * teacher.temperature() * teacher.temperature() * soft)
            .orElse(hard);
    this.limit = FACTOR * guessing;
  }

  /** Takes the loss of a step. */
  boolean isSeenIn(double loss) {
    if (!begun) {
      limit = Math.max(limit, FACTOR * loss);
      begun = true;
    }
    above = loss > limit ? above + 1 : 0;
    return above == STEPS;
  }

  /** What was seen. */
  String sentence() {
    return "for %d steps the loss has been above %.3g, ten times what it was or what guessing costs"
        .formatted(STEPS, limit);
  }
}
