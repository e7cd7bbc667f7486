package org.mobilenet4j.kernels;

/** Checks of the arguments of a kernel, once per call and outside every loop. */
final class Bounds {
  private Bounds() {}

  /** Checks that {@code [from, to)} is a range within {@code [0, limit)}. */
  static void range(String what, int from, int to, int limit) {
    if (from < 0 || from > to || to > limit) {
      throw new IllegalArgumentException(
          "Range of %s from %d to %d; it must lie within 0 to %d."
              .formatted(what, from, to, limit));
    }
  }

  /** Checks that {@code size} values from {@code offset} on lie in the array. */
  static void region(String what, float[] array, int offset, long size) {
    if (offset < 0 || size > (long) array.length - offset) {
      throw new IllegalArgumentException(
          "The %s takes %d values from %d on, but its array has %d."
              .formatted(what, size, offset, array.length));
    }
  }

  /** Checks that a number is positive. */
  static void positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s is %d; it must be at least 1.".formatted(what, value));
    }
  }

  /** Checks the arguments of a matrix product over a range of rows. */
  static void rows(
      MatrixShape shape,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    range("rows", fromRow, toRow, shape.rows());
    matrix(shape, in, inOffset, out, outOffset);
  }

  /** Checks the arguments of a matrix product over a range of columns. */
  static void columns(
      MatrixShape shape,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromColumn,
      int toColumn) {
    range("columns", fromColumn, toColumn, shape.columns());
    matrix(shape, in, inOffset, out, outOffset);
  }

  private static void matrix(
      MatrixShape shape, float[] in, int inOffset, float[] out, int outOffset) {
    region("input", in, inOffset, (long) shape.rows() * shape.inner());
    region("output", out, outOffset, (long) shape.rows() * shape.columns());
  }

  /** Checks the arguments of an operation from map to map over a range of output rows. */
  static void rows(
      FeatureMap inShape,
      FeatureMap outShape,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    range("rows", fromRow, toRow, outShape.height());
    region("input", in, inOffset, inShape.size());
    region("output", out, outOffset, outShape.size());
  }

  /** Checks the arguments of a global pool over a range of channels. */
  static void channels(
      FeatureMap shape,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromChannel,
      int toChannel) {
    range("channels", fromChannel, toChannel, shape.channels());
    region("input", in, inOffset, shape.size());
    region("output", out, outOffset, shape.channels());
  }

  /** Checks the arguments of an operation from value to value. */
  static void values(float[] in, int inOffset, float[] out, int outOffset, int from, int to) {
    range("values", from, to, Integer.MAX_VALUE);
    region("input", in, inOffset, to);
    region("output", out, outOffset, to);
  }

  /** Checks the arguments of an operation from pixel to pixel. */
  static void pixels(
      int channels,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromPixel,
      int toPixel) {
    positive("The number of channels", channels);
    range("pixels", fromPixel, toPixel, Integer.MAX_VALUE);
    region("input", in, inOffset, (long) toPixel * channels);
    region("output", out, outOffset, (long) toPixel * channels);
  }

  /** Checks the arguments of a scale and shift and returns the number of channels. */
  static int scaleShift(
      float[] in,
      int inOffset,
      float[] scale,
      float[] shift,
      float[] out,
      int outOffset,
      int fromPixel,
      int toPixel) {
    if (scale.length != shift.length) {
      throw new IllegalArgumentException(
          "%d scales and %d shifts; there must be one of each per channel."
              .formatted(scale.length, shift.length));
    }
    pixels(scale.length, in, inOffset, out, outOffset, fromPixel, toPixel);
    return scale.length;
  }

  /** Checks the arguments of one input of a concatenation. */
  static void concat(
      int channels,
      float[] in,
      int inOffset,
      int outChannels,
      int atChannel,
      float[] out,
      int outOffset,
      int fromPixel,
      int toPixel) {
    positive("The number of channels", channels);
    if (atChannel < 0 || atChannel > outChannels - channels) {
      throw new IllegalArgumentException(
          "%d channels put at channel %d of a map with %d channels; they do not fit."
              .formatted(channels, atChannel, outChannels));
    }
    range("pixels", fromPixel, toPixel, Integer.MAX_VALUE);
    region("input", in, inOffset, (long) toPixel * channels);
    region("output", out, outOffset, (long) toPixel * outChannels);
  }
}
