package org.mobilenet4j.kernels.blocked;

import java.util.Locale;
import org.mobilenet4j.kernels.Tail;
import org.mobilenet4j.kernels.blocked.VectorCode.ArrayVariable;
import org.mobilenet4j.kernels.blocked.VectorCode.IntVariable;
import org.mobilenet4j.kernels.blocked.VectorCode.VectorVariable;

/**
 * A pass over the pixels of one block of channels, as squeeze-and-excite needs them, and batch
 * normalisation and activation in training.
 *
 * @param pass what is computed
 * @param lanes channels of a block
 * @param tail the activation; {@link Tail#NONE} for a pass that has none
 */
record ChannelVariant(Pass pass, int lanes, Tail tail) implements Variant<ChannelKernel> {
  /** What is computed; z is the sum of a convolution, g the gradient of the activation's result. */
  enum Pass {
    /**
     * {@code out = Σ z[p] / divisor} in the order of the pixels, and likewise a second block in the
     * place of the gradients, whose result lies a row of the result further on: neither sum waits
     * for the other.
     */
    TWO_MEANS,
    /** {@code out[p] = z[p] · scale}. */
    SCALE,
    /** {@code out[p] = tail(z[p] · scale + shift)}. */
    NORMALIZE,
    /** {@code out = z[0], Σ (z[p] - z[0]), Σ (z[p] - z[0])²}, {@code lanes} of each. */
    MOMENTS,
    /**
     * {@code out += Σ d[p], Σ d[p] · (z[p] - mean)}, {@code lanes} of each, where {@code d[p] =
     * g[p] · tail'(z[p] · scale + shift)}.
     */
    GRADIENT_SUMS,
    /** {@code out[p] = d[p] · gradientFactor + z[p] · inputFactor + constant}. */
    INPUT_GRADIENT
  }

  /**
   * The coefficients of a block and where they lie. A pass that has a divisor has no scale: both
   * come first.
   */
  enum Coefficient {
    SCALE(0),
    DIVISOR(0),
    SHIFT(1),
    MEAN(2),
    GRADIENT_FACTOR(3),
    INPUT_FACTOR(4),
    CONSTANT(5);

    /** How many places there are. */
    static final int COUNT = 6;

    private final int place;

    Coefficient(int place) {
      this.place = place;
    }

    /** Its place in the list, from 0. */
    int place() {
      return place;
    }
  }

  /** Sums that run side by side, so that an addition does not wait for the one before it. */
  private static final int SIDE_BY_SIDE = 4;

  private static final ArrayVariable IN = new ArrayVariable(1);
  private static final IntVariable IN_OFFSET = new IntVariable(2);
  private static final ArrayVariable GRADIENTS = new ArrayVariable(3);
  private static final IntVariable GRADIENT_OFFSET = new IntVariable(4);
  private static final ArrayVariable COEFFICIENTS = new ArrayVariable(5);
  private static final IntVariable COEFFICIENT_OFFSET = new IntVariable(6);
  private static final ArrayVariable OUT = new ArrayVariable(7);
  private static final IntVariable OUT_OFFSET = new IntVariable(8);
  private static final IntVariable PIXELS = new IntVariable(9);
  private static final IntVariable ROWS = new IntVariable(10);
  private static final IntVariable OUT_ROW = new IntVariable(11);

  @Override
  public String name() {
    return "%s_%d%s".formatted(pass.name().toLowerCase(Locale.ROOT), lanes, Variant.suffix(tail));
  }

  @Override
  public Class<ChannelKernel> seam() {
    return ChannelKernel.class;
  }

  @Override
  public Trial<ChannelKernel> trial() {
    return new ChannelTrial(this);
  }

  @Override
  public void emit(VectorCode code) {
    switch (pass) {
      case TWO_MEANS -> twoMeans(code);
      case SCALE -> scale(code);
      case NORMALIZE -> normalize(code);
      case MOMENTS -> moments(code);
      case GRADIENT_SUMS -> gradientSums(code);
      case INPUT_GRADIENT -> inputGradient(code);
    }
  }

