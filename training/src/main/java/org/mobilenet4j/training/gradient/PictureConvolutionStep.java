package org.mobilenet4j.training.gradient;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.kernels.Window;
import org.mobilenet4j.kernels.gradient.GradientKernels;
import org.mobilenet4j.kernels.gradient.GradientKernels.Product;
import org.mobilenet4j.kernels.gradient.GradientKernels.WeightGradient;

/**
 * The first convolution, of the pictures themselves, to which no gradient is carried back. Their
 * channels lie side by side, so that the taps of a kernel's row are neighbours too. Some rows of a
 * picture are copied into a frame of zeros, and every tap reads them where they lie.
 */
final class PictureConvolutionStep implements TrainingStep {
  /** Output pixels of a band, about: its rows and their gradients stay in the second cache. */
  private static final int BAND_PIXELS = 256;

  private static final int MOST_SLICES = 8;

  private final Value in;
  private final Value out;
  private final Window window;
  private final Learned weights;
  private final @Nullable Learned bias;
  private final PartialSums partial;
  private final int lanes;
  private final int channels;
  private final int height;
  private final int width;
  private final int filledWidth;
  private final int bandRows;
  private final int pitch;
  private final int frameFloats;
  private final int gradientBlock;
  private final int neighbours;
  private final Product product;
  private final WeightGradient weightGradient;
  private final int picturesPerSlice;

  PictureConvolutionStep(
      Value in,
      Value out,
      Window window,
      Learned weights,
      @Nullable Learned bias,
      GradientKernels kernels,
      PartialSums partial) {
    this.in = in;
    this.out = out;
    this.window = window;
    this.weights = weights;
    this.bias = bias;
    this.partial = partial;
    this.lanes = kernels.lanes();
    this.channels = in.map().channels();
    this.height = out.map().shape().height();
    this.width = out.map().shape().width();
    this.filledWidth = RowGroups.filled(width);
    this.bandRows = Math.clamp(BAND_PIXELS / width, 1, height);
    int behindPicture = window.padLeft() + in.map().shape().width();
    this.pitch = Math.max(window.inputColumns(filledWidth), behindPicture) * channels;
    // Kernels take inputs by whole blocks, and read that much beyond the last.
    this.frameFloats = window.inputRows(bandRows) * pitch + lanes;
    this.gradientBlock = bandRows * filledWidth * lanes;
    // Without dilation a row of taps is one stretch of inputs.
    this.neighbours = window.dilationWidth() == 1 ? window.kernelWidth() : 1;
    int step = window.strideWidth() * channels;
    int outputs = out.map().channels();
    this.product = kernels.convolution(places(), step, outputs, new int[] {width});
    this.weightGradient = kernels.weightGradient(neighbours * channels, outputs, step);
    int batch = in.map().batch();
    this.picturesPerSlice = (batch + MOST_SLICES - 1) / MOST_SLICES;
    out.sumsMoments(Chunks.of(batch, out.map().pixels(), bandRows * width));
    if (!weights.frozen()) {
      partial.reserve((long) slices() * sliceFloats());
    }
  }

  /** Where each input of a sum lies, from the first tap of its pixel. */
  private int[] places() {
    int[] places = new int[window.taps() * channels];
    for (int k = 0; k < places.length; k++) {
      places[k] = tap(k / channels) + k % channels;
    }
    return places;
  }

  private int tap(int tap) {
    int row = tap / window.kernelWidth() * window.dilationHeight();
    int column = tap % window.kernelWidth() * window.dilationWidth();
    return row * pitch + column * channels;
  }

  private int slices() {
    return (in.map().batch() + picturesPerSlice - 1) / picturesPerSlice;
  }

  /** Groups of neighbouring taps. */
  private int groups() {
    return window.taps() / neighbours;
  }

  private int sliceFloats() {
    return groups() * weightGradient.floats();
  }

  @Override
  public String name() {
    return out.name();
  }

  @Override
  public long scratchFloats() {
    return frameFloats + (long) out.map().blocks() * gradientBlock;
  }

  @Override
  public long weightFloats() {
    return product.weightFloats();
  }

