package org.mobilenet4j.kernels;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Depthwise convolution of any kernel, stride and dilation, a vector of channels at a time: four
 * neighbouring pixels together where no tap falls outside the map, single pixels along its edges.
 * The last vector of channels is moved back to end with the map, so that some channels are computed
 * twice and none needs a mask.
 *
 * <p>A template: it runs as a hidden class whose class data is a {@link Specialization}.
 */
final class VectorDepthwise implements DepthwiseKernel {
  private static final Specialization SPECIALIZATION = Specialization.of(MethodHandles.lookup());
  private static final VectorSpecies<Float> SPECIES = SPECIALIZATION.species();
  private static final int LANES = SPECIES.length();
  private static final Tail TAIL = SPECIALIZATION.tail();
  private static final int TILE = 4;

  VectorDepthwise() {}

  @Override
  public void rows(
      DepthwiseShape shape,
      float[] in,
      int inOffset,
      float[] weights,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    Window window = shape.window();
    int channels = shape.channels();
    int inHeight = shape.in().height();
    int inWidth = shape.in().width();
    int width = shape.out().width();
    int inRow = inWidth * channels;
    int kernelWidth = window.kernelWidth();
    int dilation = window.dilationWidth();
    int fromInner = window.fromInnerColumn(width);
    int toInner = window.toInnerColumn(inWidth, width);
    int pixelStep = window.strideWidth() * channels;
    int tapStep = dilation * channels;
    int tapRowStep = window.dilationHeight() * inRow;
    for (int y = fromRow; y < toRow; y++) {
      int firstRow = window.firstRow(y);
      int fromTap = Window.firstTap(firstRow, window.dilationHeight());
      int toTap = Window.endTap(firstRow, window.dilationHeight(), window.kernelHeight(), inHeight);
      int tapRows = Math.max(0, toTap - fromTap);
      int row = inOffset + (firstRow + fromTap * window.dilationHeight()) * inRow;
      int rowWeights = fromTap * kernelWidth * channels;
      int outRow = outOffset + y * width * channels;
      int x = 0;
      while (x < width) {
        boolean inner = x >= fromInner && x < toInner;
        if (inner && toInner - fromInner >= TILE) {
          // The last tile is moved back to end with the inner columns.
          int first = Math.min(x, toInner - TILE);
          tile(
              channels,
              in,
              row + window.firstColumn(first) * channels,
              pixelStep,
              tapRows,
              tapRowStep,
              kernelWidth,
              tapStep,
              weights,
              rowWeights,
              weights.length - channels,
              out,
              outRow + first * channels);
          x = first + TILE;
        } else {
          int firstColumn = window.firstColumn(x);
          int fromColumn = Window.firstTap(firstColumn, dilation);
          int toColumn = Window.endTap(firstColumn, dilation, kernelWidth, inWidth);
          pixel(
              channels,
              in,
              row + (firstColumn + fromColumn * dilation) * channels,
              tapRows,
              tapRowStep,
              kernelWidth,
              toColumn - fromColumn,
              tapStep,
              weights,
              rowWeights + fromColumn * channels,
              weights.length - channels,
              out,
              outRow + x * channels);
          x++;
        }
      }
    }
  }

  /** Four neighbouring pixels, none of whose taps lies outside the map. */
  private static void tile(
      int channels,
      float[] in,
      int inOffset,
      int pixelStep,
      int tapRows,
      int tapRowStep,
      int tapColumns,
      int tapStep,
      float[] weights,
      int weightOffset,
      int biasOffset,
      float[] out,
      int outOffset) {
    for (int block = 0; block < channels; block += LANES) {
      int c = Math.min(block, channels - LANES);
      FloatVector sum0 = FloatVector.fromArray(SPECIES, weights, biasOffset + c);
      FloatVector sum1 = sum0;
      FloatVector sum2 = sum0;
      FloatVector sum3 = sum0;
      int row = inOffset + c;
      int w = weightOffset + c;
      for (int ky = 0; ky < tapRows; ky++) {
        int tap = row;
        for (int kx = 0; kx < tapColumns; kx++) {
          FloatVector weight = FloatVector.fromArray(SPECIES, weights, w);
          sum0 = FloatVector.fromArray(SPECIES, in, tap).fma(weight, sum0);
          sum1 = FloatVector.fromArray(SPECIES, in, tap + pixelStep).fma(weight, sum1);
          sum2 = FloatVector.fromArray(SPECIES, in, tap + 2 * pixelStep).fma(weight, sum2);
          sum3 = FloatVector.fromArray(SPECIES, in, tap + 3 * pixelStep).fma(weight, sum3);
          tap += tapStep;
          w += channels;
        }
        row += tapRowStep;
      }
      TAIL.apply(sum0).intoArray(out, outOffset + c);
      TAIL.apply(sum1).intoArray(out, outOffset + channels + c);
      TAIL.apply(sum2).intoArray(out, outOffset + 2 * channels + c);
      TAIL.apply(sum3).intoArray(out, outOffset + 3 * channels + c);
    }
  }

  /** One pixel; {@code tapColumns} of its {@code kernelWidth} columns of taps lie in the map. */
  private static void pixel(
      int channels,
      float[] in,
      int inOffset,
      int tapRows,
      int tapRowStep,
      int kernelWidth,
      int tapColumns,
      int tapStep,
      float[] weights,
      int weightOffset,
      int biasOffset,
      float[] out,
      int outOffset) {
    for (int block = 0; block < channels; block += LANES) {
      int c = Math.min(block, channels - LANES);
      FloatVector sum = FloatVector.fromArray(SPECIES, weights, biasOffset + c);
      for (int ky = 0; ky < tapRows; ky++) {
        int tap = inOffset + ky * tapRowStep + c;
        int w = weightOffset + ky * kernelWidth * channels + c;
        for (int kx = 0; kx < tapColumns; kx++) {
          sum =
              FloatVector.fromArray(SPECIES, in, tap)
                  .fma(FloatVector.fromArray(SPECIES, weights, w), sum);
          tap += tapStep;
          w += channels;
        }
      }
      TAIL.apply(sum).intoArray(out, outOffset + c);
    }
  }
}