  private void twoMeans(VectorCode code) {
    VectorVariable divisor = coefficient(code, Coefficient.DIVISOR);
    VectorVariable first = code.vector(lanes);
    VectorVariable second = code.vector(lanes);
    code.broadcast(first, 0f);
    code.broadcast(second, 0f);
    VectorVariable z = code.vector(lanes);
    eachPixel(
        code,
        (_, at) -> {
          code.load(z, IN, IN_OFFSET.plus(at));
          code.add(first, first, z);
          code.load(z, GRADIENTS, GRADIENT_OFFSET.plus(at));
          code.add(second, second, z);
        });
    code.divide(first, first, divisor);
    code.divide(second, second, divisor);
    code.store(first, OUT, OUT_OFFSET);
    code.store(second, OUT, OUT_OFFSET.plus(OUT_ROW));
  }

  private void scale(VectorCode code) {
    VectorVariable scale = coefficient(code, Coefficient.SCALE);
    VectorVariable z = code.vector(lanes);
    eachPixel(
        code,
        (_, at) -> {
          code.load(z, IN, IN_OFFSET.plus(at));
          code.multiply(z, z, scale);
          code.store(z, OUT, OUT_OFFSET.plus(at));
        });
  }

  private void normalize(VectorCode code) {
    VectorVariable scale = coefficient(code, Coefficient.SCALE);
    VectorVariable shift = coefficient(code, Coefficient.SHIFT);
    TailCode tailCode = new TailCode(code, tail, lanes);
    eachPixelOfRows(
        code,
        (_, at) -> {
          VectorVariable z = code.vector(lanes);
          VectorVariable y = code.vector(lanes);
          code.load(z, IN, IN_OFFSET.plus(at));
          code.copy(y, shift);
          code.multiplyAdd(y, z, scale);
          tailCode.apply(y);
          code.store(y, OUT, OUT_OFFSET.plus(at));
        });
  }

  private void moments(VectorCode code) {
    VectorVariable first = code.vector(lanes);
    code.load(first, IN, IN_OFFSET);
    VectorVariable[] sum = zeros(code);
    VectorVariable[] squares = zeros(code);
    VectorVariable difference = code.vector(lanes);
    eachPixel(
        code,
        (side, at) -> {
          code.load(difference, IN, IN_OFFSET.plus(at));
          code.subtract(difference, difference, first);
          code.add(sum[side], sum[side], difference);
          code.multiplyAdd(squares[side], difference, difference);
        });
    code.store(first, OUT, OUT_OFFSET);
    code.store(total(code, sum), OUT, OUT_OFFSET.plus(lanes));
    code.store(total(code, squares), OUT, OUT_OFFSET.plus(2 * lanes));
  }

  private void gradientSums(VectorCode code) {
    VectorVariable scale = coefficient(code, Coefficient.SCALE);
    VectorVariable shift = coefficient(code, Coefficient.SHIFT);
    VectorVariable mean = coefficient(code, Coefficient.MEAN);
    TailCode tailCode = new TailCode(code, tail, lanes);
    VectorVariable[] sum = zeros(code);
    VectorVariable[] products = zeros(code);
    VectorVariable before = code.vector(lanes);
    eachPixel(
        code,
        (side, at) -> {
          VectorVariable z = code.vector(lanes);
          VectorVariable d = gradient(code, tailCode, at, z, scale, shift);
          code.subtract(z, z, mean);
          code.add(sum[side], sum[side], d);
          code.multiplyAdd(products[side], d, z);
        });
    code.load(before, OUT, OUT_OFFSET);
    code.add(before, before, total(code, sum));
    code.store(before, OUT, OUT_OFFSET);
    code.load(before, OUT, OUT_OFFSET.plus(lanes));
    code.add(before, before, total(code, products));
    code.store(before, OUT, OUT_OFFSET.plus(lanes));
  }