  @Override
  public void refill(Member member) {
    if (member.index() == 0) {
      product.refill(
          weights.values(), bias == null ? new float[out.map().channels()] : bias.values());
    }
  }

  @Override
  public void forward(Member member, ForwardPass pass) {
    int batch = in.map().batch();
    float[] scratch = member.scratch();
    Arrays.fill(scratch, 0, frameFloats, 0f);
    int bands = bands();
    for (int picture = member.from(batch); picture < member.to(batch); picture++) {
      for (int band = 0; band < bands; band++) {
        frame(picture, band, scratch);
        for (int row = 0; row < rows(band); row++) {
          product.run(
              scratch,
              rowAt(row),
              0,
              out.numbers(),
              out.map().at(0, firstPixel(picture, band) + row * width),
              out.map().block(),
              width);
        }
        for (int b = 0; b < out.map().blocks(); b++) {
          out.sumMoments(b, picture * bands + band);
        }
      }
    }
  }

  private int bands() {
    return (height + bandRows - 1) / bandRows;
  }

  /** Output rows of a band. */
  private int rows(int band) {
    return Math.min(bandRows, height - band * bandRows);
  }

  private int firstPixel(int picture, int band) {
    return picture * out.map().pixels() + band * bandRows * width;
  }

  /** Where the first tap of an output row of a band lies. */
  private int rowAt(int row) {
    return row * window.strideHeight() * pitch;
  }

  /** Copies the rows that a band reads; columns before and behind the picture stay zero. */
  private void frame(int picture, int band, float[] scratch) {
    int inHeight = in.map().shape().height();
    int inWidth = in.map().shape().width();
    int firstRow = band * bandRows * window.strideHeight() - window.padTop();
    int rows = window.inputRows(rows(band));
    for (int row = 0; row < rows; row++) {
      int y = firstRow + row;
      int to = row * pitch + window.padLeft() * channels;
      if (y < 0 || y >= inHeight) {
        Arrays.fill(scratch, to, to + inWidth * channels, 0f);
      } else {
        in.read(0, picture * in.map().pixels() + y * inWidth, inWidth, scratch, to);
      }
    }
  }

  @Override
  public boolean gaveNotFinite() {
    return !out.isFinite();
  }

  @Override
  public void bindGradients(GradientBuffers buffers) {
    buffers.release(out);
  }

  @Override
  public void backward(Member member) {
    if (weights.frozen()) {
      return;
    }
    int slices = slices();
    float[] scratch = member.scratch();
    Arrays.fill(scratch, 0, Math.toIntExact(scratchFloats()), 0f);
    for (int slice = member.from(slices); slice < member.to(slices); slice++) {
      partial.clear(slice, sliceFloats());
      int end = Math.min(in.map().batch(), (slice + 1) * picturesPerSlice);
      for (int picture = slice * picturesPerSlice; picture < end; picture++) {
        for (int band = 0; band < bands(); band++) {
          backward(picture, band, slice, scratch);
        }
      }
    }
    member.barrier();
    int rows = neighbours * channels;
    for (int group = member.from(groups()); group < member.to(groups()); group++) {
      partial.addUp(
          slices,
          sliceFloats(),
          group * weightGradient.floats(),
          weightGradient.row(),
          rows,
          out.map().channels(),
          weights.gradient(),
          group * rows * out.map().channels());
    }
  }

  private void backward(int picture, int band, int slice, float[] scratch) {
    frame(picture, band, scratch);
    for (int row = 0; row < rows(band); row++) {
      int pixel = firstPixel(picture, band) + row * width;
      int at = frameFloats + row * filledWidth * lanes;
      for (int b = 0; b < out.map().blocks(); b++) {
        out.readGradient(b, pixel, width, scratch, at + b * gradientBlock);
      }
      for (int group = 0; group < groups(); group++) {
        weightGradient.add(
            0,
            weightGradient.blocks(),
            scratch,
            rowAt(row) + tap(group * neighbours),
            lanes,
            scratch,
            at,
            gradientBlock,
            filledWidth,
            partial.array(),
            slice * sliceFloats() + group * weightGradient.floats());
      }
    }
  }
}
