package org.mobilenet4j.training.gradient;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.kernels.Window;
import org.mobilenet4j.kernels.gradient.GradientKernels;
import org.mobilenet4j.kernels.gradient.GradientKernels.Product;
import org.mobilenet4j.kernels.gradient.GradientKernels.WeightGradient;
import org.mobilenet4j.kernels.gradient.GradientKernels.Writing;

/**
 * Any other convolution, and a dense layer over a picture (whose kernel is the whole of it): the
 * patches of some pixels are gathered and multiplied. Groups are a product with zeros between them.
 */
final class ConvolutionStep implements TrainingStep {
  private static final int MOST_SLICES = 8;

  private final Value in;
  private final Value out;
  private final Window window;
  private final int groups;
  private final Learned weights;
  private final @Nullable Learned bias;
  private final GradientKernels kernels;
  private final PartialSums partial;
  private final int lanes;
  private final int patch;
  private final RowGroups rows;
  private final Patches patches;
  private final Product product;
  private final WeightGradient weightGradient;
  private final int picturesPerSlice;
  private @Nullable Product back;
  private Writing writing = Writing.SET;

  ConvolutionStep(
      Value in,
      Value out,
      Window window,
      int groups,
      Learned weights,
      @Nullable Learned bias,
      GradientKernels kernels,
      PartialSums partial) {
    this.in = in;
    this.out = out;
    this.window = window;
    this.groups = groups;
    this.weights = weights;
    this.bias = bias;
    this.kernels = kernels;
    this.partial = partial;
    this.lanes = kernels.lanes();
    this.patch = window.taps() * in.map().channels();
    int columns = out.map().channels();
    this.rows =
        RowGroups.of(
            out.map().pixels(), BatchMap.blocks(patch, lanes) * lanes, out.map().blocks() * lanes);
    this.patches = new Patches(in, out, window, rows.block(lanes));
    this.product = kernels.product(patch, columns, rows.lengths(), Writing.SET);
    this.weightGradient = kernels.weightGradient(patch, columns);
    int batch = in.map().batch();
    this.picturesPerSlice = (batch + MOST_SLICES - 1) / MOST_SLICES;
    out.sumsMoments(Chunks.of(batch, out.map().pixels(), rows.group()));
    if (!weights.frozen()) {
      partial.reserve((long) slices() * weightGradient.floats());
    }
  }

  private int slices() {
    return (in.map().batch() + picturesPerSlice - 1) / picturesPerSlice;
  }

  @Override
  public String name() {
    return out.name();
  }

  private int gradientFloats() {
    return out.map().blocks() * rows.block(lanes);
  }

  @Override
  public long scratchFloats() {
    return 2L * patches.pictureFloats() + patches.floats() + gradientFloats();
  }

  @Override
  public long weightFloats() {
    Product b = back;
    return product.weightFloats() + (b == null ? 0L : b.weightFloats());
  }

  @Override
  public void refill(Member member) {
    if (member.index() != 0) {
      return;
    }
    float[] dense = groups == 1 ? weights.values() : withZeros();
    product.refill(dense, bias == null ? new float[out.map().channels()] : bias.values());
    Product b = back;
    if (b != null) {
      b.refillTransposed(dense);
    }
  }

  /** The weights of all groups as those of one, {@code [taps, in, out]}. */
  private float[] withZeros() {
    int columns = out.map().channels();
    float[] dense = new float[patch * columns];
    eachOfGroups((from, to) -> dense[to] = weights.values()[from]);
    return dense;
  }

  /** Where a weight lies by itself, and among zeros. */
  private interface Places {
    void accept(int grouped, int dense);
  }

  private void eachOfGroups(Places places) {
    int channels = in.map().channels();
    int columns = out.map().channels();
    int inputs = channels / groups;
    int outputs = columns / groups;
    for (int tap = 0; tap < window.taps(); tap++) {
      for (int c = 0; c < inputs; c++) {
        for (int n = 0; n < columns; n++) {
          int channel = n / outputs * inputs + c;
          places.accept((tap * inputs + c) * columns + n, (tap * channels + channel) * columns + n);
        }
      }
    }
  }

