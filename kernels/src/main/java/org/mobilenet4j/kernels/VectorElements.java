package org.mobilenet4j.kernels;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Element-wise operations by whole vectors, the rest value by value.
 *
 * <p>A template: it runs as a hidden class whose class data is a {@link Specialization}.
 */
final class VectorElements implements ElementKernel {
  private static final VectorSpecies<Float> SPECIES =
      Specialization.of(MethodHandles.lookup()).species();
  private static final int LANES = SPECIES.length();

  VectorElements() {}

  @Override
  public void activate(
      Activation activation, float[] in, int inOffset, float[] out, int outOffset, int count) {
    int whole =
        switch (activation) {
          case Activation.None _ -> 0; // nothing to compute
          case Activation.Relu _ -> relu(in, inOffset, out, outOffset, count);
          case Activation.Relu6 _ -> relu6(in, inOffset, out, outOffset, count);
          case Activation.HardSigmoid(float slope, float offset) ->
              hardSigmoid(slope, offset, in, inOffset, out, outOffset, count);
          case Activation.HardSwish _ -> hardSwish(in, inOffset, out, outOffset, count);
          case Activation.Sigmoid _ -> sigmoid(in, inOffset, out, outOffset, count);
          case Activation.Swish _ -> swish(in, inOffset, out, outOffset, count);
        };
    ScalarActivation.apply(activation, in, inOffset + whole, out, outOffset + whole, count - whole);
  }

  // Each returns how many values it has computed: as many whole vectors as there are.
  private static int relu(float[] in, int inOffset, float[] out, int outOffset, int count) {
    int i = 0;
    for (; i <= count - LANES; i += LANES) {
      Tail.relu(FloatVector.fromArray(SPECIES, in, inOffset + i)).intoArray(out, outOffset + i);
    }
    return i;
  }

  private static int relu6(float[] in, int inOffset, float[] out, int outOffset, int count) {
    int i = 0;
    for (; i <= count - LANES; i += LANES) {
      Tail.clamp(FloatVector.fromArray(SPECIES, in, inOffset + i), 6f)
          .intoArray(out, outOffset + i);
    }
    return i;
  }

  private static int hardSwish(float[] in, int inOffset, float[] out, int outOffset, int count) {
    int i = 0;
    for (; i <= count - LANES; i += LANES) {
      Tail.HARD_SWISH
          .apply(FloatVector.fromArray(SPECIES, in, inOffset + i))
          .intoArray(out, outOffset + i);
    }
    return i;
  }

  private static int sigmoid(float[] in, int inOffset, float[] out, int outOffset, int count) {
    int i = 0;
    for (; i <= count - LANES; i += LANES) {
      VectorExponential.sigmoid(FloatVector.fromArray(SPECIES, in, inOffset + i))
          .intoArray(out, outOffset + i);
    }
    return i;
  }

  private static int swish(float[] in, int inOffset, float[] out, int outOffset, int count) {
    int i = 0;
    for (; i <= count - LANES; i += LANES) {
      Tail.SWISH
          .apply(FloatVector.fromArray(SPECIES, in, inOffset + i))
          .intoArray(out, outOffset + i);
    }
    return i;
  }

  private static int hardSigmoid(
      float slope, float offset, float[] in, int inOffset, float[] out, int outOffset, int count) {
    int i = 0;
    for (; i <= count - LANES; i += LANES) {
      FloatVector line =
          FloatVector.fromArray(SPECIES, in, inOffset + i)
              .fma(FloatVector.broadcast(SPECIES, slope), FloatVector.broadcast(SPECIES, offset));
      Tail.clamp(line, 1f).intoArray(out, outOffset + i);
    }
    return i;
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
    int i = 0;
    for (; i <= count - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, first, firstOffset + i)
          .add(FloatVector.fromArray(SPECIES, second, secondOffset + i))
          .intoArray(out, outOffset + i);
    }
    for (; i < count; i++) {
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
    int c = 0;
    for (; c <= channels - LANES; c += LANES) {
      FloatVector.fromArray(SPECIES, in, inOffset + c)
          .mul(FloatVector.fromArray(SPECIES, gate, gateOffset + c))
          .intoArray(out, outOffset + c);
    }
    for (; c < channels; c++) {
      out[outOffset + c] = in[inOffset + c] * gate[gateOffset + c];
    }
  }

  @Override
  public void scaleShift(
      float[] in, int inOffset, float[] scale, float[] shift, float[] out, int outOffset) {
    int c = 0;
    for (; c <= scale.length - LANES; c += LANES) {
      FloatVector.fromArray(SPECIES, in, inOffset + c)
          .fma(FloatVector.fromArray(SPECIES, scale, c), FloatVector.fromArray(SPECIES, shift, c))
          .intoArray(out, outOffset + c);
    }
    for (; c < scale.length; c++) {
      out[outOffset + c] = Fma.fma(in[inOffset + c], scale[c], shift[c]);
    }
  }
}
