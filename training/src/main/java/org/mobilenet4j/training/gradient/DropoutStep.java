package org.mobilenet4j.training.gradient;

import org.mobilenet4j.kernels.gradient.GradientKernels.Writing;
import org.mobilenet4j.training.random.Draws;

/**
 * Dropout (Srivastava et al. 2014): in training each number is set to zero with a probability, and
 * the others are scaled up so that their sum stays what it was.
 */
final class DropoutStep implements TrainingStep {
  private final Value in;
  private final Value out;
  private final float rate;
  private final long use;
  private Writing writing = Writing.SET;
  private long seed;
  private boolean active;

  /**
   * @param use a number of its own among the random steps of the network
   */
  DropoutStep(Value in, Value out, float rate, long use) {
    this.in = in;
    this.out = out;
    this.rate = rate;
    this.use = use;
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
    if (member.index() == 0) {
      seed = pass.seed();
      active = pass.trains() && rate > 0;
    }
    BatchMap map = out.map();
    int items = map.blocks() * map.batch();
    for (int item = member.from(items); item < member.to(items); item++) {
      int block = item / map.batch();
      int row = item % map.batch() * map.pixels();
      int at = map.at(block, row);
      in.read(block, row, map.pixels(), out.numbers(), at);
      if (pass.trains() && rate > 0) {
        mask(pass.seed(), item, out.numbers(), at);
      }
    }
  }

  private void mask(long drawnFrom, int item, float[] numbers, int at) {
    int count = out.map().pixels() * out.map().lanes();
    float scale = 1 / (1 - rate);
    Draws draws = Draws.of(drawnFrom, use, item);
    for (int i = 0; i < count; i++) {
      boolean kept = draws.unit() >= rate;
      numbers[at + i] = kept ? numbers[at + i] * scale : 0;
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
      if (active) {
        mask(seed, item, member.scratch(), 0);
      }
      in.writeGradient(writing, block, row, map.pixels(), member.scratch(), 0);
    }
  }
}
