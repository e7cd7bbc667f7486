package org.mobilenet4j.training.gradient;

/**
 * What a pass over a batch is for.
 *
 * @param statistics which statistics batch normalisation uses
 * @param seed what dropout and stochastic depth are drawn from
 */
record ForwardPass(Statistics statistics, long seed) {
  /** Whether this is training: dropout and stochastic depth act. */
  boolean trains() {
    return statistics == Statistics.BATCH_AND_UPDATE;
  }
}
