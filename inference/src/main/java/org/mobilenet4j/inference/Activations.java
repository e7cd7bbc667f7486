package org.mobilenet4j.inference;

import java.util.Optional;
import org.mobilenet4j.kernels.Activation;
import org.mobilenet4j.network.ActivationFunction;

/** Translates a network's activation functions into those of the kernels. */
public final class Activations {
  private Activations() {}

  /**
   * @param function a network's activation, if there is one
   * @return that of the kernels; {@link Activation#NONE} for none
   */
  public static Activation of(Optional<ActivationFunction> function) {
    return function.map(Activations::of).orElse(Activation.NONE);
  }

  /**
   * @param function a network's activation
   * @return that of the kernels
   */
  public static Activation of(ActivationFunction function) {
    return switch (function) {
      case ActivationFunction.Relu() -> new Activation.Relu();
      case ActivationFunction.Relu6() -> new Activation.Relu6();
      case ActivationFunction.HardSigmoid(float slope, float offset) ->
          new Activation.HardSigmoid(slope, offset);
      case ActivationFunction.HardSwish() -> new Activation.HardSwish();
      case ActivationFunction.Sigmoid() -> new Activation.Sigmoid();
      case ActivationFunction.Swish() -> new Activation.Swish();
    };
  }

  /** How the activation is called in the name of a step. */
  static String name(Activation activation) {
    return switch (activation) {
      case Activation.None() -> "none";
      case Activation.Relu() -> "relu";
      case Activation.Relu6() -> "relu6";
      case Activation.HardSigmoid _ -> "hard_sigmoid";
      case Activation.HardSwish() -> "hard_swish";
      case Activation.Sigmoid() -> "sigmoid";
      case Activation.Swish() -> "swish";
    };
  }
}
