package org.mobilenet4j.kernels.blocked;

import java.util.Arrays;
import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.kernels.blocked.VectorCode.ArrayVariable;
import org.mobilenet4j.kernels.blocked.VectorCode.IntVariable;
import org.mobilenet4j.kernels.blocked.VectorCode.VectorVariable;

/**
 * The depthwise convolution of one block of channels:
 *
 * <pre>
 *   out[y][x] = tail(bias + Σ ky, kx: in[y · stride + ky · dilation][x · stride + kx · dilation]
 *                              · weight[ky][kx])
 * </pre>
 *
 * for tiles of {@code pixels} neighbouring x. A tile walks once over the inputs of each tap row;
 * each input serves all the sums that reach it. Where each input row lies stands in a table.
 *
 * <p>Weights are held in registers from tile to tile where there are enough of those. Otherwise
 * each tile loads them row by row, in a loop over ky that stays a loop: unrolled, a 5×5 kernel is
 * too long for the JVM's compilers.
 *
 * @param kernelHeight rows of taps
 * @param kernelWidth columns of taps
 * @param strideHeight input rows from an output row to the next
 * @param strideWidth input columns from an output column to the next
 * @param dilationHeight input rows from a tap to the next
 * @param dilationWidth input columns from a tap to the next
 * @param firstColumn input columns of a tile, from that of the first tap, before which there is no
 *     input: such taps are left out
 * @param endColumn input columns of a tile behind which there is no input
 * @param pixels neighbouring output pixels of a tile
 * @param lanes channels of a block
 * @param heldWeights whether the weights of all taps stay in registers
 * @param tail what is applied last
 */
