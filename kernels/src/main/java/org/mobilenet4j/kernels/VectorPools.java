package org.mobilenet4j.kernels;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Pools, a vector of channels at a time. The last vector is moved back to end with the channels, so
 * that some are computed twice and none needs a mask.
 *
 * <p>A template: it runs as a hidden class whose class data is a {@link Specialization}.
 */
final class VectorPools implements PoolKernel {
  private static final VectorSpecies<Float> SPECIES =
      Specialization.of(MethodHandles.lookup()).species();
  private static final int LANES = SPECIES.length();

  VectorPools() {}

  @Override
  public void max(
      PoolShape shape,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    Window window = shape.window();
    int channels = shape.channels();
    int width = shape.out().width();
    int inRow = shape.in().width() * channels;
    int tapRowStep = window.dilationHeight() * inRow;
    int tapStep = window.dilationWidth() * channels;
    for (int y = fromRow; y < toRow; y++) {
      int firstRow = window.firstRow(y);
      int fromTap = Window.firstTap(firstRow, window.dilationHeight());
      int tapRows =
          Window.endTap(
                  firstRow, window.dilationHeight(), window.kernelHeight(), shape.in().height())
              - fromTap;
      int row = inOffset + (firstRow + fromTap * window.dilationHeight()) * inRow;
      for (int x = 0; x < width; x++) {
        int firstColumn = window.firstColumn(x);
        int fromColumn = Window.firstTap(firstColumn, window.dilationWidth());
        int tapColumns =
            Window.endTap(
                    firstColumn, window.dilationWidth(), window.kernelWidth(), shape.in().width())
                - fromColumn;
        int first = row + (firstColumn + fromColumn * window.dilationWidth()) * channels;
        int at = outOffset + (y * width + x) * channels;
        for (int block = 0; block < channels; block += LANES) {
          int c = Math.min(block, channels - LANES);
          FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
          for (int ky = 0; ky < tapRows; ky++) {
            int tap = first + ky * tapRowStep + c;
            for (int kx = 0; kx < tapColumns; kx++) {
              max = max.max(FloatVector.fromArray(SPECIES, in, tap));
              tap += tapStep;
            }
          }
          max.intoArray(out, at + c);
        }
      }
    }
  }

  @Override
  public void average(
      PoolShape shape,
      Divisor divisor,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromRow,
      int toRow) {
    Window window = shape.window();
    int channels = shape.channels();
    int width = shape.out().width();
    int inRow = shape.in().width() * channels;
    int tapRowStep = window.dilationHeight() * inRow;
    int tapStep = window.dilationWidth() * channels;
    for (int y = fromRow; y < toRow; y++) {
      int firstRow = window.firstRow(y);
      int fromTap = Window.firstTap(firstRow, window.dilationHeight());
      int tapRows =
          Window.endTap(
                  firstRow, window.dilationHeight(), window.kernelHeight(), shape.in().height())
              - fromTap;
      int row = inOffset + (firstRow + fromTap * window.dilationHeight()) * inRow;
      for (int x = 0; x < width; x++) {
        int firstColumn = window.firstColumn(x);
        int fromColumn = Window.firstTap(firstColumn, window.dilationWidth());
        int tapColumns =
            Window.endTap(
                    firstColumn, window.dilationWidth(), window.kernelWidth(), shape.in().width())
                - fromColumn;
        int first = row + (firstColumn + fromColumn * window.dilationWidth()) * channels;
        float count = divisor.of(window, tapRows * tapColumns);
        int at = outOffset + (y * width + x) * channels;
        for (int block = 0; block < channels; block += LANES) {
          int c = Math.min(block, channels - LANES);
          FloatVector sum = FloatVector.zero(SPECIES);
          for (int ky = 0; ky < tapRows; ky++) {
            int tap = first + ky * tapRowStep + c;
            for (int kx = 0; kx < tapColumns; kx++) {
              sum = sum.add(FloatVector.fromArray(SPECIES, in, tap));
              tap += tapStep;
            }
          }
          sum.div(count).intoArray(out, at + c);
        }
      }
    }
  }

  @Override
  public void globalAverage(
      FeatureMap shape,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int fromChannel,
      int toChannel) {
    int channels = shape.channels();
    int pixels = shape.pixels();
    float count = pixels;
    for (int block = fromChannel; block < toChannel; block += LANES) {
      int c = Math.min(block, toChannel - LANES);
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int pixel = 0, at = inOffset + c; pixel < pixels; pixel++, at += channels) {
        sum = sum.add(FloatVector.fromArray(SPECIES, in, at));
      }
      sum.div(count).intoArray(out, outOffset + c);
    }
  }
}
