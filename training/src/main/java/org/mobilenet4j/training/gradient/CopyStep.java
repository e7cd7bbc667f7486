package org.mobilenet4j.training.gradient;

import org.mobilenet4j.kernels.gradient.GradientKernels.Writing;

/**
 * Stores a value as its readers see it: in front of an activation or normalisation that cannot be
 * put off because something else reads the value as well.
 */
final class CopyStep implements TrainingStep {
  private final Value in;
  private final Value out;
  private Writing writing = Writing.SET;

  CopyStep(Value in, Value out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public String name() {
    return out.name();
  }

  @Override
  public long scratchFloats() {
    return (long) out.map().pixels() * out.map().lanes();
  }

  @Override
  public void forward(Member member, ForwardPass pass) {
    BatchMap map = out.map();
    int items = map.blocks() * map.batch();
    for (int item = member.from(items); item < member.to(items); item++) {
      int block = item / map.batch();
      int row = item % map.batch() * map.pixels();
      in.read(block, row, map.pixels(), out.numbers(), map.at(block, row));
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
    BatchMap map = out.map();
    int items = map.blocks() * map.batch();
    for (int item = member.from(items); item < member.to(items); item++) {
      int block = item / map.batch();
      int row = item % map.batch() * map.pixels();
      out.readGradient(block, row, map.pixels(), member.scratch(), 0);
      in.writeGradient(writing, block, row, map.pixels(), member.scratch(), 0);
    }
  }
}
