package org.mobilenet4j.training.gradient;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.kernels.gradient.GradientKernels;
import org.mobilenet4j.kernels.gradient.GradientKernels.Product;
import org.mobilenet4j.kernels.gradient.GradientKernels.WeightGradient;
import org.mobilenet4j.kernels.gradient.GradientKernels.Writing;

/**
 * A pointwise convolution or a dense layer. On the way back a group of pixels gives its share of
 * the weights' gradient and of the input's while both its inputs and its gradients lie in the
 * cache.
 */
final class ProductStep implements TrainingStep {
  private final Value in;
  private final Value out;
  private final Learned weights;
  private final @Nullable Learned bias;
  private final GradientKernels kernels;
  private final RowGroups groups;
  private final Product product;
  private final WeightGradient weightGradient;
  private final PartialSums partial;
  private final int lanes;
  private final int gradientScratch;
  private @Nullable Product back;

  ProductStep(
      Value in,
      Value out,
      Learned weights,
      @Nullable Learned bias,
      GradientKernels kernels,
      PartialSums partial) {
    this.in = in;
    this.out = out;
    this.weights = weights;
    this.bias = bias;
    this.kernels = kernels;
    this.partial = partial;
    this.lanes = kernels.lanes();
    int inner = in.map().channels();
    int columns = out.map().channels();
    this.groups =
        RowGroups.of(out.map().rows(), in.map().blocks() * lanes, out.map().blocks() * lanes);
    this.product = kernels.product(inner, columns, groups.lengths(), Writing.SET);
    this.weightGradient = kernels.weightGradient(inner, columns);
    this.gradientScratch = in.map().blocks() * groups.block(lanes);
    out.sumsMoments(groups.chunks());
    if (!weights.frozen()) {
      partial.reserve((long) groups.slices() * weightGradient.floats());
    }
  }

  @Override
  public String name() {
    return out.name();
  }

  @Override
  public long scratchFloats() {
    return ((long) in.map().blocks() + out.map().blocks()) * groups.block(lanes);
  }

  @Override
  public long weightFloats() {
    Product b = back;
    return product.weightFloats() + (b == null ? 0L : b.weightFloats());
  }

  @Override
  public void refill(Member member) {
    Product b = back;
    int last = member.gang().size() - 1;
    if (member.index() == 0) {
      product.refill(
          weights.values(), bias == null ? new float[out.map().channels()] : bias.values());
    }
    if (member.index() == last && b != null) {
      b.refillTransposed(weights.values());
    }
  }

  @Override
  public void forward(Member member, ForwardPass pass) {
    float[] scratch = member.scratch();
    int scratchBlock = groups.block(lanes);
    for (int group = member.from(groups.groups()); group < member.to(groups.groups()); group++) {
      int row = groups.first(group);
      int length = groups.length(group);
      boolean direct = in.isPlain();
      if (!direct) {
        readInput(row, length, scratch, scratchBlock);
      }
      float[] from = direct ? in.numbers() : scratch;
      int at = direct ? in.map().at(0, row) : 0;
      int block = direct ? in.map().block() : scratchBlock;
      int to = out.map().at(0, row);
      for (int panel = 0; panel < product.panels(); panel++) {
        product.run(panel, from, at, block, out.numbers(), to, out.map().block(), length);
        for (int b = product.firstBlock(panel); b < product.firstBlock(panel + 1); b++) {
          out.sumMoments(b, group);
        }
      }
    }
  }

  private void readInput(int row, int length, float[] scratch, int blockFloats) {
    for (int block = 0; block < in.map().blocks(); block++) {
      in.read(block, row, length, scratch, block * blockFloats);
    }
  }

  @Override
  public boolean gaveNotFinite() {
    return !out.isFinite();
  }

  @Override
  public void bindGradients(GradientBuffers buffers) {
    if (out.needsGradient() && in.needsGradient()) {
      Product product =
          kernels.product(
              out.map().channels(), in.map().channels(), groups.lengths(), buffers.write(in));
      back = product;
      in.sumsGradient(this, groups.chunks());
    }
    buffers.release(out);
  }

  @Override
  public void backward(Member member) {
    if (!out.needsGradient()) {
      return;
    }
    int slices = groups.slices();
    for (int slice = member.from(slices); slice < member.to(slices); slice++) {
      if (!weights.frozen()) {
        partial.clear(slice, weightGradient.floats());
      }
      for (int run = groups.firstRun(slice); run < groups.endRun(slice); run++) {
        backward(run, slice, member.scratch());
      }
    }
    if (!weights.frozen()) {
      member.barrier();
      int inner = in.map().channels();
      partial.addUp(
          slices,
          weightGradient.floats(),
          weightGradient.row(),
          out.map().channels(),
          member.from(inner),
          member.to(inner),
          weights.gradient());
    }
  }

  private void backward(int run, int slice, float[] scratch) {
    int row = run * groups.run();
    int length = Math.min(groups.run(), groups.rows() - row);
    int block = groups.block(lanes);
    for (int b = 0; b < out.map().blocks(); b++) {
      int at = gradientScratch + b * block;
      out.readGradient(b, row, length, scratch, at);
      clearRest(scratch, at, length);
    }
    Product backProduct = back;
    if (backProduct != null) {
      int firstGroup = row / groups.group();
      for (int group = firstGroup; groups.first(group) < row + length; group++) {
        carryBack(backProduct, group, groups.first(group) - row, scratch, block);
      }
    }
    if (!weights.frozen()) {
      addWeightGradient(row, length, slice, scratch, block);
    }
  }

  private void carryBack(Product product, int group, int rowOfRun, float[] scratch, int block) {
    int from = gradientScratch + rowOfRun * lanes;
    int to = in.map().at(0, groups.first(group));
    for (int panel = 0; panel < product.panels(); panel++) {
      product.run(
          panel, scratch, from, block, in.gradient(), to, in.map().block(), groups.length(group));
      if (in.isGradientSummer(this)) {
        for (int b = product.firstBlock(panel); b < product.firstBlock(panel + 1); b++) {
          in.sumGradient(b, group);
        }
      }
    }
  }

  private void addWeightGradient(int row, int length, int slice, float[] scratch, int block) {
    int filled = RowGroups.filled(length);
    boolean direct = in.isPlain() && filled == length;
    if (!direct) {
      readInput(row, length, scratch, block);
      for (int b = 0; b < in.map().blocks(); b++) {
        clearRest(scratch, b * block, length);
      }
    }
    weightGradient.add(
        direct ? in.numbers() : scratch,
        direct ? in.map().at(0, row) : 0,
        direct ? in.map().block() : block,
        scratch,
        gradientScratch,
        block,
        filled,
        partial.array(),
        slice * weightGradient.floats());
  }

  private void clearRest(float[] scratch, int at, int length) {
    Arrays.fill(scratch, at + length * lanes, at + RowGroups.filled(length) * lanes, 0f);
  }
}
