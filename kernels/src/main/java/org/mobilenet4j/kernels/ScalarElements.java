package org.mobilenet4j.kernels;

/** Element-wise operations in plain loops. */
final class ScalarElements implements ElementKernel {
  ScalarElements() {}

  @Override
  public void activate(
      Activation activation, float[] in, int inOffset, float[] out, int outOffset, int count) {
    ScalarActivation.apply(activation, in, inOffset, out, outOffset, count);
  }

  @Override
  public void add(
      float[] first,
      int firstOffset,
      float[] second,
      int secondOffset,
      float[] out,
      int outOffset,
      int count) {
    for (int i = 0; i < count; i++) {
      out[outOffset + i] = first[firstOffset + i] + second[secondOffset + i];
    }
  }

  @Override
  public void scale(
      float[] in,
      int inOffset,
      float[] gate,
      int gateOffset,
      float[] out,
      int outOffset,
      int channels) {
    for (int c = 0; c < channels; c++) {
      out[outOffset + c] = in[inOffset + c] * gate[gateOffset + c];
    }
  }

  @Override
  public void scaleShift(
      float[] in, int inOffset, float[] scale, float[] shift, float[] out, int outOffset) {
    for (int c = 0; c < scale.length; c++) {
      out[outOffset + c] = Fma.fma(in[inOffset + c], scale[c], shift[c]);
    }
  }
}
