package org.mobilenet4j.kernels.blocked;

import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.kernels.blocked.ChannelVariant.Pass;

/** The multiplication of each channel by its gate. Immutable, shared by threads. */
public final class BlockedScale {
  private final Slot<ChannelKernel> slot;
  private final int pixels;

  /**
   * @param lanes channels of a block
   * @param pixels of the map, one behind the other
   * @param kernels where its kernel comes from
   */
  BlockedScale(int lanes, int pixels, GeneratedKernels kernels) {
    this.slot = kernels.of(new ChannelVariant(Pass.SCALE, lanes, Tail.NONE));
    this.pixels = pixels;
  }

  /**
   * Multiplies one block.
   *
   * @param in the array of the map
   * @param inOffset where the block begins
   * @param gates the array of the gates
   * @param gateOffset where those of the block begin
   * @param out the array of the result; may be that of the map
   * @param outOffset where the block's result goes
   */
  public void run(
      float[] in, int inOffset, float[] gates, int gateOffset, float[] out, int outOffset) {
    slot.kernel().run(in, inOffset, in, inOffset, gates, gateOffset, out, outOffset, pixels, 1, 0);
  }
}
