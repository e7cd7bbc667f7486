package org.mobilenet4j.kernels.gradient;

import org.mobilenet4j.kernels.Activation;
import org.mobilenet4j.kernels.DepthwiseShape;
import org.mobilenet4j.kernels.Window;

/**
 * The seam of training: what is needed to compute a network's outputs and gradients, on float
 * arrays in blocks of {@link #lanes} channels. The last block of a map is filled up; its spare
 * lanes must hold finite numbers, and are zero wherever a kernel writes them.
 *
 * <p>What a kernel is bound to is fixed when it is asked for; weights may be exchanged between
 * runs. Any number of threads may run one at the same time on parts that do not overlap. Runs
 * allocate nothing. A sum is taken in a fixed order, so that results do not depend on threads.
 */
public interface GradientKernels {
  /**
   * @return a short name, such as {@code scalar} or {@code vector-256}
   */
  String name();

  /**
   * @return channels of a block
   */
  int lanes();

  /**
   * A matrix product over pixels: a pointwise convolution, a dense layer, and the way back through
   * either.
   *
   * @param inner channels that are summed
   * @param columns channels of the result
   * @param lengths pixels of all runs that will be made, the most frequent first
   * @param writing whether the result replaces or adds
   * @return the product, its weights zero
   */
  Product product(int inner, int columns, int[] lengths, Writing writing);

  /**
   * A matrix product whose inputs lie anywhere around a pixel: a convolution over a picture in a
   * frame of zeros.
   *
   * @param places how far from the input of a pixel each input of its sum lies; at least one
   * @param pixelStep floats from the input of a pixel to that of the next
   * @param columns channels of the result
   * @param lengths pixels of all runs that will be made, the most frequent first
   * @return the product, its weights zero; it takes no notice of {@code inBlock}
   */
  Product convolution(int[] places, int pixelStep, int columns, int[] lengths);

  /**
   * The gradient of a matrix product's weights.
   *
   * @param inner channels of the input
   * @param columns channels of the output
   * @return the gradient
   */
  default WeightGradient weightGradient(int inner, int columns) {
    return weightGradient(inner, columns, lanes());
  }

  /**
   * The gradient of the weights of one tap of a convolution.
   *
   * @param inner channels of the input
   * @param columns channels of the output
   * @param pixelStep floats from the input of a pixel to that of the next
   * @return the gradient
   */
  WeightGradient weightGradient(int inner, int columns, int pixelStep);

  /**
   * A depthwise convolution, and the way back through one (with the filter turned round).
   *
   * @param shape its maps and window
   * @return the convolution, its weights zero
   */
  Depthwise depthwise(DepthwiseShape shape);

  /**
   * The gradient of a depthwise convolution's weights.
   *
   * @param window its window
   * @return the gradient
   */
  DepthwiseGradient depthwiseGradient(Window window);

  /**
   * Batch normalisation and the activation behind it, pixel by pixel.
   *
   * @param activation the activation; {@link Activation#NONE} if there is none
   * @return the passes
   */
  ChannelPasses passes(Activation activation);

  /** Whether a result replaces what is there. */
  enum Writing {
    /** It replaces. */
    SET,
    /** It adds to what is there. */
    ADD
  }

  /** A bound matrix product. */
  interface Product {
    /**
     * @param weights {@code [inner, columns]}
     * @param bias one per column
     */
    void refill(float[] weights, float[] bias);

    /**
     * Takes the transpose of weights and no bias.
     *
     * @param weights {@code [columns, inner]}
     */
    void refillTransposed(float[] weights);

    /**
     * @return floats of its copy of the weights
     */
    int weightFloats();

    /**
     * @return parts of the columns, each of some blocks
     */
    int panels();

    /**
     * @param panel from 0; {@link #panels} gives the end of the last one
     * @return the first block of the output that it computes
     */
    int firstBlock(int panel);

    /**
     * Computes one panel.
     *
     * @param panel which
     * @param in the input map
     * @param inOffset where the first pixel lies in the first block
     * @param inBlock floats from a block of it to the next
     * @param out the output map
     * @param outOffset where the first pixel lies in the first block of all
     * @param outBlock floats from a block of it to the next
     * @param length pixels: one of the lengths for which the product was bound
     */
    void run(
        int panel,
        float[] in,
        int inOffset,
        int inBlock,
        float[] out,
        int outOffset,
        int outBlock,
        int length);

