package org.mobilenet4j.training.recipe;

import org.mobilenet4j.training.optimization.WeightDecay;

/**
 * What keeps a network from learning its pictures by heart, beside augmentation.
 *
 * @param weightDecay by role
 * @param dropout share of the features before the classifier that a step leaves out; at least 0,
 *     below 1
 * @param stochasticDepth share of the pictures whose last residual block a step leaves out,
 *     linearly less for earlier blocks; at least 0, below 1
 * @param labelSmoothing share of the target that is spread over all classes; at least 0, below 1
 */
public record Regularization(
    WeightDecay weightDecay, double dropout, double stochasticDepth, double labelSmoothing) {
  public Regularization {
    share("Dropout", dropout);
    share("Stochastic depth", stochasticDepth);
    share("Label smoothing", labelSmoothing);
  }

  private static void share(String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "%s of %s; expected at least 0 and below 1.".formatted(what, value));
    }
  }
}
