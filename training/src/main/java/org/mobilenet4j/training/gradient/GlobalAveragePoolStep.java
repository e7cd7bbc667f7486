package org.mobilenet4j.training.gradient;

import java.util.Arrays;
import org.mobilenet4j.kernels.Activation;
import org.mobilenet4j.kernels.gradient.ChannelPasses;
import org.mobilenet4j.kernels.gradient.GradientKernels;
import org.mobilenet4j.kernels.gradient.GradientKernels.Writing;

/** The mean of each channel over the whole picture. */
final class GlobalAveragePoolStep implements TrainingStep {
  private final Value in;
  private final Value out;
  private final ChannelPasses passes;
  private final int lanes;
  private final int pixels;
  private Writing writing = Writing.SET;

  GlobalAveragePoolStep(Value in, Value out, GradientKernels kernels) {
    this.in = in;
    this.out = out;
    this.passes = kernels.passes(Activation.NONE);
    this.lanes = in.map().lanes();
    this.pixels = in.map().pixels();
  }

  @Override
  public String name() {
    return out.name();
  }

  // Some pixels and their moments, or the coefficients that add a share.
  @Override
  public long scratchFloats() {
    return (Math.min(pixels, Value.MOST_PIXELS) + (long) ChannelPasses.KINDS) * lanes;
  }

  @Override
  public void forward(Member member, ForwardPass pass) {
    int batch = in.map().batch();
    int items = in.map().blocks() * batch;
    double[] sums = new double[lanes];
    for (int item = member.from(items); item < member.to(items); item++) {
      int block = item / batch;
      int picture = item % batch;
      Arrays.fill(sums, 0);
      for (int pixel = 0; pixel < pixels; pixel += Value.MOST_PIXELS) {
        int count = Math.min(Value.MOST_PIXELS, pixels - pixel);
        addUp(block, picture * pixels + pixel, count, member.scratch(), sums);
      }
      int to = out.map().at(block, picture);
      for (int lane = 0; lane < lanes; lane++) {
        out.numbers()[to + lane] = (float) (sums[lane] / pixels);
      }
    }
  }

  private void addUp(int block, int row, int count, float[] scratch, double[] sums) {
    int moments = count * lanes;
    in.read(block, row, count, scratch, 0);
    passes.moments(scratch, 0, scratch, moments, count);
    for (int lane = 0; lane < lanes; lane++) {
      double first = scratch[moments + lane];
      sums[lane] += count * first + scratch[moments + lanes + lane];
    }
  }

  @Override
  public void bindGradients(GradientBuffers buffers) {
    if (in.needsGradient()) {
      writing = buffers.write(in);
    }
    buffers.release(out);
  }

  @Override
  public void backward(Member member) {
    if (!in.needsGradient()) {
      return;
    }
    int batch = in.map().batch();
    int items = in.map().blocks() * batch;
    float[] scratch = member.scratch();
    int shift = ChannelPasses.SHIFT * lanes;
    Arrays.fill(scratch, 0, ChannelPasses.KINDS * lanes, 0f);
    Arrays.fill(scratch, ChannelPasses.SCALE * lanes, (ChannelPasses.SCALE + 1) * lanes, 1f);
    for (int item = member.from(items); item < member.to(items); item++) {
      int block = item / batch;
      int picture = item % batch;
      out.readGradient(block, picture, 1, scratch, shift);
      for (int lane = 0; lane < lanes; lane++) {
        scratch[shift + lane] /= pixels;
      }
      int at = in.map().at(block, picture * pixels);
      switch (writing) {
        case SET -> repeat(scratch, shift, in.gradient(), at);
        // What is there, plus a constant.
        case ADD -> passes.normalize(in.gradient(), at, scratch, 0, in.gradient(), at, pixels);
      }
    }
  }

  /** Writes one pixel to all pixels of a picture. */
  private void repeat(float[] pixel, int from, float[] to, int at) {
    System.arraycopy(pixel, from, to, at, lanes);
    for (int done = lanes; done < pixels * lanes; done *= 2) {
      System.arraycopy(to, at, to, at + done, Math.min(done, pixels * lanes - done));
    }
  }
}
