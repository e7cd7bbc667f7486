package org.mobilenet4j.kernels;

/** The activations, value by value: the definition that every other implementation must equal. */
final class ScalarActivation {
  private static final float SIXTH = 1f / 6f;

  private ScalarActivation() {}

  /** Applies an activation to {@code count} values; input and output may be the same. */
  @SuppressWarnings("ReferenceEquality") // in place means the same array, not an equal one
  static void apply(
      Activation activation, float[] in, int inOffset, float[] out, int outOffset, int count) {
    switch (activation) {
      case Activation.None _ -> {
        if (in != out || inOffset != outOffset) {
          System.arraycopy(in, inOffset, out, outOffset, count);
        }
      }
      case Activation.Relu _ -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = relu(in[inOffset + i]);
        }
      }
      case Activation.Relu6 _ -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = clamp(in[inOffset + i], 6f);
        }
      }
      case Activation.HardSigmoid(float slope, float offset) -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = clamp(Fma.fma(in[inOffset + i], slope, offset), 1f);
        }
      }
      case Activation.HardSwish _ -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = hardSwish(in[inOffset + i]);
        }
      }
      case Activation.Sigmoid _ -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = Exponential.sigmoid(in[inOffset + i]);
        }
      }
      case Activation.Swish _ -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = Exponential.swish(in[inOffset + i]);
        }
      }
    }
  }

  // Written with a comparison, not with Math.max: a NaN is not below 0 and stays, and vectors do
  // the same with one
  // comparison and one blend.
  static float relu(float x) {
    return x < 0f ? 0f : x;
  }

  static float clamp(float x, float high) {
    float low = x < 0f ? 0f : x;
    return low > high ? high : low;
  }

  static float hardSwish(float x) {
    return (x * SIXTH) * clamp(x + 3f, 6f);
  }
}
