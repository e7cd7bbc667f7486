package org.mobilenet4j.training;

import java.util.List;
import org.mobilenet4j.model.Weights;
import org.mobilenet4j.training.report.EpochFigures;

/**
 * What came of a run.
 *
 * @param weights the best by validation, raw or averaged
 * @param bestEpoch after which epoch they were found, from 1
 * @param averaged whether they are the averaged ones
 * @param epochs what came of each epoch
 * @param warnings what should be known before the result is trusted
 * @param finished whether the run came to its end; else it was stopped, and its checkpoint can be
 *     resumed
 */
public record TrainingResult(
    Weights weights,
    int bestEpoch,
    boolean averaged,
    List<EpochFigures> epochs,
    List<String> warnings,
    boolean finished) {
  public TrainingResult {
    epochs = List.copyOf(epochs);
    warnings = List.copyOf(warnings);
  }
}
