package org.mobilenet4j.network;

/** What a learned tensor is to its node. */
public enum ParameterRole {
  /**
   * Filters of a convolution {@code [kh, kw, in / groups, out]} or of a dense layer {@code [in,
   * units]}.
   */
  WEIGHT,
  /** One number for each output channel. */
  BIAS,
  /** Batch normalisation's factor. */
  GAMMA,
  /** Batch normalisation's shift. */
  BETA,
  /** Batch normalisation's running mean; learned by no gradient. */
  MEAN,
  /** Batch normalisation's running variance; learned by no gradient. */
  VARIANCE;

  /**
   * @return the name in files: lower case
   */
  public String key() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
