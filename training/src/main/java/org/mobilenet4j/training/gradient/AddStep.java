package org.mobilenet4j.training.gradient;

import java.util.ArrayList;
import java.util.List;
import org.mobilenet4j.kernels.gradient.GradientKernels.Writing;
import org.mobilenet4j.training.random.Draws;

/**
 * The sum of a residual block. With stochastic depth (Huang et al. 2016) the branch is left out for
 * some pictures, and scaled up for the others.
 */
final class AddStep implements TrainingStep {
  private final List<Value> inputs;
  private final Value out;
  private final int branch;
  private final float dropRate;
  private final long use;
  private final Chunks pieces;
  private final List<Writing> writings = new ArrayList<>();
  private long seed;
  private boolean drops;

  /**
   * @param branch which of the inputs stochastic depth leaves out
   * @param dropRate for what share of the pictures
   * @param use a number of its own among the random steps of the network
   */
  AddStep(List<Value> inputs, Value out, int branch, float dropRate, long use) {
    this.inputs = List.copyOf(inputs);
    this.out = out;
    this.branch = branch;
    this.dropRate = dropRate;
    this.use = use;
    this.pieces = Chunks.of(out.map().batch(), out.map().pixels(), Value.MOST_PIXELS);
  }

  @Override
  public String name() {
    return out.name();
  }

  @Override
  public long scratchFloats() {
    return (long) Math.min(out.map().pixels(), Value.MOST_PIXELS) * out.map().lanes();
  }

  private float factor(int input, int picture, long drawnFrom, boolean active) {
    if (!active || input != branch) {
      return 1;
    }
    boolean kept = Draws.of(drawnFrom, use, picture).unit() >= dropRate;
    return kept ? 1 / (1 - dropRate) : 0;
  }

  @Override
  public void forward(Member member, ForwardPass pass) {
    long passSeed = pass.seed();
    boolean active = pass.trains() && dropRate > 0;
    if (member.index() == 0) {
      seed = passSeed;
      drops = active;
    }
    BatchMap map = out.map();
    int items = map.blocks() * pieces.count();
    float[] scratch = member.scratch();
    float[] sums = out.numbers();
    for (int item = member.from(items); item < member.to(items); item++) {
      int block = item / pieces.count();
      int row = pieces.start(item % pieces.count());
      int rows = pieces.length(item % pieces.count());
      int at = map.at(block, row);
      int count = rows * map.lanes();
      for (int i = 0; i < inputs.size(); i++) {
        float factor = factor(i, row / map.pixels(), passSeed, active);
        if (i == 0) {
          inputs.get(i).read(block, row, rows, sums, at);
          scale(sums, at, count, factor);
        } else {
          inputs.get(i).read(block, row, rows, scratch, 0);
          for (int n = 0; n < count; n++) {
            sums[at + n] += factor * scratch[n];
          }
        }
      }
    }
  }

  private static void scale(float[] numbers, int from, int count, float factor) {
    if (factor != 1) {
      for (int n = from; n < from + count; n++) {
        numbers[n] *= factor;
      }
    }
  }

  @Override
  public void bindGradients(GradientBuffers buffers) {
    for (Value input : inputs) {
      // Nobody else writes to the gradient of a value with one reader: it is that of the sum.
      boolean shares = out.isPlain() && dropRate == 0 && input.readers() == 1;
      if (!input.needsGradient()) {
        writings.add(Writing.SET);
      } else if (shares) {
        buffers.share(input, out);
        writings.add(Writing.SET);
      } else {
        writings.add(buffers.write(input));
      }
    }
    buffers.release(out);
  }

  @SuppressWarnings("ReferenceEquality") // a shared gradient is the same array
  private boolean writes(Value input) {
    return input.needsGradient() && input.gradient() != out.gradient();
  }

  @Override
  public void backward(Member member) {
    BatchMap map = out.map();
    int items = map.blocks() * pieces.count();
    float[] scratch = member.scratch();
    for (int i = 0; i < inputs.size(); i++) {
      Value input = inputs.get(i);
      if (!writes(input)) {
        continue;
      }
      for (int item = member.from(items); item < member.to(items); item++) {
        int block = item / pieces.count();
        int row = pieces.start(item % pieces.count());
        int rows = pieces.length(item % pieces.count());
        out.readGradient(block, row, rows, scratch, 0);
        scale(scratch, 0, rows * map.lanes(), factor(i, row / map.pixels(), seed, drops));
        input.writeGradient(writings.get(i), block, row, rows, scratch, 0);
      }
    }
  }
}