  private void inputGradient(VectorCode code) {
    VectorVariable scale = coefficient(code, Coefficient.SCALE);
    VectorVariable shift = coefficient(code, Coefficient.SHIFT);
    VectorVariable gradientFactor = coefficient(code, Coefficient.GRADIENT_FACTOR);
    VectorVariable inputFactor = coefficient(code, Coefficient.INPUT_FACTOR);
    VectorVariable constant = coefficient(code, Coefficient.CONSTANT);
    TailCode tailCode = new TailCode(code, tail, lanes);
    eachPixelOfRows(
        code,
        (_, at) -> {
          VectorVariable z = code.vector(lanes);
          VectorVariable d = gradient(code, tailCode, at, z, scale, shift);
          VectorVariable result = code.vector(lanes);
          code.copy(result, constant);
          code.multiplyAdd(result, z, inputFactor);
          code.multiplyAdd(result, d, gradientFactor);
          code.store(result, OUT, OUT_OFFSET.plus(at));
        });
  }

  /** {@code g[p] · tail'(z[p] · scale + shift)}; leaves z[p] in {@code z}. */
  private VectorVariable gradient(
      VectorCode code,
      TailCode tailCode,
      Whole at,
      VectorVariable z,
      VectorVariable scale,
      VectorVariable shift) {
    VectorVariable d = code.vector(lanes);
    code.load(z, IN, IN_OFFSET.plus(at));
    code.load(d, GRADIENTS, GRADIENT_OFFSET.plus(at));
    if (tail != Tail.NONE) {
      VectorVariable y = code.vector(lanes);
      code.copy(y, shift);
      code.multiplyAdd(y, z, scale);
      tailCode.applySlope(d, y);
    }
    return d;
  }

  private VectorVariable coefficient(VectorCode code, Coefficient which) {
    VectorVariable vector = code.vector(lanes);
    code.load(vector, COEFFICIENTS, COEFFICIENT_OFFSET.plus(which.place() * lanes));
    return vector;
  }

  private VectorVariable[] zeros(VectorCode code) {
    VectorVariable[] sums = code.vectors(SIDE_BY_SIDE, lanes);
    for (VectorVariable sum : sums) {
      code.broadcast(sum, 0f);
    }
    return sums;
  }

  private static VectorVariable total(VectorCode code, VectorVariable[] sums) {
    for (int half = SIDE_BY_SIDE / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        code.add(sums[i], sums[i], sums[i + half]);
      }
    }
    return sums[0];
  }

  /** What is done with a pixel, {@code at} floats from the first. */
  private interface Pixel {
    void compute(int side, Whole at);
  }

  /** Walks over all rows. */
  private void eachPixelOfRows(VectorCode code, Pixel pixel) {
    code.loop(
        code.integer(),
        ROWS,
        1,
        () -> {
          eachPixel(code, pixel);
          code.increase(IN_OFFSET, PIXELS.times(lanes));
          code.increase(GRADIENT_OFFSET, PIXELS.times(lanes));
          code.increase(OUT_OFFSET, OUT_ROW);
        });
  }

  /** Walks over the pixels, some to a turn, and then over those that are left. */
  private void eachPixel(VectorCode code, Pixel pixel) {
    IntVariable p = code.integer();
    IntVariable whole = code.integer();
    code.set(whole, PIXELS.and(-SIDE_BY_SIDE));
    IntVariable at = code.integer();
    code.loop(
        p,
        whole,
        SIDE_BY_SIDE,
        () -> {
          code.set(at, p.times(lanes));
          for (int side = 0; side < SIDE_BY_SIDE; side++) {
            pixel.compute(side, at.plus(side * lanes));
          }
        });
    IntVariable left = code.integer();
    code.loop(
        left,
        PIXELS.and(SIDE_BY_SIDE - 1),
        1,
        () -> {
          code.set(at, whole.plus(left).times(lanes));
          pixel.compute(0, at);
        });
  }
}
