package org.mobilenet4j.kernels.gradient;

import org.mobilenet4j.kernels.Activation;
import org.mobilenet4j.kernels.Exponential;

/** Activations and their slopes, value by value: the definition. */
final class ActivationSlope {
  private ActivationSlope() {}

  static float value(Activation activation, float y) {
    return switch (activation) {
      case Activation.None() -> y;
      case Activation.Relu() -> y < 0 ? 0 : y;
      case Activation.Relu6() -> clamp(y, 6);
      case Activation.HardSigmoid(float slope, float offset) ->
          clamp(Math.fma(y, slope, offset), 1);
      case Activation.HardSwish() -> y * (1f / 6f) * clamp(y + 3, 6);
      case Activation.Sigmoid() -> Exponential.sigmoid(y);
      case Activation.Swish() -> Exponential.swish(y);
    };
  }

  /** The slope; 0 at the corners of ReLU, ReLU6 and hard sigmoid, as torch has it. */
  static float slope(Activation activation, float y) {
    return switch (activation) {
      case Activation.None() -> 1;
      case Activation.Relu() -> y <= 0 ? 0 : 1;
      case Activation.Relu6() -> y <= 0 || y >= 6 ? 0 : 1;
      case Activation.HardSigmoid(float slope, float offset) -> {
        float value = Math.fma(y, slope, offset);
        yield value <= 0 || value >= 1 ? 0 : slope;
      }
      case Activation.HardSwish() -> y < -3 ? 0 : y > 3 ? 1 : Math.fma(y, 1f / 3f, 0.5f);
      case Activation.Sigmoid() -> Exponential.sigmoidSlope(y);
      case Activation.Swish() -> Exponential.swishSlope(y);
    };
  }

  private static float clamp(float y, float high) {
    float low = y < 0 ? 0 : y;
    return low > high ? high : low;
  }
}
