package org.mobilenet4j.kernels;

/**
 * Bilinear resize with half-pixel centres; scalar in all kernels, as no network of this family uses
 * it.
 */
final class ScalarResize {
  private ScalarResize() {}

  static void rows(
      ResizeShape shape,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    int channels = shape.in().channels();
    int inRow = shape.in().width() * channels;
    int outWidth = shape.out().width();
    for (int y = fromRow; y < toRow; y++) {
      double sourceY = source(y, shape.in().height(), shape.out().height());
      int top = inOffset + ((int) sourceY) * inRow;
      float below = (float) (sourceY - (int) sourceY);
      // A neighbour of weight 0 is not read: it may lie outside the map or be infinite.
      int bottom = below == 0 ? top : top + inRow;
      for (int x = 0; x < outWidth; x++) {
        double sourceX = source(x, shape.in().width(), outWidth);
        int left = ((int) sourceX) * channels;
        float after = (float) (sourceX - (int) sourceX);
        int right = after == 0 ? left : left + channels;
        int at = outOffset + (y * outWidth + x) * channels;
        for (int c = 0; c < channels; c++) {
          float upper = mix(in[top + left + c], in[top + right + c], after);
          float lower = mix(in[bottom + left + c], in[bottom + right + c], after);
          out[at + c] = mix(upper, lower, below);
        }
      }
    }
  }

  /** Where output position {@code i} lies in the input, held between its first and last pixel. */
  private static double source(int i, int inSize, int outSize) {
    return Math.clamp((i + 0.5) * inSize / outSize - 0.5, 0, inSize - 1);
  }

  private static float mix(float first, float second, float weightOfSecond) {
    return Fma.fma(second, weightOfSecond, first * (1 - weightOfSecond));
  }
}
