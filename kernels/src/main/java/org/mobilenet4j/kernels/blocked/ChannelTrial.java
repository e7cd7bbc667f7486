package org.mobilenet4j.kernels.blocked;

import java.util.Arrays;
import org.mobilenet4j.kernels.Exponential;
import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.kernels.blocked.ChannelVariant.Coefficient;
import org.mobilenet4j.kernels.blocked.ChannelVariant.Pass;

/** A few pixels of a pass over a block of channels, some more than fill a turn of its loop. */
final class ChannelTrial implements Trial<ChannelKernel> {
  private static final int PIXELS_PER_TILE = 6;
  private static final int PIXELS = MOST_TILES * PIXELS_PER_TILE - 1;

  /** Passes that are timed together: one is so short that reading the clock takes half as long. */
  private static final int PASSES = 16;

  private final ChannelVariant variant;
  private final int lanes;
  private final float[] in;
  private final float[] gradients;
  private final float[] coefficients;
  private final float[] out;

  ChannelTrial(ChannelVariant variant) {
    this.variant = variant;
    this.lanes = variant.lanes();
    this.in = Trial.numbers((PIXELS + 1) * lanes, 1);
    this.gradients = Trial.numbers((PIXELS + 1) * lanes, 2);
    this.coefficients = Trial.numbers(Coefficient.COUNT * lanes, 3);
    this.out = new float[(PIXELS + 1) * lanes];
  }

  @Override
  public void run(ChannelKernel kernel, int tiles) {
    run(kernel, in.length / lanes * tiles / MOST_TILES, out);
  }

  private void run(ChannelKernel kernel, int pixels, float[] into) {
    int outRow = variant.pass() == Pass.TWO_MEANS ? lanes : 0;
    kernel.run(in, 0, gradients, 0, coefficients, 0, into, 0, pixels, 1, outRow);
  }

  @Override
  public void runLong(ChannelKernel kernel) {
    for (int pass = 0; pass < PASSES; pass++) {
      run(kernel, MOST_TILES);
    }
  }

  /** Two rows, between whose results a pixel is left out. */
  private void runRows(ChannelKernel kernel, float[] into) {
    int pixels = PIXELS / 2;
    kernel.run(in, 0, gradients, 0, coefficients, 0, into, 0, pixels, 2, (pixels + 1) * lanes);
  }

  @Override
  public boolean isRight(ChannelKernel kernel) {
    float[] found = new float[out.length];
    float[] expected = new float[out.length];
    run(kernel, PIXELS, found);
    run(new Definition(), PIXELS, expected);
    boolean right = Arrays.equals(found, expected);
    switch (variant.pass()) {
      case NORMALIZE, INPUT_GRADIENT -> {
        runRows(kernel, found);
        runRows(new Definition(), expected);
      }
      case TWO_MEANS, SCALE, MOMENTS, GRADIENT_SUMS -> {}
    }
    return right && Arrays.equals(found, expected);
  }

  @Override
  public long multiplyAdds() {
    // These passes wait for memory, not for arithmetic: one a float is the measure of "compiled".
    // Swish is arithmetic: some twenty instructions a float.
    return (long) PIXELS_PER_TILE * lanes * (variant.tail() == Tail.SWISH ? 4 : 1);
  }

  @Override
  public Effort effort() {
    int loads = 3; // two maps, and what comparison and blend take
    int others = loads + (variant.tail() == Tail.SWISH ? Effort.SWISH : 0);
    int pixels = MOST_TILES * PIXELS_PER_TILE;
    return Effort.ofTiles(
        PASSES * MOST_TILES * multiplyAdds(), PASSES, pixels, loads, loads + others, Tail.NONE);
  }

  private float coefficient(Coefficient which, int lane) {
    return coefficients[which.place() * lanes + lane];
  }

  /** The passes, number by number, in the order in which the generated ones add. */
  private final class Definition implements ChannelKernel {
    @Override
    public void run(
        float[] z,
        int inOffset,
        float[] g,
        int gradientOffset,
        float[] ignored,
        int coefficientOffset,
        float[] result,
        int outOffset,
        int pixels,
        int rows,
        int outRow) {
      for (int lane = 0; lane < lanes; lane++) {
        float[][] sums = new float[2][4];
        for (int p = 0; p < rows * pixels; p++) {
          int at = p * lanes + lane;
          int to = p / pixels * outRow + p % pixels * lanes + lane;
          int side = p < pixels / 4 * 4 ? p % 4 : 0;
          float y =
              Math.fma(
                  z[at],
                  coefficient(Coefficient.SCALE, lane),
                  coefficient(Coefficient.SHIFT, lane));
          float d = slope(g[at], y);
          switch (variant.pass()) {
            case TWO_MEANS -> {
              sums[0][0] += z[at];
              sums[1][0] += g[at];
            }
            case SCALE -> result[to] = z[at] * coefficient(Coefficient.SCALE, lane);
            case NORMALIZE -> result[to] = Trial.tail(variant.tail(), y);
            case INPUT_GRADIENT ->
                result[to] =
                    Math.fma(
                        d,
                        coefficient(Coefficient.GRADIENT_FACTOR, lane),
                        Math.fma(
                            z[at],
                            coefficient(Coefficient.INPUT_FACTOR, lane),
                            coefficient(Coefficient.CONSTANT, lane)));
            case MOMENTS -> {
              float difference = z[at] - z[lane];
              sums[0][side] += difference;
              sums[1][side] = Math.fma(difference, difference, sums[1][side]);
            }
            case GRADIENT_SUMS -> {
              sums[0][side] += d;
              sums[1][side] =
                  Math.fma(d, z[at] - coefficient(Coefficient.MEAN, lane), sums[1][side]);
            }
          }
        }
        switch (variant.pass()) {
          case SCALE, NORMALIZE, INPUT_GRADIENT -> {}
          case TWO_MEANS -> {
            float divisor = coefficient(Coefficient.DIVISOR, lane);
            result[lane] = sums[0][0] / divisor;
            result[outRow + lane] = sums[1][0] / divisor;
          }
          case MOMENTS -> {
            result[lane] = z[lane];
            result[lanes + lane] = total(sums[0]);
            result[2 * lanes + lane] = total(sums[1]);
          }
          case GRADIENT_SUMS -> {
            result[lane] += total(sums[0]);
            result[lanes + lane] += total(sums[1]);
          }
        }
      }
    }

    private static float total(float[] s) {
      return (s[0] + s[2]) + (s[1] + s[3]);
    }

    private float slope(float gradient, float y) {
      return switch (variant.tail()) {
        case NONE -> gradient;
        case RELU -> y <= 0 ? 0 : gradient;
        case RELU6 -> y <= 0 || y >= 6 ? 0 : gradient;
        case HARD_SWISH ->
            y < -3 ? gradient * 0f : y > 3 ? gradient * 1f : gradient * Math.fma(y, 1f / 3f, 0.5f);
        case SWISH -> gradient * Exponential.swishSlope(y);
      };
    }
  }
}
