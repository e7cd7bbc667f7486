package org.mobilenet4j.kernels;

/** The operations whose outputs each depend on one value of each input. */
interface ElementKernel {
  void activate(
      Activation activation, float[] in, int inOffset, float[] out, int outOffset, int count);

  void add(
      float[] first,
      int firstOffset,
      float[] second,
      int secondOffset,
      float[] out,
      int outOffset,
      int count);

  /** Multiplies a pixel by a gate. */
  void scale(
      float[] in,
      int inOffset,
      float[] gate,
      int gateOffset,
      float[] out,
      int outOffset,
      int channels);

  /** {@code x * scale + shift} for one pixel. */
  void scaleShift(
      float[] in, int inOffset, float[] scale, float[] shift, float[] out, int outOffset);
}
