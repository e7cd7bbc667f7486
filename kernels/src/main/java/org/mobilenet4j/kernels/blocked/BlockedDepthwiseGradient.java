package org.mobilenet4j.kernels.blocked;

import java.util.ArrayList;
import java.util.List;
import org.mobilenet4j.kernels.Window;

/** The gradient of the weights of a depthwise convolution. Immutable, shared by threads. */
public final class BlockedDepthwiseGradient {
  private final Window window;
  private final int lanes;
  private final List<Part> parts = new ArrayList<>();

  /**
   * Kernel rows that are summed at once.
   *
   * @param firstTapRow the first of them
   * @param slot their kernel
   */
  private record Part(int firstTapRow, Slot<DepthwiseGradientKernel> slot) {}

  /**
   * @param window the window of the convolution
   * @param lanes channels of a block
   * @param registers vector registers of the processor
   * @param kernels where its kernels come from
   */
  BlockedDepthwiseGradient(Window window, int lanes, int registers, GeneratedKernels kernels) {
    this.window = window;
    this.lanes = lanes;
    int atOnce = Math.max(1, (registers - 4) / window.kernelWidth());
    for (int row = 0; row < window.kernelHeight(); row += atOnce) {
      int rows = Math.min(atOnce, window.kernelHeight() - row);
      parts.add(
          new Part(
              row,
              kernels.of(
                  new DepthwiseGradientVariant(
                      rows,
                      window.kernelWidth(),
                      window.strideHeight(),
                      window.strideWidth(),
                      window.dilationHeight(),
                      window.dilationWidth(),
                      lanes))));
    }
  }

  /**
   * Adds what one block of channels of one picture contributes.
   *
   * @param in the input map with the zeros around it that its taps reach
   * @param inOffset added to the places of the rows: the column of the first tap
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
  public void add(
      float[] in,
      int inOffset,
      int[] places,
      int row,
      float[] gradients,
      int gradientOffset,
      int gradientRow,
      float[] sums,
      int sumsOffset,
      int rows,
      int width) {
    for (int i = 0; i < parts.size(); i++) { // no iterator: nothing is allocated here
      Part part = parts.get(i);
      part.slot()
          .kernel()
          .run(
              in,
              inOffset,
              places,
              row + part.firstTapRow() * window.dilationHeight(),
              gradients,
              gradientOffset,
              gradientRow,
              sums,
              sumsOffset + part.firstTapRow() * window.kernelWidth() * lanes,
              rows,
              width);
    }
  }
}
