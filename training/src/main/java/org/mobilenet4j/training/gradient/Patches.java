package org.mobilenet4j.training.gradient;

import java.util.Arrays;
import org.mobilenet4j.kernels.Window;
import org.mobilenet4j.kernels.blocked.BlockedMap;
import org.mobilenet4j.network.Shape;

/**
 * The inputs of a convolution's window, pixel by pixel, as the rows of a matrix ("im2col"):
 * gathered from a picture, and added back to its gradient.
 */
final class Patches {
  private final Value in;
  private final int outWidth;
  private final Window window;
  private final int lanes;
  private final int floats;
  private final int pictureBlock;
  private final int[] picturePlaces;
  private final int[] mapPlaces;
  private final int[] patchPlaces;

  /**
   * @param in what the convolution reads
   * @param out what it gives
   * @param window its window
   * @param block floats from a block of patches to the next
   */
  Patches(Value in, Value out, Window window, int block) {
    this.in = in;
    this.outWidth = out.map().shape().width();
    this.window = window;
    this.lanes = in.map().lanes();
    int patch = window.taps() * in.map().channels();
    this.floats = BatchMap.blocks(patch, lanes) * block;
    this.pictureBlock = BlockedMap.spread(in.map().pixels() * lanes, lanes);
    this.picturePlaces = places(in.map().channels(), pictureBlock);
    this.mapPlaces = places(in.map().channels(), in.map().block());
    this.patchPlaces = places(patch, block);
  }

  /** Where each channel lies, from the first one of its pixel. */
  private int[] places(int channels, int block) {
    int[] places = new int[channels];
    for (int c = 0; c < channels; c++) {
      places[c] = c / lanes * block + c % lanes;
    }
    return places;
  }

  /** Floats of the patches of a group of pixels. */
  int floats() {
    return floats;
  }

  /** Floats of a picture in scratch. */
  int pictureFloats() {
    return in.map().blocks() * pictureBlock;
  }

  /** Floats from a block of a picture in scratch to the next. */
  int pictureBlock() {
    return pictureBlock;
  }

  /**
   * A picture as it is read.
   *
   * @param numbers where it lies
   * @param offset where its first pixel does
   * @param places where each channel of a pixel lies, from the first one
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Picture(float[] numbers, int offset, int[] places) {}

  /** A picture as it is stored if readers see it so, else normalised, at the start of scratch. */
  Picture picture(int number, float[] scratch) {
    int first = number * in.map().pixels();
    if (in.isPlain()) {
      return new Picture(in.numbers(), in.map().at(0, first), mapPlaces);
    }
    for (int block = 0; block < in.map().blocks(); block++) {
      in.read(block, first, in.map().pixels(), scratch, block * pictureBlock);
    }
    return new Picture(scratch, 0, picturePlaces);
  }

  /** Copies the patches of some pixels; what lies beyond the picture is zero. */
  void gather(int row, int length, Picture picture, float[] patches, int offset) {
    int channels = in.map().channels();
    int step = window.strideWidth() * lanes;
    float[] numbers = picture.numbers();
    Arrays.fill(patches, offset, offset + floats, 0f);
    eachRun(
        row,
        length,
        (tap, at, from, count) -> {
          for (int c = 0; c < channels; c++) {
            int source = picture.offset() + from + picture.places()[c];
            int to = offset + at + patchPlaces[tap * channels + c];
            for (int i = 0; i < count; i++) {
              patches[to + i * lanes] = numbers[source + i * step];
            }
          }
        });
  }

  /** Adds the patches of some pixels to the picture, in scratch, where they were copied from. */
  void scatter(int row, int length, float[] scratch, int offset, int picture) {
    int channels = in.map().channels();
    int step = window.strideWidth() * lanes;
    eachRun(
        row,
        length,
        (tap, at, from, count) -> {
          for (int c = 0; c < channels; c++) {
            int target = picture + from + picturePlaces[c];
            int source = offset + at + patchPlaces[tap * channels + c];
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
    int end = row + length;
    for (int first = row; first < end; first = (first / outWidth + 1) * outWidth) {
      int y = first / outWidth;
      int count = Math.min(end, (y + 1) * outWidth) - first;
      for (int tap = 0; tap < window.taps(); tap++) {
        run(run, tap, y, first - y * outWidth, count, (first - row) * lanes);
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
}