    /**
     * Computes all panels.
     *
     * @param in the input map
     * @param inOffset where the first pixel lies in the first block
     * @param inBlock floats from a block of it to the next
     * @param out the output map
     * @param outOffset where the first pixel lies in the first block
     * @param outBlock floats from a block of it to the next
     * @param length pixels: one of the lengths for which the product was bound
     */
    default void run(
        float[] in,
        int inOffset,
        int inBlock,
        float[] out,
        int outOffset,
        int outBlock,
        int length) {
      for (int panel = 0; panel < panels(); panel++) {
        run(panel, in, inOffset, inBlock, out, outOffset, outBlock, length);
      }
    }
  }

  /** A bound gradient of a matrix product's weights. */
  interface WeightGradient {
    /** Pixels of a run are a multiple of this; the rest is filled up with pixels of zero. */
    int PIXEL_GRAIN = 4;

    /**
     * @return floats from an input's sums to the next: the columns, filled up to whole blocks
     */
    int row();

    /**
     * @return floats of all sums: inputs, filled up to whole blocks, times {@link #row}
     */
    int floats();

    /**
     * @return blocks of the input
     */
    int blocks();

    /**
     * Adds what some pixels contribute to the sums of some blocks of the input: {@code sums[k][n]
     * += Σ p: in[k][p] · gradient[n][p]}.
     *
     * @param fromBlock the first block of the input
     * @param toBlock the block behind the last
     * @param in the input map
     * @param inOffset where the first pixel lies in the first block of all
     * @param inBlock floats from a block of it to the next
     * @param gradients the gradient of the output map
     * @param gradientOffset where the first pixel lies in the first block
     * @param gradientBlock floats from a block of it to the next
     * @param pixels a multiple of {@link #PIXEL_GRAIN}
     * @param sums where it is added
     * @param sumsOffset where the sums of all blocks begin
     */
    void add(
        int fromBlock,
        int toBlock,
        float[] in,
        int inOffset,
        int inBlock,
        float[] gradients,
        int gradientOffset,
        int gradientBlock,
        int pixels,
        float[] sums,
        int sumsOffset);
  }

  /**
   * A bound depthwise convolution. Its input rows lie in a frame of zeros as wide as its taps
   * reach; a table says where each row begins, those outside the picture at a row of zeros.
   */
  interface Depthwise {
    /**
     * @param weights {@code [kernelHeight, kernelWidth, channels]}
     */
    void refill(float[] weights);

    /**
     * @return floats of its copy of the weights
     */
    int weightFloats();

    /**
     * Computes some rows of one block of channels.
     *
     * @param block which block
     * @param in the input rows
     * @param places where each input row begins, from the row that the first tap of output row 0
     *     reads
     * @param row index, in {@code places}, of the first tap row of the first output row
     * @param out the output map
     * @param outOffset where the first pixel lies
     * @param outRow floats from an output row to the next
     * @param rows how many output rows
     */
    void run(
        int block,
        float[] in,
        int[] places,
        int row,
        float[] out,
        int outOffset,
        int outRow,
        int rows);
  }

  /** A bound gradient of a depthwise convolution's weights. */
  interface DepthwiseGradient {
    /**
     * Adds what one block of channels of one picture contributes.
     *
     * @param in the input rows, as for {@link Depthwise}
     * @param places where each input row begins
     * @param row index, in {@code places}, of the first tap row of the first output row
     * @param gradients the gradient of the output map
     * @param gradientOffset where its first pixel lies
     * @param gradientRow floats from an output row to the next
     * @param sums {@code [taps, lanes]}
     * @param sumsOffset where they begin
     * @param rows output rows
     * @param width output columns
     */
    void add(
        float[] in,
        int[] places,
        int row,
        float[] gradients,
        int gradientOffset,
        int gradientRow,
        float[] sums,
        int sumsOffset,
        int rows,
        int width);
  }
}