  @Override
  public void forward(Member member, ForwardPass pass) {
    int batch = in.map().batch();
    float[] scratch = member.scratch();
    int patchesAt = 2 * patches.pictureFloats();
    int block = rows.block(lanes);
    for (int picture = member.from(batch); picture < member.to(batch); picture++) {
      Patches.Picture source = patches.picture(picture, scratch);
      for (int group = 0; group < rows.groups(); group++) {
        int row = rows.first(group);
        int length = rows.length(group);
        patches.gather(row, length, source, scratch, patchesAt);
        product.run(
            scratch,
            patchesAt,
            block,
            out.numbers(),
            out.map().at(0, picture * out.map().pixels() + row),
            out.map().block(),
            length);
        for (int b = 0; b < out.map().blocks(); b++) {
          out.sumMoments(b, picture * rows.groups() + group);
        }
      }
    }
  }

  @Override
  public boolean gaveNotFinite() {
    return !out.isFinite();
  }

  @Override
  public void bindGradients(GradientBuffers buffers) {
    if (out.needsGradient() && in.needsGradient()) {
      writing = buffers.write(in);
      back = kernels.product(out.map().channels(), patch, rows.lengths(), Writing.SET);
    }
    buffers.release(out);
  }

  @Override
  public void backward(Member member) {
    if (!out.needsGradient()) {
      return;
    }
    int slices = slices();
    for (int slice = member.from(slices); slice < member.to(slices); slice++) {
      if (!weights.frozen()) {
        partial.clear(slice, weightGradient.floats());
      }
      int end = Math.min(in.map().batch(), (slice + 1) * picturesPerSlice);
      for (int picture = slice * picturesPerSlice; picture < end; picture++) {
        backward(picture, slice, member.scratch());
      }
    }
    if (!weights.frozen()) {
      member.barrier();
      addUp(member, slices);
    }
  }

  private void addUp(Member member, int slices) {
    int columns = out.map().channels();
    if (groups == 1) {
      partial.addUp(
          slices,
          weightGradient.floats(),
          weightGradient.row(),
          columns,
          member.from(patch),
          member.to(patch),
          weights.gradient());
    } else if (member.index() == 0) {
      float[] dense = new float[patch * columns];
      partial.addUp(
          slices, weightGradient.floats(), weightGradient.row(), columns, 0, patch, dense);
      eachOfGroups((to, from) -> weights.gradient()[to] = dense[from]);
    }
  }

  private void backward(int picture, int slice, float[] scratch) {
    int pictureGradient = patches.pictureFloats();
    int patchesAt = 2 * patches.pictureFloats();
    int gradients = patchesAt + patches.floats();
    int block = rows.block(lanes);
    int firstRow = picture * out.map().pixels();
    Arrays.fill(scratch, pictureGradient, patchesAt, 0f);
    Patches.Picture source = patches.picture(picture, scratch);
    for (int group = 0; group < rows.groups(); group++) {
      int row = rows.first(group);
      int length = rows.length(group);
      Arrays.fill(scratch, gradients, gradients + gradientFloats(), 0f);
      for (int b = 0; b < out.map().blocks(); b++) {
        out.readGradient(b, firstRow + row, length, scratch, gradients + b * block);
      }
      if (!weights.frozen()) {
        patches.gather(row, length, source, scratch, patchesAt);
        weightGradient.add(
            0,
            weightGradient.blocks(),
            scratch,
            patchesAt,
            block,
            scratch,
            gradients,
            block,
            RowGroups.filled(length),
            partial.array(),
            slice * weightGradient.floats());
      }
      Product b = back;
      if (b != null) {
        b.run(scratch, gradients, block, scratch, patchesAt, block, length);
        patches.scatter(row, length, scratch, patchesAt, pictureGradient);
      }
    }
    if (back != null) {
      int pixels = in.map().pixels();
      for (int b = 0; b < in.map().blocks(); b++) {
        in.writeGradient(
            writing,
            b,
            picture * pixels,
            pixels,
            scratch,
            pictureGradient + b * patches.pictureBlock());
      }
    }
  }
}
