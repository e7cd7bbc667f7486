package org.mobilenet4j.kernels.blocked;

import org.mobilenet4j.kernels.Tail;

/** A few pixels and a block of inputs of a weight gradient; its tiles repeat the same block. */
final class WeightGradientTrial implements Trial<WeightGradientKernel> {
  private static final int PIXELS = 24;

  private final WeightGradientVariant variant;
  private final int columns;
  private final float[] in;
  private final float[] gradients;
  private final float[] before;
  private final float[] sums;

  WeightGradientTrial(WeightGradientVariant variant) {
    this.variant = variant;
    this.columns = variant.panel().columns();
    this.in = Trial.numbers(PIXELS * variant.pixelStep() + MOST_TILES * variant.inputs(), 1);
    this.gradients = Trial.numbers(PIXELS * columns, 2);
    this.before = Trial.numbers(MOST_TILES * variant.inputs() * columns, 3);
    this.sums = new float[before.length];
  }

  @Override
  public void run(WeightGradientKernel kernel, int tiles) {
    kernel.run(in, 0, gradients, 0, PIXELS * variant.lanes(), sums, 0, columns, PIXELS, tiles);
  }

  @Override
  public boolean isRight(WeightGradientKernel kernel) {
    System.arraycopy(before, 0, sums, 0, sums.length);
    run(kernel, MOST_TILES);
    for (int i = 0; i < sums.length; i++) {
      if (sums[i] != expected(i / columns, i % columns, before[i])) {
        return false;
      }
    }
    return true;
  }

  private float expected(int k, int n, float begin) {
    int lanes = variant.lanes();
    float sum = begin;
    for (int p = 0; p < PIXELS; p++) {
      float gradient = gradients[(n / lanes * PIXELS + p) * lanes + n % lanes];
      sum = Math.fma(in[p * variant.pixelStep() + k], gradient, sum);
    }
    return sum;
  }

  @Override
  public long multiplyAdds() {
    return (long) variant.inputs() * columns * PIXELS;
  }

  @Override
  public Effort effort() {
    int vectors = variant.panel().vectors();
    int sums = variant.inputs() * vectors;
    return Effort.ofTiles(
        MOST_TILES * multiplyAdds(),
        MOST_TILES,
        PIXELS,
        sums,
        variant.inputs() + Effort.loads(vectors, variant.panel().lanes()),
        Tail.NONE);
  }
}
