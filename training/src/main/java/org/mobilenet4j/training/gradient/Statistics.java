package org.mobilenet4j.training.gradient;

/** Which statistics batch normalisation uses. */
public enum Statistics {
  /** Those of the batch, which also move the running ones: training. */
  BATCH_AND_UPDATE,
  /** Those of the batch alone: to see how far the running ones are off. */
  BATCH,
  /** The running ones: evaluation. */
  RUNNING
}
