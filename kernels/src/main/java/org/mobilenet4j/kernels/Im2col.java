package org.mobilenet4j.kernels;

import java.util.Arrays;

/**
 * The first half of a general convolution: gathers the patch of each output pixel into a row of a
 * matrix, so that the second half is one matrix product.
 *
 * <p>For a kernel of {@code k × k} taps on {@code C} channels the matrix has a row for each output
 * pixel and {@code k * k * C} columns (in the order kernel row, kernel column, channel); the
 * weights, {@code [k, k, C, N]} as they lie, are {@code k * k * C} rows by {@code N} columns. Each
 * input value is copied up to {@code k * k} times: 3x3 on 14 x 14 x 512 makes a matrix of 196 x
 * 4608, nine times its input. What is bought with that is one fast product for every convolution.
 *
 * <p>Two things often said about it:
 *
 * <ul>
 *   <li><b>A 1x1 convolution needs no im2col.</b> True for stride 1 without padding: with channels
 *       last the tensor already is the matrix, pixels by channels. {@link Kernels#pointwise}
 *       therefore multiplies it as it lies, and {@link Kernels#convolution} does so too for such a
 *       shape. A 1x1 convolution with stride 2 does gather: it takes every other pixel.
 *   <li><b>The product is brought back to a feature map by col2im.</b> Not in the forward
 *       direction: the product, pixels by filters, already is the feature map with its channels
 *       last, and nothing is moved. Col2im adds up overlapping patches and belongs to the gradient
 *       with respect to the input.
 * </ul>
 *
 * <p>The matrix is never made whole: {@link #blockRows} output rows are gathered and multiplied at
 * a time, so that they stay in the cache.
 */
public final class Im2col {
  // 128 K floats are 512 KB: half of a usual second-level cache, the other half is left to the
  // weights.
  private static final int BLOCK_FLOATS = 128 * 1024;

  private Im2col() {}

  /**
   * Output rows that are gathered at a time.
   *
   * @return at least 1, at most the rows of the output
   */
  public static int blockRows(ConvolutionShape shape) {
    int rowFloats = shape.out().width() * shape.patch();
    return Math.clamp(BLOCK_FLOATS / rowFloats, 1, shape.out().height());
  }

  /** Floats that {@link #blockRows} rows of patches take. */
  public static int blockSize(ConvolutionShape shape) {
    return blockRows(shape) * shape.out().width() * shape.patch();
  }

  /**
   * Gathers the patches of whole output rows for one group; what lies outside the input is 0.
   *
   * @param group which group's channels to gather, from 0
   * @param patches where the matrix {@code (toRow - fromRow) * out.width × patch} is written, from
   *     {@code patchesOffset} on
   * @param fromRow first output row to gather
   * @param toRow one more than the last output row to gather
   */
  public static void gather(
      ConvolutionShape shape,
      int group,
      float[] in,
      int inOffset,
      float[] patches,
      int patchesOffset,
      int fromRow,
      int toRow) {
    Window window = shape.window();
    int channels = shape.groupInputs();
    int pixelStride = shape.in().channels();
    int width = shape.in().width();
    int kernelRow = window.kernelWidth() * channels;
    int groupOffset = inOffset + group * channels;
    int at = patchesOffset;
    for (int y = fromRow; y < toRow; y++) {
      int firstRow = window.firstRow(y);
      for (int x = 0; x < shape.out().width(); x++) {
        int firstColumn = window.firstColumn(x);
        for (int ky = 0; ky < window.kernelHeight(); ky++) {
          int row = firstRow + ky * window.dilationHeight();
          if (row < 0 || row >= shape.in().height()) {
            Arrays.fill(patches, at, at + kernelRow, 0f);
          } else {
            gatherRow(
                window,
                in,
                groupOffset + row * width * pixelStride,
                pixelStride,
                width,
                firstColumn,
                channels,
                patches,
                at);
          }
          at += kernelRow;
        }
      }
    }
  }

  /** Gathers the taps of one kernel row. */
  private static void gatherRow(
      Window window,
      float[] in,
      int rowOffset,
      int pixelStride,
      int width,
      int firstColumn,
      int channels,
      float[] patches,
      int patchesOffset) {
    int at = patchesOffset;
    for (int kx = 0; kx < window.kernelWidth(); kx++) {
      int column = firstColumn + kx * window.dilationWidth();
      if (column < 0 || column >= width) {
        Arrays.fill(patches, at, at + channels, 0f);
      } else {
        System.arraycopy(in, rowOffset + column * pixelStride, patches, at, channels);
      }
      at += channels;
    }
  }
}
