package org.mobilenet4j.kernels;

/**
 * The exponential function of sigmoid and swish, in single precision, and these two: the definition
 * that every other implementation equals to the bit, on every machine, whether the JVM interprets
 * or compiles it. It has no table and no branch, so that vectors take the same steps.
 *
 * <pre>
 *   n = x · log2 e, rounded       r = x - n · ln 2, in [-0.35, 0.35]       e^x = e^r · 2^n
 *   e^r = 1 + r (1 + r (1/2! + r (1/3! + … r/7!)))
 * </pre>
 *
 * <p>Multiplications followed by an addition are fused. {@code n} comes from adding a number so
 * large that its last bit is a one: the sum's last bits are {@code n}, ready to be shifted into an
 * exponent. {@code ln 2} is subtracted in two parts, of which the first leaves no rounding error.
 *
 * <p>Source: the method is that of Cody and Waite 1980, "Software Manual for the Elementary
 * Functions", chapter 6, with the series of Taylor cut after its eighth term, which is then wrong
 * by less than 2⁻²⁷ of the result.
 *
 * <p>{@link #of} is wrong by less than one unit in the last place between {@link #LOWEST} and its
 * overflow. Below it stays at {@code e^LOWEST}, 3 · 10⁻³⁸: added to one, as it is here, nothing of
 * it is left.
 */
public final class Exponential {
  /** The smallest argument that counts. */
  public static final float LOWEST = -86.5f;

  /** The largest argument that counts: e to its power is infinite in single precision. */
  public static final float HIGHEST = 89f;

  /** The logarithm of e to the base 2. */
  public static final float LOG2_E = 0x1.715476p0f;

  /**
   * Added to a number below 2²², it leaves that number, rounded, in the sum's last bits; and these
   * bits, shifted by {@link #EXPONENT_SHIFT}, are half of two to its power.
   */
  public static final float ROUNDER = 0x1.8p23f + 126;

  /** Where the exponent of a float begins. */
  public static final int EXPONENT_SHIFT = 23;

  /** The logarithm of 2, in two parts. */
  public static final float LN2_HIGH = 0x1.62e43p-1f;

  /** What is to be added to {@link #LN2_HIGH}. */
  public static final float LN2_LOW = -0x1.05c61p-29f;

  private static final float[] FACTORS = {
    1f / 5040, 1f / 720, 1f / 120, 1f / 24, 1f / 6, 1f / 2, 1f, 1f
  };

  private Exponential() {}

  /**
   * @return how many factors the series has
   */
  public static int factors() {
    return FACTORS.length;
  }

  /**
   * @param i which, the factor of the highest power first
   * @return a factor of the series
   */
  public static float factor(int i) {
    return FACTORS[i];
  }

  /**
   * @param x any number
   * @return e to its power; NaN for NaN
   */
  public static float of(float x) {
    float low = x < LOWEST ? LOWEST : x;
    float y = low > HIGHEST ? HIGHEST : low;
    float sum = Fma.fma(y, LOG2_E, ROUNDER);
    float n = sum - ROUNDER;
    float r = Fma.fma(n, -LN2_LOW, Fma.fma(n, -LN2_HIGH, y));
    float power = FACTORS[0];
    for (int i = 1; i < FACTORS.length; i++) {
      power = Fma.fma(power, r, FACTORS[i]);
    }
    float half = Float.intBitsToFloat(Float.floatToRawIntBits(sum) << EXPONENT_SHIFT);
    return (power + power) * half;
  }

  /**
   * @param x any number
   * @return {@code 1 / (1 + e^-x)}, from -87 on wrong by less than 2⁻²² of itself; 0 below -88.8
   */
  public static float sigmoid(float x) {
    return 1f / (1f + of(-x));
  }

  /**
   * @param x any number
   * @return {@code x / (1 + e^-x)}, from -87 on wrong by less than 2⁻²² of itself, where that is a
   *     normal number; -0 below -88.8, NaN for negative infinity, as torch has it
   */
  public static float swish(float x) {
    return x / (1f + of(-x));
  }

  /**
   * @param x any number
   * @return the slope of the sigmoid, {@code s (1 - s)}
   */
  public static float sigmoidSlope(float x) {
    float power = of(-x);
    float sigmoid = 1f / (1f + power);
    return sigmoid * restOfSigmoid(x, power, sigmoid);
  }

  /**
   * @param x any number
   * @return the slope of swish, {@code s (1 + x (1 - s))} where s is the sigmoid of x
   */
  public static float swishSlope(float x) {
    float power = of(-x);
    float sigmoid = 1f / (1f + power);
    float near = x > HIGHEST ? HIGHEST : x; // so that the last trace of e^-x stays one
    return sigmoid * Fma.fma(near, restOfSigmoid(x, power, sigmoid), 1f);
  }

  /**
   * {@code 1 - s}; above zero the difference would lose digits, and {@code e^-x · s} is the same.
   */
  private static float restOfSigmoid(float x, float power, float sigmoid) {
    return x < 0 ? 1f - sigmoid : power * sigmoid;
  }
}
