package org.mobilenet4j.training;

import java.util.List;
import java.util.Optional;
import org.mobilenet4j.model.Model;

/**
 * What came of fine-tuning.
 *
 * @param model with the new head: network, the best weights by validation, preprocessing, labels,
 *     and the provenance of the model it began with
 * @param probe the first stage
 * @param training the second stage, the whole network; empty if its backbone stayed frozen
 * @param fromProbe whether the weights are the probe's, because there was no second stage or it did
 *     not do better
 * @param warnings what should be known before the result is trusted
 * @param finished whether the run came to its end; else it was stopped, and its checkpoint can be
 *     resumed
 */
public record FineTuningResult(
    Model model,
    ProbeFigures probe,
    Optional<TrainingResult> training,
    boolean fromProbe,
    List<String> warnings,
    boolean finished) {
  public FineTuningResult {
    warnings = List.copyOf(warnings);
  }
}
