package org.mobilenet4j.network.architecture;

import java.util.Optional;
import org.mobilenet4j.network.ActivationFunction;

/**
 * What follows the projection of a block. Sandler et al. 2018, section 3.2 and Figure 6(a): linear
 * bottlenecks, and the ReLU6 that costs accuracy there.
 */
public enum ProjectionActivation {
  /** Nothing, as in every published network. */
  LINEAR,
  /**
   * {@code min(max(x, 0), 6)} behind the batch normalisation and before the shortcut's sum, where
   * the authors' code has it ({@code project_activation_fn} in {@code
   * slim/nets/mobilenet/conv_blocks.py}).
   */
  RELU6;

  /**
   * @return the name in options and files
   */
  public String key() {
    return EnumText.key(this);
  }

  /**
   * @return the function, if there is one
   */
  public Optional<ActivationFunction> function() {
    return switch (this) {
      case LINEAR -> Optional.empty();
      case RELU6 -> Optional.of(new ActivationFunction.Relu6());
    };
  }
}
