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
 * <p>Rows need no zeros at their sides: {@link RowSides} reads others in their place.
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
 * @param padLeft how many columns of a tile's input, from that of the first tap on, may lie before
 *     the row
 * @param padRight how many of its last columns may lie behind the row
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
    int padLeft,
    int padRight,
    int pixels,
    int lanes,
    boolean heldWeights,
    Tail tail)
    implements Variant<DepthwiseKernel> {
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
  private static final IntVariable FIRST_COLUMN = new IntVariable(12);
  private static final IntVariable IN_WIDTH = new IntVariable(13);
  private static final IntVariable ZEROS = new IntVariable(14);

  /** The variant for other tiles of the same rows. */
  DepthwiseVariant withPixels(int otherPixels) {
    return with(padLeft, padRight, otherPixels);
  }

  /**
   * The variant for some of the pixels of a tile.
   *
   * @param first the first of them
   * @param count how many
   */
  DepthwiseVariant part(int first, int count) {
    return with(
        Math.max(0, padLeft - first * strideWidth),
        Math.max(0, padRight - (pixels - first - count) * strideWidth),
        count);
  }

  private DepthwiseVariant with(int left, int right, int otherPixels) {
    return new DepthwiseVariant(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        dilationHeight,
        dilationWidth,
        left,
        right,
        otherPixels,
        lanes,
        heldWeights,
        tail);
  }

  /** Taps of the kernel. */
  int taps() {
    return kernelHeight * kernelWidth;
  }

  /** Columns of the input that the taps of a tile reach. */
  private int columns() {
    return (pixels - 1) * strideWidth + (kernelWidth - 1) * dilationWidth + 1;
  }

  private String padName() {
    return padLeft == 0 && padRight == 0 ? "" : "_pad%d_%d".formatted(padLeft, padRight);
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
            padName(),
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
    IntVariable firstColumn = code.integer();
    RowSides sides = new RowSides(code, padLeft, padRight, columns());
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
          code.set(firstColumn, FIRST_COLUMN);
          code.set(out, OUT_OFFSET);
          code.loop(
              code.integer(),
              TILES,
              1,
              () -> {
                for (VectorVariable each : sum) {
                  code.copy(each, bias);
                }
                sides.beginTile(firstColumn, IN_WIDTH);
                if (heldWeights) {
                  for (int ky = 0; ky < kernelHeight; ky++) {
                    int first = ky * kernelWidth;
                    VectorVariable[] ofRow = Arrays.copyOfRange(weight, first, first + kernelWidth);
                    tapRow(code, Whole.of(ky), column, sides, sum, ofRow, x);
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
                        tapRow(code, ky, column, sides, sum, weight, x);
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
                code.increase(firstColumn, Whole.of(pixels * strideWidth));
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
      RowSides sides,
      VectorVariable[] sum,
      VectorVariable[] weight,
      VectorVariable x) {
    IntVariable row = code.integer();
    code.set(row, PLACES.at(ROW.plus(ky.times(dilationHeight))).plus(column));
    for (int at = 0; at < columns(); at++) {
      boolean loaded = false;
      for (int kx = 0; kx < kernelWidth; kx++) {
        int first = at - kx * dilationWidth;
        if (first >= 0 && first % strideWidth == 0 && first / strideWidth < pixels) {
          if (!loaded) {
            code.load(x, IN, sides.place(at, row.plus(at * lanes), ZEROS));
            loaded = true;
          }
          code.multiplyAdd(sum[first / strideWidth], x, weight[kx]);
        }
      }
      code.fence();
    }
  }
}
