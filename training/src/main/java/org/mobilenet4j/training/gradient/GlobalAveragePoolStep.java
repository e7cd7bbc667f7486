package org.mobilenet4j.training.gradient;

import java.util.Arrays;
import org.mobilenet4j.kernels.gradient.GradientKernels.Writing;

/** The mean of each channel over the whole picture. */
final class GlobalAveragePoolStep implements TrainingStep {
  private final Value in;
  private final Value out;
  private final int lanes;
  private final int pixels;
  private Writing writing = Writing.SET;

  GlobalAveragePoolStep(Value in, Value out) {
    this.in = in;
    this.out = out;
    this.lanes = in.map().lanes();
    this.pixels = in.map().pixels();
  }

  @Override
  public String name() {
    return out.name();
  }

  // The picture and one pixel.
  @Override
  public long scratchFloats() {
    return (pixels + 1L) * lanes;
  }

  @Override
  public void forward(Member member, ForwardPass pass) {
    int batch = in.map().batch();
    int items = in.map().blocks() * batch;
    float[] scratch = member.scratch();
    double[] sums = new double[lanes];
    for (int item = member.from(items); item < member.to(items); item++) {
      int block = item / batch;
      int picture = item % batch;
      in.read(block, picture * pixels, pixels, scratch, 0);
      Arrays.fill(sums, 0);
      for (int at = 0; at < pixels * lanes; at += lanes) {
        for (int lane = 0; lane < lanes; lane++) {
          sums[lane] += scratch[at + lane];
        }
      }
      int to = out.map().at(block, picture);
      for (int lane = 0; lane < lanes; lane++) {
        out.numbers()[to + lane] = (float) (sums[lane] / pixels);
      }
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
    int shares = pixels * lanes;
    for (int item = member.from(items); item < member.to(items); item++) {
      int block = item / batch;
      int picture = item % batch;
      out.readGradient(block, picture, 1, scratch, shares);
      for (int lane = 0; lane < lanes; lane++) {
        scratch[shares + lane] /= pixels;
      }
      for (int at = 0; at < shares; at += lanes) {
        System.arraycopy(scratch, shares, scratch, at, lanes);
      }
      in.writeGradient(writing, block, picture * pixels, pixels, scratch, 0);
    }
  }
}
