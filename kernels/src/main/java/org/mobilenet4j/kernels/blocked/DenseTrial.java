package org.mobilenet4j.kernels.blocked;

import java.util.Arrays;

/** A few panels of a dense layer. */
final class DenseTrial implements Trial<DenseKernel> {
  private static final int INNER = 24;

  private final DenseVariant variant;
  private final int columns;
  private final float[] in = Trial.numbers(INNER, 1);
  private final float[] weights;
  private final float[] out;

  DenseTrial(DenseVariant variant) {
    this.variant = variant;
    this.columns = variant.panel().columns();
    this.weights = Trial.numbers(MOST_TILES * (INNER + 1) * columns, 2);
    this.out = new float[MOST_TILES * columns];
  }

  @Override
  public void run(DenseKernel kernel, int tiles) {
    kernel.run(in, 0, weights, 0, out, 0, INNER, tiles);
  }

  @Override
  public boolean isRight(DenseKernel kernel) {
    Arrays.fill(out, 0f);
    run(kernel, MOST_TILES);
    for (int n = 0; n < out.length; n++) {
      int panel = n / columns * (INNER + 1) * columns + n % columns;
      float sum = weights[panel];
      for (int k = 0; k < INNER; k++) {
        sum = Math.fma(in[k], weights[panel + (k + 1) * columns], sum);
      }
      if (out[n] != Trial.tail(variant.tail(), sum)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long multiplyAdds() {
    return (long) INNER * columns;
  }

  @Override
  public Effort effort() {
    int vectors = variant.panel().vectors();
    // All panels together do not fit a first cache: a weight takes as long as two that do.
    return Effort.ofTiles(
        MOST_TILES * multiplyAdds(),
        MOST_TILES,
        INNER,
        vectors,
        2 * Effort.loads(vectors, variant.panel().lanes()) + 1,
        variant.tail());
  }
}
