package org.mobilenet4j.kernels;

/** Local response normalisation; scalar in all kernels, as only two old networks use it. */
final class ScalarResponse {
  private ScalarResponse() {}

  static void normalize(
      ResponseNormalization normalization,
      int channels,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromPixel,
      int toPixel) {
    float factor = normalization.alpha() / normalization.size();
    for (int pixel = fromPixel; pixel < toPixel; pixel++) {
      int base = inOffset + pixel * channels;
      for (int c = 0; c < channels; c++) {
        int last = Math.min(channels - 1, c + normalization.after());
        float sum = 0;
        for (int i = Math.max(0, c - normalization.before()); i <= last; i++) {
          sum = Fma.fma(in[base + i], in[base + i], sum);
        }
        float scale = Fma.fma(factor, sum, normalization.bias());
        out[outOffset + pixel * channels + c] =
            (float) (in[base + c] / power(scale, normalization.beta()));
      }
    }
  }

  /** {@code scale^beta} in double precision. */
  private static double power(double scale, float beta) {
    // The exponent of both networks that use this; two square roots take a tenth of the time of a
    // power.
    if (beta == 0.75f) {
      double root = Math.sqrt(scale);
      return root * Math.sqrt(root);
    }
    return StrictMath.pow(scale, beta);
  }
}
