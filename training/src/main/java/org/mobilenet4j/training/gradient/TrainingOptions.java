package org.mobilenet4j.training.gradient;

import java.util.OptionalDouble;
import java.util.Set;

/**
 * How a network is trained, beside its weights.
 *
 * @param batch pictures of a batch; at least 1
 * @param batchNormMomentum share of a new batch in the running statistics: torch's momentum, one
 *     minus TensorFlow's decay; from 0 to 1
 * @param batchNormEpsilon replaces the epsilon of the network's batch normalisations; empty keeps
 *     it
 * @param dropout replaces the rate of the network's dropouts; empty keeps it
 * @param stochasticDepth for what share of the pictures the last residual branch is left out; those
 *     before it for less, in proportion to their depth (Huang et al. 2016, section 3)
 * @param frozen names of nodes whose weights are not learned
 * @param frozenStatistics names of batch normalisations that use and keep their running statistics
 */
public record TrainingOptions(
    int batch,
    double batchNormMomentum,
    OptionalDouble batchNormEpsilon,
    OptionalDouble dropout,
    double stochasticDepth,
    Set<String> frozen,
    Set<String> frozenStatistics) {
  /** Checks the ranges. */
  public TrainingOptions {
    frozen = Set.copyOf(frozen);
    frozenStatistics = Set.copyOf(frozenStatistics);
    if (batch < 1) {
      throw new IllegalArgumentException(
          "Batch of %d pictures; there must be at least one.".formatted(batch));
    }
    if (!(batchNormMomentum >= 0 && batchNormMomentum <= 1)) {
      throw new IllegalArgumentException(
          "Batch normalisation with momentum %s; it must lie from 0 to 1."
              .formatted(batchNormMomentum));
    }
    if (!(stochasticDepth >= 0 && stochasticDepth < 1)) {
      throw new IllegalArgumentException(
          "Stochastic depth of %s; it must lie from 0 to below 1.".formatted(stochasticDepth));
    }
  }

  /**
   * @param batch pictures of a batch
   * @return torch's momentum of 0.1, nothing frozen, dropout as the network says
   */
  public static TrainingOptions ofBatch(int batch) {
    return new TrainingOptions(
        batch, 0.1, OptionalDouble.empty(), OptionalDouble.empty(), 0, Set.of(), Set.of());
  }
}
