package org.mobilenet4j.training;

import java.util.List;

/**
 * What came of a linear probe: a classifier on the features of a backbone that does not learn.
 *
 * @param features numbers that the backbone gives of a picture
 * @param tried what came of each strength of regularisation, from the strongest on
 * @param chosen the one with the least validation loss
 * @param seconds that all of it took, features included
 */
public record ProbeFigures(int features, List<Tried> tried, Tried chosen, double seconds) {
  public ProbeFigures {
    tried = List.copyOf(tried);
  }

  /**
   * A probe with one strength of regularisation.
   *
   * @param penalty factor on the sum of the squares of the weights, for standardised features
   * @param trainAccuracy share of the training pictures named rightly, from 0 to 1
   * @param validationLoss mean cross-entropy
   * @param validationAccuracy from 0 to 1
   */
  public record Tried(
      double penalty, double trainAccuracy, double validationLoss, double validationAccuracy) {}
}
