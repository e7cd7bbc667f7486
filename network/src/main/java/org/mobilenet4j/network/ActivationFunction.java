package org.mobilenet4j.network;

/** A function of one number that a network applies to each activation. */
public sealed interface ActivationFunction {
  /** {@code max(x, 0)}. */
  record Relu() implements ActivationFunction {}

  /** {@code min(max(x, 0), 6)}; named in Sandler et al. 2018, section 4. */
  record Relu6() implements ActivationFunction {}

  /**
   * {@code min(max(slope · x + offset, 0), 1)}.
   *
   * @param slope 1/6 in MobileNet V3, 0.2 in ONNX's default and in Paddle's networks
   * @param offset one half in all of them
   */
  record HardSigmoid(float slope, float offset) implements ActivationFunction {
    public HardSigmoid {
      if (!Float.isFinite(slope) || !Float.isFinite(offset)) {
        throw new IllegalArgumentException(
            "Hard sigmoid with slope %s and offset %s; both must be finite."
                .formatted(slope, offset));
      }
    }

    /**
     * @return {@code ReLU6(x + 3) / 6}, the gate of Howard et al. 2019, section 5.2
     */
    public static HardSigmoid ofMobileNetV3() {
      return new HardSigmoid(1f / 6, 0.5f);
    }
  }

  /** {@code x · ReLU6(x + 3) / 6}; Howard et al. 2019, section 5.2. */
  record HardSwish() implements ActivationFunction {}

  /** {@code 1 / (1 + exp(-x))}. */
  record Sigmoid() implements ActivationFunction {}

  /** {@code x / (1 + exp(-x))}. */
  record Swish() implements ActivationFunction {}
}
