package org.mobilenet4j.network.architecture;

import org.mobilenet4j.network.ActivationFunction;

/**
 * Which rectifier stands where a paper writes ReLU.
 *
 * <p>The paper of V1 says ReLU (section 3.2 and Figure 3), its published code uses ReLU6; V2 says
 * ReLU6 (section 4). V3's tables write RE for it, and all published code reads that as ReLU.
 */
public enum Rectifier {
  /** {@code max(x, 0)}. */
  RELU,
  /** {@code min(max(x, 0), 6)}. */
  RELU6;

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
      case RELU -> new ActivationFunction.Relu();
      case RELU6 -> new ActivationFunction.Relu6();
    };
  }
}
