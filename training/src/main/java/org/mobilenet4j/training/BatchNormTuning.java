package org.mobilenet4j.training;

/** What becomes of batch normalisations in fine-tuning. Below what is frozen they never change. */
public enum BatchNormTuning {
  /** They stay as they are: statistics, gamma and beta. */
  FROZEN,
  /** Gamma and beta learn; the running statistics are used and kept. */
  FROZEN_STATISTICS,
  /** They learn and use the statistics of each batch, as in training from the beginning. */
  LEARNING
}
