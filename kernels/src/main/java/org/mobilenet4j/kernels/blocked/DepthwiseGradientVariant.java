package org.mobilenet4j.kernels.blocked;

import org.mobilenet4j.kernels.blocked.VectorCode.ArrayVariable;
import org.mobilenet4j.kernels.blocked.VectorCode.IntVariable;
import org.mobilenet4j.kernels.blocked.VectorCode.VectorVariable;

/**
 * The gradient of the weights of a depthwise convolution, for one block of channels and as many
 * kernel rows as have room in the registers:
 *
 * <pre>
 *   sums[ky][kx] += Σ y, x: in[y · stride + ky · dilation][x · stride + kx · dilation]
 *                            · gradient[y][x]
 * </pre>
 *
 * @param tapRows neighbouring kernel rows
 * @param kernelWidth columns of taps
 * @param strideHeight input rows from an output row to the next
 * @param strideWidth input columns from an output column to the next
 * @param dilationHeight input rows from a tap to the next
 * @param dilationWidth input columns from a tap to the next
 * @param lanes channels of a block
 */
record DepthwiseGradientVariant(
    int tapRows,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int dilationHeight,
    int dilationWidth,
    int lanes)
    implements Variant<DepthwiseGradientKernel> {
  private static final ArrayVariable IN = new ArrayVariable(1);
  private static final IntVariable IN_OFFSET = new IntVariable(2);
  private static final ArrayVariable PLACES = new ArrayVariable(3);
  private static final IntVariable ROW = new IntVariable(4);
  private static final ArrayVariable GRADIENTS = new ArrayVariable(5);
  private static final IntVariable GRADIENT_OFFSET = new IntVariable(6);
  private static final IntVariable GRADIENT_ROW = new IntVariable(7);
  private static final ArrayVariable SUMS = new ArrayVariable(8);
  private static final IntVariable SUMS_OFFSET = new IntVariable(9);
  private static final IntVariable ROWS = new IntVariable(10);
  private static final IntVariable WIDTH = new IntVariable(11);

  @Override
  public String name() {
    return "depthwise_gradient_%dx%d_stride%dx%d%s_%d"
        .formatted(
            tapRows,
            kernelWidth,
            strideHeight,
            strideWidth,
            dilationWidth == 1 && dilationHeight == 1
                ? ""
                : "_dilation" + dilationHeight + "x" + dilationWidth,
            lanes);
  }

  @Override
  public Class<DepthwiseGradientKernel> seam() {
    return DepthwiseGradientKernel.class;
  }

  @Override
  public Trial<DepthwiseGradientKernel> trial() {
    return new DepthwiseGradientTrial(this);
  }

  @Override
  public void emit(VectorCode code) {
    int taps = tapRows * kernelWidth;
    VectorVariable[] sum = code.vectors(taps, lanes);
    VectorVariable gradient = code.vector(lanes);
    VectorVariable x = code.vector(lanes);
    IntVariable[] row = new IntVariable[tapRows];
    for (int ky = 0; ky < tapRows; ky++) {
      row[ky] = code.integer();
    }
    IntVariable at = code.integer();
    for (int tap = 0; tap < taps; tap++) {
      code.load(sum[tap], SUMS, SUMS_OFFSET.plus(tap * lanes));
    }
    code.loop(
        code.integer(),
        ROWS,
        1,
        () -> {
          for (int ky = 0; ky < tapRows; ky++) {
            code.set(row[ky], PLACES.at(ROW.plus(ky * dilationHeight)).plus(IN_OFFSET));
          }
          code.set(at, GRADIENT_OFFSET);
          code.loop(
              code.integer(),
              WIDTH,
              1,
              () -> {
                code.load(gradient, GRADIENTS, at);
                for (int tap = 0; tap < taps; tap++) {
                  int column = tap % kernelWidth * dilationWidth * lanes;
                  code.load(x, IN, row[tap / kernelWidth].plus(column));
                  code.multiplyAdd(sum[tap], x, gradient);
                  if (tap % kernelWidth == kernelWidth - 1) {
                    code.fence();
                  }
                }
                code.increase(at, Whole.of(lanes));
                for (IntVariable each : row) {
                  code.increase(each, Whole.of(strideWidth * lanes));
                }
              });
          code.increase(ROW, Whole.of(strideHeight));
          code.increase(GRADIENT_OFFSET, GRADIENT_ROW);
        });
    for (int tap = 0; tap < taps; tap++) {
      code.store(sum[tap], SUMS, SUMS_OFFSET.plus(tap * lanes));
    }
  }
}
