package org.mobilenet4j.kernels;

/** The depthwise convolution. Weights are packed {@code [taps, channels]}, then the bias. */
final class ScalarDepthwise {
  private ScalarDepthwise() {}

  /** Computes output rows {@code [fromRow, toRow)}, without the activation. */
  static void rows(
      DepthwiseShape shape,
      float[] in,
      int inOffset,
      float[] weights,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    Window window = shape.window();
    int channels = shape.channels();
    int width = shape.out().width();
    int bias = window.taps() * channels;
    for (int y = fromRow; y < toRow; y++) {
      int firstRow = window.firstRow(y);
      int fromTapRow = Window.firstTap(firstRow, window.dilationHeight());
      int toTapRow =
          Window.endTap(
              firstRow, window.dilationHeight(), window.kernelHeight(), shape.in().height());
      for (int x = 0; x < width; x++) {
        int firstColumn = window.firstColumn(x);
        int fromTapColumn = Window.firstTap(firstColumn, window.dilationWidth());
        int toTapColumn =
            Window.endTap(
                firstColumn, window.dilationWidth(), window.kernelWidth(), shape.in().width());
        int at = outOffset + (y * width + x) * channels;
        for (int c = 0; c < channels; c++) {
          float sum = weights[bias + c];
          for (int ky = fromTapRow; ky < toTapRow; ky++) {
            int row =
                inOffset
                    + (firstRow + ky * window.dilationHeight()) * shape.in().width() * channels;
            for (int kx = fromTapColumn; kx < toTapColumn; kx++) {
              float pixel = in[row + (firstColumn + kx * window.dilationWidth()) * channels + c];
              sum = Fma.fma(pixel, weights[(ky * window.kernelWidth() + kx) * channels + c], sum);
            }
          }
          out[at + c] = sum;
        }
      }
    }
  }
}
