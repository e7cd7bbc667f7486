package org.mobilenet4j.kernels;

/**
 * Local response normalisation across channels: {@code x / (bias + alpha / size * sum)^beta}, where
 * {@code sum} adds the squares of the {@code size} channels around {@code x} that exist, from
 * {@code (size - 1) / 2} (rounded down) before to {@code size / 2} (rounded down) after.
 *
 * <p>Source: Krizhevsky et al. 2012, section 3.3; alpha is divided by the size as Caffe, ONNX and
 * torch do. For an even size the longer side is the one after, as in ONNX.
 *
 * @param size channels of a neighbourhood; at least 1
 * @param alpha weight of the sum of squares
 * @param beta exponent
 * @param bias what is added to the sum, so that it is not zero
 */
public record ResponseNormalization(int size, float alpha, float beta, float bias) {
  /** Checks that the neighbourhood has at least one channel. */
  public ResponseNormalization {
    if (size < 1) {
      throw new IllegalArgumentException(
          "Local response normalisation over %d channels; it needs at least 1.".formatted(size));
    }
  }

  /** Channels before the one that is normalised. */
  int before() {
    return (size - 1) / 2;
  }

  /** Channels after the one that is normalised. */
  int after() {
    return size / 2;
  }
}
