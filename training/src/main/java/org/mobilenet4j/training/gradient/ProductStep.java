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
    boolean direct = in.isPlain();
    int panels = product.panels();
    int items = groups.groups() * panels;
    int read = -1;
    for (int item = member.from(items); item < member.to(items); item++) {
      int group = item / panels;
      int panel = item % panels;
      int row = groups.first(group);
      int length = groups.length(group);
      if (!direct && group != read) {
        readInput(row, length, scratch, scratchBlock);
        read = group;
      }
      product.run(
          panel,
          direct ? in.numbers() : scratch,
          direct ? in.map().at(0, row) : 0,
          direct ? in.map().block() : scratchBlock,
          out.numbers(),
          out.map().at(0, row),
          out.map().block(),
          length);
      for (int b = product.firstBlock(panel); b < product.firstBlock(panel + 1); b++) {
        out.sumMoments(b, group);
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
    SliceShare share = SliceShare.of(slices, member.index(), member.gang().size());
    Channels channels = channels(share);
    for (int slice = share.firstSlice(); slice < share.endSlice(); slice++) {
      backward(slice, channels, member.scratch());
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

  /**
   * Some channels of the input.
   *
   * @param firstPanel of the product on the way back
   * @param endPanel the panel behind the last
   * @param firstBlock of the weights' gradient
   * @param endBlock the block behind the last
   */
  private record Channels(int firstPanel, int endPanel, int firstBlock, int endBlock) {}

  private Channels channels(SliceShare share) {
    Product b = back;
    int panels = b == null ? 0 : b.panels();
    int blocks = weightGradient.blocks();
    return new Channels(share.from(panels), share.to(panels), share.from(blocks), share.to(blocks));
  }

  private void backward(int slice, Channels channels, float[] scratch) {
    if (!weights.frozen()) {
      int floats = lanes * weightGradient.row();
      partial.clear(
          slice,
          weightGradient.floats(),
          channels.firstBlock() * floats,
          channels.endBlock() * floats);
    }
    for (int run = groups.firstRun(slice); run < groups.endRun(slice); run++) {
      backward(run, slice, channels, scratch);
    }
  }

  private void backward(int run, int slice, Channels channels, float[] scratch) {
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
        carryBack(backProduct, channels, group, groups.first(group) - row, scratch, block);
      }
    }
    if (!weights.frozen()) {
      addWeightGradient(row, length, slice, channels, scratch, block);
    }
  }

  private void carryBack(
      Product product, Channels channels, int group, int rowOfRun, float[] scratch, int block) {
    int from = gradientScratch + rowOfRun * lanes;
    int to = in.map().at(0, groups.first(group));
    for (int panel = channels.firstPanel(); panel < channels.endPanel(); panel++) {
      product.run(
          panel, scratch, from, block, in.gradient(), to, in.map().block(), groups.length(group));
      if (in.isGradientSummer(this)) {
        for (int b = product.firstBlock(panel); b < product.firstBlock(panel + 1); b++) {
          in.sumGradient(b, group);
        }
      }
    }
  }

  private void addWeightGradient(
      int row, int length, int slice, Channels channels, float[] scratch, int block) {
    int filled = RowGroups.filled(length);
    boolean direct = in.isPlain() && filled == length;
    if (!direct) {
      for (int b = channels.firstBlock(); b < channels.endBlock(); b++) {
        in.read(b, row, length, scratch, b * block);
        clearRest(scratch, b * block, length);
      }
    }
    weightGradient.add(
        channels.firstBlock(),
        channels.endBlock(),
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
