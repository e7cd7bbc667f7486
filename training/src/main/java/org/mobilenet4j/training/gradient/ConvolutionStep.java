package org.mobilenet4j.training.gradient;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.kernels.Window;
import org.mobilenet4j.kernels.blocked.BlockedMap;
import org.mobilenet4j.kernels.gradient.GradientKernels;
import org.mobilenet4j.kernels.gradient.GradientKernels.Product;
import org.mobilenet4j.kernels.gradient.GradientKernels.WeightGradient;
import org.mobilenet4j.kernels.gradient.GradientKernels.Writing;
import org.mobilenet4j.network.Shape;

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
  private final int pictureBlock;
  private final int[] picturePlaces;
  private final int[] patchPlaces;
  private final RowGroups rows;
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
    this.pictureBlock = BlockedMap.spread(in.map().pixels() * lanes, lanes);
    int columns = out.map().channels();
    this.rows =
        RowGroups.of(
            out.map().pixels(), BatchMap.blocks(patch, lanes) * lanes, out.map().blocks() * lanes);
    this.picturePlaces = places(in.map().channels(), pictureBlock);
    this.patchPlaces = places(patch, rows.block(lanes));
    this.product = kernels.product(patch, columns, rows.lengths(), Writing.SET);
    this.weightGradient = kernels.weightGradient(patch, columns);
    int batch = in.map().batch();
    this.picturesPerSlice = (batch + MOST_SLICES - 1) / MOST_SLICES;
    out.sumsMoments(Chunks.of(batch, out.map().pixels(), rows.group()));
    if (!weights.frozen()) {
      partial.reserve((long) slices() * weightGradient.floats());
    }
  }

  /** Where each channel lies, from the first one of its pixel. */
  private int[] places(int channels, int block) {
    int[] places = new int[channels];
    for (int c = 0; c < channels; c++) {
      places[c] = c / lanes * block + c % lanes;
    }
    return places;
  }

  private int slices() {
    return (in.map().batch() + picturesPerSlice - 1) / picturesPerSlice;
  }

  @Override
  public String name() {
    return out.name();
  }

  private int pictureFloats() {
    return in.map().blocks() * pictureBlock;
  }

  private int patchFloats() {
    return BatchMap.blocks(patch, lanes) * rows.block(lanes);
  }

  private int gradientFloats() {
    return out.map().blocks() * rows.block(lanes);
  }

  @Override
  public long scratchFloats() {
    return 2L * pictureFloats() + patchFloats() + gradientFloats();
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
    int patches = 2 * pictureFloats();
    int block = rows.block(lanes);
    for (int picture = member.from(batch); picture < member.to(batch); picture++) {
      readPicture(picture, scratch);
      for (int group = 0; group < rows.groups(); group++) {
        int row = rows.first(group);
        int length = rows.length(group);
        gather(row, length, scratch, patches);
        product.run(
            scratch,
            patches,
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

  private void readPicture(int picture, float[] scratch) {
    int pixels = in.map().pixels();
    for (int block = 0; block < in.map().blocks(); block++) {
      in.read(block, picture * pixels, pixels, scratch, block * pictureBlock);
    }
  }

  /** Copies the patches of some pixels; what lies beyond the picture is zero. */
  private void gather(int row, int length, float[] scratch, int patches) {
    int channels = in.map().channels();
    int step = window.strideWidth() * lanes;
    Arrays.fill(scratch, patches, patches + patchFloats(), 0f);
    eachRun(
        row,
        length,
        (tap, at, from, count) -> {
          for (int c = 0; c < channels; c++) {
            int source = from + picturePlaces[c];
            int to = patches + at + patchPlaces[tap * channels + c];
            for (int i = 0; i < count; i++) {
              scratch[to + i * lanes] = scratch[source + i * step];
            }
          }
        });
  }

  /** Adds the patches of some pixels to where they were copied from. */
  private void scatter(int row, int length, float[] scratch, int patches, int to) {
    int channels = in.map().channels();
    int step = window.strideWidth() * lanes;
    eachRun(
        row,
        length,
        (tap, at, from, count) -> {
          for (int c = 0; c < channels; c++) {
            int target = to + from + picturePlaces[c];
            int source = patches + at + patchPlaces[tap * channels + c];
            for (int i = 0; i < count; i++) {
              scratch[target + i * step] += scratch[source + i * lanes];
            }
          }
        });
  }

  /** Neighbouring pixels of an output row, for which a tap lies within the picture. */
  private interface Run {
    /**
     * @param tap the number of the tap
     * @param at where the first pixel's patch lies in its block
     * @param from where the first pixel's input lies in its block
     * @param count how many pixels
     */
    void accept(int tap, int at, int from, int count);
  }

  private void eachRun(int row, int length, Run run) {
    int width = out.map().shape().width();
    int end = row + length;
    for (int first = row; first < end; first = (first / width + 1) * width) {
      int y = first / width;
      int count = Math.min(end, (y + 1) * width) - first;
      for (int tap = 0; tap < window.taps(); tap++) {
        run(run, tap, y, first - y * width, count, (first - row) * lanes);
      }
    }
  }

  /** Cuts off what lies before and behind the input row. */
  private void run(Run run, int tap, int y, int x, int count, int at) {
    Shape shape = in.map().shape();
    int stride = window.strideWidth();
    int dilatedX = tap % window.kernelWidth() * window.dilationWidth() - window.padLeft();
    int inY =
        y * window.strideHeight()
            + tap / window.kernelWidth() * window.dilationHeight()
            - window.padTop();
    if (inY < 0 || inY >= shape.height()) {
      return;
    }
    int begin = Math.max(x, Math.ceilDiv(-dilatedX, stride));
    int end = Math.min(x + count, Math.ceilDiv(shape.width() - dilatedX, stride));
    if (begin < end) {
      int from = (inY * shape.width() + begin * stride + dilatedX) * lanes;
      run.accept(tap, at + (begin - x) * lanes, from, end - begin);
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
    int pictureGradient = pictureFloats();
    int patches = 2 * pictureFloats();
    int gradients = patches + patchFloats();
    int block = rows.block(lanes);
    int firstRow = picture * out.map().pixels();
    Arrays.fill(scratch, pictureGradient, patches, 0f);
    readPicture(picture, scratch);
    for (int group = 0; group < rows.groups(); group++) {
      int row = rows.first(group);
      int length = rows.length(group);
      Arrays.fill(scratch, gradients, gradients + gradientFloats(), 0f);
      for (int b = 0; b < out.map().blocks(); b++) {
        out.readGradient(b, firstRow + row, length, scratch, gradients + b * block);
      }
      if (!weights.frozen()) {
        gather(row, length, scratch, patches);
        weightGradient.add(
            scratch,
            patches,
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
        b.run(scratch, gradients, block, scratch, patches, block, length);
        scatter(row, length, scratch, patches, pictureGradient);
      }
    }
    if (back != null) {
      int pixels = in.map().pixels();
      for (int b = 0; b < in.map().blocks(); b++) {
        in.writeGradient(
            writing, b, picture * pixels, pixels, scratch, pictureGradient + b * pictureBlock);
      }
    }
  }
}
