package org.mobilenet4j.kernels.blocked;

import java.util.Arrays;
import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.kernels.blocked.ChannelVariant.Pass;

/** The mean of each channel of a map, block by block. Immutable, shared by threads. */
public final class BlockedMeans {
  private final Slot<ChannelKernel> slot;
  private final int lanes;
  private final int pixels;
  private final float[] divisor;

  /**
   * @param lanes channels of a block
   * @param pixels of the map, one behind the other
   * @param kernels where its kernel comes from
   */
  BlockedMeans(int lanes, int pixels, GeneratedKernels kernels) {
    this.slot = kernels.of(new ChannelVariant(Pass.TWO_MEANS, lanes, Tail.NONE));
    this.lanes = lanes;
    this.pixels = pixels;
    this.divisor = new float[lanes];
    Arrays.fill(divisor, pixels);
  }

  /**
   * The means of the channels of some blocks.
   *
   * @param in the array of the map
   * @param inOffset where the first of the blocks begins
   * @param inBlock floats from a block to the next
   * @param out the array of the means
   * @param outOffset where those of the first of the blocks go, as many as a block has channels;
   *     those of the others follow
   * @param blocks how many
   */
  public void run(float[] in, int inOffset, int inBlock, float[] out, int outOffset, int blocks) {
    for (int b = 0; b < blocks; b += 2) {
      int second = Math.min(b + 1, blocks - 1); // an odd one is its own partner
      slot.kernel()
          .run(
              in,
              inOffset + b * inBlock,
              in,
              inOffset + second * inBlock,
              divisor,
              0,
              out,
              outOffset + b * lanes,
              pixels,
              1,
              (second - b) * lanes);
    }
  }
}
