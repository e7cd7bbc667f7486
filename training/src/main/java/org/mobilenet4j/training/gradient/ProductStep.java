package org.mobilenet4j.training.gradient;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.kernels.gradient.GradientKernels;
import org.mobilenet4j.kernels.gradient.GradientKernels.Product;
import org.mobilenet4j.kernels.gradient.GradientKernels.WeightGradient;
import org.mobilenet4j.kernels.gradient.GradientKernels.Writing;

/**
 * A pointwise convolution or a dense layer. On the way back a group of pixels gives its share of
 * the weights' gradient and of the input's while both its inputs and its gradients lie in the cache.
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
        RowGroups.of(
            out.map().rows(), in.map().blocks() * lanes, out.map().blocks() * lanes);
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
  public int scratchFloats() {
    return (in.map().blocks() + out.map().blocks()) * groups.block(lanes);
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
    for (int group = member.from(groups.groups()); group < member.to(groups.groups()); group++) {
      int row = groups.first(group);
      int length = groups.length(group);
      int to = out.map().at(0, row);
      if (in.isPlain()) {
        product.run(
            in.numbers(),
            in.map().at(0, row),
            in.map().block(),
            out.numbers(),
            to,
            out.map().block(),
            length);
      } else {
        int block = groups.block(lanes);
        readInput(row, length, member.scratch(), block);
        product.run(
            member.scratch(), 0, block, out.numbers(), to, out.map().block(), length);
      }
      for (int block = 0; block < out.map().blocks(); block++) {
        out.sumMoments(block, group);
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
      for (int group = groups.firstGroup(slice); group < groups.endGroup(slice); group++) {
        backward(group, slice, member.scratch());
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

  private void backward(int group, int slice, float[] scratch) {
    int row = groups.first(group);
    int length = groups.length(group);
    int block = groups.block(lanes);
    for (int b = 0; b < out.map().blocks(); b++) {
      int at = gradientScratch + b * block;
      out.readGradient(b, row, length, scratch, at);
      clearRest(scratch, at, length);
    }
    Product backProduct = back;
    if (backProduct != null) {
      backProduct.run(
          scratch,
          gradientScratch,
          block,
          in.gradient(),
          in.map().at(0, row),
          in.map().block(),
          length);
      if (in.isGradientSummer(this)) {
        for (int b = 0; b < in.map().blocks(); b++) {
          in.sumGradient(b, group);
        }
      }
    }
    if (!weights.frozen()) {
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
  }

  private void clearRest(float[] scratch, int at, int length) {
    Arrays.fill(scratch, at + length * lanes, at + RowGroups.filled(length) * lanes, 0f);
  }
}