record DepthwiseVariant(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int dilationHeight,
    int dilationWidth,
    int firstColumn,
    int endColumn,
    int pixels,
    int lanes,
    boolean heldWeights,
    Tail tail)
    implements Variant<DepthwiseKernel> {
  /** The end of a tile's input where it has no end. */
  static final int ANY_COLUMN = Integer.MAX_VALUE;

  private static final ArrayVariable IN = new ArrayVariable(1);
  private static final IntVariable IN_OFFSET = new IntVariable(2);
  private static final ArrayVariable PLACES = new ArrayVariable(3);
  private static final IntVariable ROW = new IntVariable(4);
  private static final ArrayVariable WEIGHTS = new ArrayVariable(5);
  private static final IntVariable WEIGHT_OFFSET = new IntVariable(6);
  private static final ArrayVariable OUT = new ArrayVariable(7);
  private static final IntVariable OUT_OFFSET = new IntVariable(8);
  private static final IntVariable OUT_ROW = new IntVariable(9);
  private static final IntVariable ROWS = new IntVariable(10);
  private static final IntVariable TILES = new IntVariable(11);

  /** The variant for another number of neighbouring output pixels. */
  DepthwiseVariant withPixels(int otherPixels) {
    return new DepthwiseVariant(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        dilationHeight,
        dilationWidth,
        firstColumn,
        endColumn,
        otherPixels,
        lanes,
        heldWeights,
        tail);
  }

  /**
   * The variant for a tile whose input begins or ends within the reach of its taps.
   *
   * @param first column of the input's first pixel, from the tile's first tap; where it is
   *     negative, no tap lies before the input
   * @param end the column behind the input's last pixel
   */
  DepthwiseVariant withInput(int first, int end) {
    return new DepthwiseVariant(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        dilationHeight,
        dilationWidth,
        Math.max(0, first),
        end > reach() ? ANY_COLUMN : end,
        pixels,
        lanes,
        heldWeights,
        tail);
  }

  /** Taps of the kernel. */
  int taps() {
    return kernelHeight * kernelWidth;
  }

  /** The last input column that a tap of the tile reads, from that of the first tap. */
  private int reach() {
    return (pixels - 1) * strideWidth + (kernelWidth - 1) * dilationWidth;
  }

  private String inputName() {
    return (firstColumn > 0 ? "_from" + firstColumn : "")
        + (endColumn < ANY_COLUMN ? "_to" + endColumn : "");
  }

  @Override
  public String name() {
    String stride =
        strideHeight == strideWidth ? "" + strideWidth : strideHeight + "x" + strideWidth;
    return "depthwise_%dx%d_stride%s%s_%dx%d%s%s%s"
        .formatted(
            kernelHeight,
            kernelWidth,
            stride,
            dilationWidth == 1 && dilationHeight == 1
                ? ""
                : "_dilation" + dilationHeight + "x" + dilationWidth,
            pixels,
            lanes,
            heldWeights ? "_held" : "",
            inputName(),
            Variant.suffix(tail));
  }

  @Override
  public Class<DepthwiseKernel> seam() {
    return DepthwiseKernel.class;
  }

  @Override
  public Trial<DepthwiseKernel> trial() {
    return new DepthwiseTrial(this);
  }

  @Override
  public void emit(VectorCode code) {
    VectorVariable[] sum = code.vectors(pixels, lanes);
    VectorVariable[] weight = code.vectors(heldWeights ? taps() : kernelWidth, lanes);
    VectorVariable x = code.vector(lanes);
    VectorVariable bias = code.vector(lanes);
    IntVariable column = code.integer();
    IntVariable out = code.integer();
    code.loadExactly(bias, WEIGHTS, WEIGHT_OFFSET);
    if (heldWeights) {
      loadWeights(code, weight, WEIGHT_OFFSET.plus(lanes));
    }
    code.loop(
        code.integer(),
        ROWS,
        1,
        () -> {
          code.set(column, IN_OFFSET);
          code.set(out, OUT_OFFSET);
          code.loop(
              code.integer(),
              TILES,
              1,
              () -> {
                for (VectorVariable each : sum) {
                  code.copy(each, bias);
                }
                if (heldWeights) {
                  for (int ky = 0; ky < kernelHeight; ky++) {
                    int first = ky * kernelWidth;
                    VectorVariable[] ofRow = Arrays.copyOfRange(weight, first, first + kernelWidth);
                    tapRow(code, Whole.of(ky), column, sum, ofRow, x);
                  }
                } else {
                  IntVariable ky = code.integer();
                  IntVariable weights = code.integer();
                  code.loop(
                      ky,
                      Whole.of(kernelHeight),
                      1,
                      () -> {
                        code.set(
                            weights, WEIGHT_OFFSET.plus(ky.times(kernelWidth * lanes)).plus(lanes));
                        loadWeights(code, weight, weights);
                        tapRow(code, ky, column, sum, weight, x);
                      });
                }
                TailCode tailCode = new TailCode(code, tail, lanes);
                if (tail != Tail.SWISH) {
                  for (int p = 0; p < pixels; p++) {
                    tailCode.apply(sum[p]);
                  }
                }
                for (int p = 0; p < pixels; p++) {
                  code.store(sum[p], OUT, out.plus(p * lanes));
                }
                if (tail == Tail.SWISH) {
                  tailCode.applyToStored(OUT, out, pixels * lanes);
                }
                code.increase(column, Whole.of(pixels * strideWidth * lanes));
                code.increase(out, Whole.of(pixels * lanes));
              });
          code.increase(OUT_OFFSET, OUT_ROW);
          code.increase(ROW, Whole.of(strideHeight));
        });
  }

  private void loadWeights(VectorCode code, VectorVariable[] weight, Whole at) {
    for (int tap = 0; tap < weight.length; tap++) {
      code.load(weight[tap], WEIGHTS, at.plus(tap * lanes));
    }
  }

  /** {@code sum[p] += in[ky][p · stride + kx · dilation] · weight[ky][kx]} for all p and kx. */
  private void tapRow(
      VectorCode code,
      Whole ky,
      IntVariable column,
      VectorVariable[] sum,
      VectorVariable[] weight,
      VectorVariable x) {
    IntVariable row = code.integer();
    code.set(row, PLACES.at(ROW.plus(ky.times(dilationHeight))).plus(column));
    for (int at = firstColumn; at <= Math.min(reach(), endColumn - 1); at++) {
      boolean loaded = false;
      for (int kx = 0; kx < kernelWidth; kx++) {
        int first = at - kx * dilationWidth;
        if (first >= 0 && first % strideWidth == 0 && first / strideWidth < pixels) {
          if (!loaded) {
            code.load(x, IN, row.plus(at * lanes));
            loaded = true;
          }
          code.multiplyAdd(sum[first / strideWidth], x, weight[kx]);
        }
      }
      code.fence();
    }
  }
}
