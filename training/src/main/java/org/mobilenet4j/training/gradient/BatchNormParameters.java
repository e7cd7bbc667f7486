package org.mobilenet4j.training.gradient;

/**
 * What a batch normalisation learns and remembers.
 *
 * @param gamma the factor
 * @param beta the constant
 * @param mean the running mean
 * @param variance the running variance
 * @param epsilon added to the variance
 * @param momentum share of a new batch in the running statistics: torch's momentum, one minus
 *     TensorFlow's decay
 * @param frozenStatistics whether the running statistics are used in training, too, and kept
 */
@SuppressWarnings("ArrayRecordComponent") // the arrays are the state of training, shared on purpose
record BatchNormParameters(
    Learned gamma,
    Learned beta,
    float[] mean,
    float[] variance,
    double epsilon,
    double momentum,
    boolean frozenStatistics) {
  /** Moves a channel's running statistics; the variance is the unbiased one, as torch takes it. */
  void move(int channel, double batchMean, double batchVariance, int count) {
    double unbiased = count > 1 ? batchVariance * count / (count - 1) : batchVariance;
    mean[channel] = (float) ((1 - momentum) * mean[channel] + momentum * batchMean);
    variance[channel] = (float) ((1 - momentum) * variance[channel] + momentum * unbiased);
  }
}
