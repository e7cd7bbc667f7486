package org.mobilenet4j.kernels;

/** Max, average and global average pools. */
final class ScalarPools {
  private ScalarPools() {}

  static void max(
      PoolShape shape,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    Window window = shape.window();
    int channels = shape.channels();
    int width = shape.out().width();
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
          float max = Float.NEGATIVE_INFINITY;
          for (int ky = fromTapRow; ky < toTapRow; ky++) {
            int row =
                inOffset
                    + (firstRow + ky * window.dilationHeight()) * shape.in().width() * channels;
            for (int kx = fromTapColumn; kx < toTapColumn; kx++) {
              max =
                  Math.max(
                      max, in[row + (firstColumn + kx * window.dilationWidth()) * channels + c]);
            }
          }
          out[at + c] = max;
        }
      }
    }
  }

  static void average(
      PoolShape shape,
      Divisor divisor,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    Window window = shape.window();
    int channels = shape.channels();
    int width = shape.out().width();
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
        float count = divisor.of(window, (toTapRow - fromTapRow) * (toTapColumn - fromTapColumn));
        int at = outOffset + (y * width + x) * channels;
        for (int c = 0; c < channels; c++) {
          float sum = 0;
          for (int ky = fromTapRow; ky < toTapRow; ky++) {
            int row =
                inOffset
                    + (firstRow + ky * window.dilationHeight()) * shape.in().width() * channels;
            for (int kx = fromTapColumn; kx < toTapColumn; kx++) {
              sum += in[row + (firstColumn + kx * window.dilationWidth()) * channels + c];
            }
          }
          out[at + c] = sum / count;
        }
      }
    }
  }

  static void globalAverage(
      FeatureMap shape,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromChannel,
      int toChannel) {
    float count = shape.pixels();
    for (int c = fromChannel; c < toChannel; c++) {
      float sum = 0;
      for (int pixel = 0; pixel < shape.pixels(); pixel++) {
        sum += in[inOffset + pixel * shape.channels() + c];
      }
      out[outOffset + c] = sum / count;
    }
  }
}
