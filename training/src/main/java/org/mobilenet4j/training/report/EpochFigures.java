package org.mobilenet4j.training.report;

import java.util.OptionalDouble;

/**
 * What came of one epoch. A figure that was not measured is not a number (NaN) and is not drawn.
 *
 * @param epoch from 1
 * @param learningRate at its end, where the next epoch begins
 * @param trainLoss mean over its training pictures, as they were augmented
 * @param trainAccuracy share of them named rightly, from 0 to 1
 * @param validationLoss mean over the validation pictures, with the raw weights
 * @param validationAccuracy share of them named rightly, from 0 to 1
 * @param averagedAccuracy the same with the averaged weights (EMA), where a run keeps them
 * @param imagesPerSecond training pictures a second
 * @param seconds how long it took, validation included
 */
public record EpochFigures(
    int epoch,
    double learningRate,
    double trainLoss,
    double trainAccuracy,
    double validationLoss,
    double validationAccuracy,
    OptionalDouble averagedAccuracy,
    double imagesPerSecond,
    double seconds) {
  /** Refuses epochs before the first. */
  public EpochFigures {
    if (epoch < 1) {
      throw new IllegalArgumentException("Epoch %d; expected 1 for the first.".formatted(epoch));
    }
  }
}
