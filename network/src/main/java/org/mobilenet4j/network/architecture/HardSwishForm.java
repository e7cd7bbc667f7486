package org.mobilenet4j.network.architecture;

import org.mobilenet4j.network.ActivationFunction;

/**
 * Which function stands where the tables of Howard et al. 2019 write HS. Table 5 and section 5.2
 * compare them.
 */
public enum HardSwishForm {
  /** {@code x · ReLU6(x + 3) / 6}. */
  HARD_SWISH,
  /** {@code x / (1 + exp(-x))}, which hard-swish approximates. */
  SWISH,
  /** {@code max(x, 0)}. */
  RELU;

  /**
   * @return the name in options and files
   */
  public String key() {
    return EnumText.key(this);
  }

  /**
   * @return the function
   */
  public ActivationFunction function() {
    return switch (this) {
      case HARD_SWISH -> new ActivationFunction.HardSwish();
      case SWISH -> new ActivationFunction.Swish();
      case RELU -> new ActivationFunction.Relu();
    };
  }
}
