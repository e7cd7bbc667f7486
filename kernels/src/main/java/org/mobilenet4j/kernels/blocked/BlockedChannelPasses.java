package org.mobilenet4j.kernels.blocked;

import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.kernels.blocked.ChannelVariant.Pass;

/**
 * The passes of batch normalisation and one activation over the pixels of one block of channels.
 * Immutable, shared by threads.
 */
public final class BlockedChannelPasses {
  private final Slot<ChannelKernel> normalize;
  private final Slot<ChannelKernel> moments;
  private final Slot<ChannelKernel> gradientSums;
  private final Slot<ChannelKernel> inputGradient;

  /**
   * @param tail the activation
   * @param lanes channels of a block
   * @param kernels where its kernels come from
   */
  BlockedChannelPasses(Tail tail, int lanes, GeneratedKernels kernels) {
    this.normalize = kernels.of(new ChannelVariant(Pass.NORMALIZE, lanes, tail));
    this.moments = kernels.of(new ChannelVariant(Pass.MOMENTS, lanes, Tail.NONE));
    this.gradientSums = kernels.of(new ChannelVariant(Pass.GRADIENT_SUMS, lanes, tail));
    this.inputGradient = kernels.of(new ChannelVariant(Pass.INPUT_GRADIENT, lanes, tail));
  }

  /** {@code out[p] = tail(z[p] · scale + shift)}, row by row. */
  public void normalize(
      float[] z,
      int offset,
      float[] coefficients,
      int coefficientOffset,
      float[] out,
      int outOffset,
      int pixels,
      int rows,
      int outRow) {
    normalize
        .kernel()
        .run(
            z,
            offset,
            z,
            offset,
            coefficients,
            coefficientOffset,
            out,
            outOffset,
            pixels,
            rows,
            outRow);
  }

  /** {@code out = z[0], Σ (z[p] - z[0]), Σ (z[p] - z[0])²}, as many of each as lanes. */
  public void moments(float[] z, int offset, float[] out, int outOffset, int pixels) {
    moments.kernel().run(z, offset, z, offset, z, offset, out, outOffset, pixels, 1, 0);
  }

  /** {@code sums += Σ d[p], Σ d[p] · (z[p] - mean)} with {@code d[p] = g[p] · tail'(…)}. */
  public void gradientSums(
      float[] z,
      int offset,
      float[] g,
      int gradientOffset,
      float[] coefficients,
      int coefficientOffset,
      float[] sums,
      int sumsOffset,
      int pixels) {
    gradientSums
        .kernel()
        .run(
            z,
            offset,
            g,
            gradientOffset,
            coefficients,
            coefficientOffset,
            sums,
            sumsOffset,
            pixels,
            1,
            0);
  }

  /** {@code out[p] = d[p] · gradientFactor + z[p] · inputFactor + constant}, row by row. */
  public void inputGradient(
      float[] z,
      int offset,
      float[] g,
      int gradientOffset,
      float[] coefficients,
      int coefficientOffset,
      float[] out,
      int outOffset,
      int pixels,
      int rows,
      int outRow) {
    inputGradient
        .kernel()
        .run(
            z,
            offset,
            g,
            gradientOffset,
            coefficients,
            coefficientOffset,
            out,
            outOffset,
            pixels,
            rows,
            outRow);
  }
}
