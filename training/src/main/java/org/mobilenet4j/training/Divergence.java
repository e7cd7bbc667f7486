package org.mobilenet4j.training;

import java.util.Map;

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

  private static final String LIMIT = "divergence.limit";

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

  /** Whether the last loss was beyond all sense: the run may be lost already. */
  boolean isSuspected() {
    return above > 0;
  }

  /**
   * As metadata of a checkpoint. None is written while the run is suspected, so the limit says all.
   */
  void put(Map<String, String> texts) {
    if (begun) {
      texts.put(LIMIT, Double.toString(limit));
    }
  }

  /**
   * Goes back to what a checkpoint says. Those of the first versions say nothing: the next loss
   * counts as the first.
   */
  void restore(Map<String, String> texts) {
    String text = texts.get(LIMIT);
    begun = text != null;
    above = 0;
    if (text != null) {
      double kept = Double.parseDouble(text);
      if (!(kept > 0 && kept < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "A loss that is beyond all sense above %s; expected a number above 0.".formatted(text));
      }
      limit = kept;
    }
  }

  /** What was seen. */
  String sentence() {
    return "for %d steps the loss has been above %.3g, ten times what it was or what guessing costs"
        .formatted(STEPS, limit);
  }
}
