package org.mobilenet4j.kernels;

/**
 * How a kernel slides over a feature map. Output row {@code y} reads the input rows {@code y *
 * strideHeight - padTop + ky * dilationHeight} for {@code ky} in {@code [0, kernelHeight)}, columns
 * likewise; taps that fall outside the map read nothing. How much padding there is below and to the
 * right follows from the size of the output.
 *
 * @param kernelHeight rows of taps; at least 1
 * @param kernelWidth columns of taps; at least 1
 * @param strideHeight input rows between two output rows; at least 1
 * @param strideWidth input columns between two output columns; at least 1
 * @param dilationHeight input rows between two taps; 1 is the ordinary kernel
 * @param dilationWidth input columns between two taps; 1 is the ordinary kernel
 * @param padTop rows of padding above the map; 0 or more
 * @param padLeft columns of padding to the left of the map; 0 or more
 */
public record Window(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int dilationHeight,
    int dilationWidth,
    int padTop,
    int padLeft) {
  /** The window of a 1x1 convolution with stride 1. */
  public static final Window POINT = new Window(1, 1, 1, 1, 1, 1, 0, 0);

  /** Checks that kernel, stride and dilation are positive and that no padding is negative. */
  public Window {
    if (kernelHeight < 1 || kernelWidth < 1) {
      throw new IllegalArgumentException(
          "Kernel of %d x %d; both sides must be at least 1.".formatted(kernelHeight, kernelWidth));
    }
    if (strideHeight < 1 || strideWidth < 1) {
      throw new IllegalArgumentException(
          "Stride of %d x %d; both must be at least 1.".formatted(strideHeight, strideWidth));
    }
    if (dilationHeight < 1 || dilationWidth < 1) {
      throw new IllegalArgumentException(
          "Dilation of %d x %d; both must be at least 1.".formatted(dilationHeight, dilationWidth));
    }
    if (padTop < 0 || padLeft < 0) {
      throw new IllegalArgumentException(
          "Padding of %d rows above and %d columns to the left; neither may be negative."
              .formatted(padTop, padLeft));
    }
  }

  /**
   * The window of a square kernel without dilation.
   *
   * @param kernel rows and columns of taps
   * @param stride input pixels between two outputs, both ways
   * @param pad padding above and to the left
   */
  public static Window square(int kernel, int stride, int pad) {
    return new Window(kernel, kernel, stride, stride, 1, 1, pad, pad);
  }

  /** Taps of the kernel: its height times its width. */
  public int taps() {
    return kernelHeight * kernelWidth;
  }

  /** Whether each output pixel reads exactly the input pixel at its own place. */
  public boolean isPoint() {
    return kernelHeight == 1
        && kernelWidth == 1
        && strideHeight == 1
        && strideWidth == 1
        && padTop == 0
        && padLeft == 0;
  }

  /**
   * Rows of the map and of the padding around it that all taps of some output rows reach.
   *
   * @param outRows neighbouring output rows; at least 1
   * @return rows from the first tap of the first to the last tap of the last
   */
  public int inputRows(int outRows) {
    return (outRows - 1) * strideHeight + (kernelHeight - 1) * dilationHeight + 1;
  }

  /**
   * Columns of the map and of the padding around it that all taps of some output columns reach.
   *
   * @param outColumns neighbouring output columns; at least 1
   * @return columns from the first tap of the first to the last tap of the last
   */
  public int inputColumns(int outColumns) {
    return (outColumns - 1) * strideWidth + (kernelWidth - 1) * dilationWidth + 1;
  }

  /**
   * Columns of padding to the right of a map.
   *
   * @param inWidth columns of the map
   * @param outWidth columns of the output
   * @return how many the taps of the last output column reach, 0 or more
   */
  public int padRight(int inWidth, int outWidth) {
    return Math.max(0, inputColumns(outWidth) - padLeft - inWidth);
  }

  /** The input row, perhaps outside the map, that tap row 0 of output row {@code y} reads. */
  int firstRow(int y) {
    return y * strideHeight - padTop;
  }

  /**
   * The input column, perhaps outside the map, that tap column 0 of output column {@code x} reads.
   */
  int firstColumn(int x) {
    return x * strideWidth - padLeft;
  }

  /** The first of {@code width} output columns whose taps all lie right of the map's left edge. */
  int fromInnerColumn(int width) {
    return Math.min(width, (padLeft + strideWidth - 1) / strideWidth);
  }

  /**
   * One more than the last of {@code width} output columns whose taps all lie left of the map's
   * right edge.
   */
  int toInnerColumn(int inWidth, int width) {
    int last = inWidth - 1 - (kernelWidth - 1) * dilationWidth + padLeft;
    return last < 0 ? 0 : Math.min(width, last / strideWidth + 1);
  }

  /**
   * The first tap, counted from {@code first} in steps of {@code dilation}, that is not before the
   * map.
   */
  static int firstTap(int first, int dilation) {
    return first >= 0 ? 0 : (-first + dilation - 1) / dilation;
  }

  /**
   * One more than the last of {@code taps} taps that still lies in a map of {@code size}; 0 when
   * there is none.
   */
  static int endTap(int first, int dilation, int taps, int size) {
    int inside = size - first;
    return inside <= 0 ? 0 : Math.min(taps, (inside + dilation - 1) / dilation);
  }
}
