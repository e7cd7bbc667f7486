package org.mobilenet4j.kernels.blocked;

import java.util.ArrayList;
import java.util.List;

/**
 * The gradient of the weights of a pointwise convolution or dense layer: the product of its inputs,
 * transposed, with the gradient of its outputs. Immutable, shared by threads.
 */
public final class BlockedWeightGradient {
  /** Pixels of a call must be a multiple of this; fill up with pixels of zero. */
  public static final int PIXEL_GRAIN = WeightGradientVariant.UNROLL;

  private final int lanes;
  private final int inner;
  private final int inputBlocks;
  private final int columns;
  private final List<Part> parts = new ArrayList<>();

  /**
   * What a panel is.
   *
   * @param firstBlock the block of the output at which it begins
   * @param inputs channels of a tile
   * @param slot its kernel
   */
  private record Part(int firstBlock, int inputs, Slot<WeightGradientKernel> slot) {}

  /**
   * @param inner channels of the input
   * @param outputs channels of the output
   * @param pixelStep floats from the input of a pixel to that of the next
   * @param lanes channels of a block
   * @param registers vector registers of the processor
   * @param kernels where its kernels come from
   */
  BlockedWeightGradient(
      int inner, int outputs, int pixelStep, int lanes, int registers, GeneratedKernels kernels) {
    this.lanes = lanes;
    this.inner = inner;
    this.inputBlocks = (inner + lanes - 1) / lanes;
    int outputBlocks = (outputs + lanes - 1) / lanes;
    this.columns = outputBlocks * lanes;
    int widest = registers >= 32 ? 3 : 2;
    for (int block = 0; block < outputBlocks; ) {
      int left = outputBlocks - block;
      // A panel of one vector waits for its own sums; three narrow ones do not.
      int vectors = left == 4 && widest == 3 ? 2 : left == 3 ? 3 : Math.min(left, widest);
      int inputs = Math.min(lanes, inputs(registers, vectors));
      parts.add(
          new Part(
              block,
              inputs,
              kernels.of(
                  new WeightGradientVariant(inputs, new Panel(vectors, lanes), pixelStep, lanes))));
      block += vectors;
    }
  }

  /** Channels of a tile, so that its sums, the gradients and an input have registers. */
  private static int inputs(int registers, int vectors) {
    int most = (registers - 2 - vectors) / vectors;
    return Math.min(8, Integer.highestOneBit(most));
  }

  /**
   * @return floats from an input's sums to the next: the outputs, filled up to whole blocks
   */
  public int row() {
    return columns;
  }

  /**
   * @return blocks of the input
   */
  public int blocks() {
    return inputBlocks;
  }

  /**
   * @return floats of all sums: the inputs, filled up to whole blocks, times {@link #row}
   */
  public int floats() {
    return inputBlocks * lanes * columns;
  }

  /**
   * Adds what some pixels contribute to the sums of some blocks of the input.
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
   * @param sums {@code [inputs, outputs]}, both filled up to whole blocks
   * @param sumsOffset where those of all blocks begin
   */
  public void add(
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
      int sumsOffset) {
    for (int i = 0; i < parts.size(); i++) { // no iterator: nothing is allocated here
      Part part = parts.get(i);
      WeightGradientKernel kernel = part.slot().kernel();
      int first = gradientOffset + part.firstBlock() * gradientBlock;
      for (int block = fromBlock; block < toBlock; block++) {
        kernel.run(
            in,
            inOffset + block * inBlock,
            gradients,
            first,
            gradientBlock,
            sums,
            sumsOffset + block * lanes * columns + part.firstBlock() * lanes,
            columns,
            pixels,
            tiles(block, part.inputs()));
      }
    }
  }

  /** Tiles of a block; of the last one those that hold channels. */
  private int tiles(int block, int inputs) {
    return (Math.min(lanes, inner - block * lanes) + inputs - 1) / inputs;
  }
}
