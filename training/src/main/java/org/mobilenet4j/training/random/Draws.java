package org.mobilenet4j.training.random;

/**
 * A stream of random numbers that is a function of its keys alone: a seed, an epoch, the index of a
 * picture. So it does not matter which thread draws, or in which order, and a run resumed draws
 * what the first would have drawn.
 *
 * <p>Source: SplitMix64 (Steele, Lea and Flood 2014), its finaliser also joins the keys. Everything
 * is integer arithmetic and {@link StrictMath}: the same numbers on every machine. One stream is
 * for one thread.
 */
public final class Draws {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1p-53;

  private long state;

  private Draws(long state) {
    this.state = state;
  }

  /**
   * The stream of some keys.
   *
   * @param keys such as seed, purpose, epoch, index; their order matters
   * @return a new stream, at its start
   */
  public static Draws of(long... keys) {
    return new Draws(hash(keys));
  }

  /**
   * One number of some keys.
   *
   * @param keys as for {@link #of}
   * @return any number
   */
  public static long hash(long... keys) {
    long hash = GOLDEN;
    for (long key : keys) {
      hash = mixed(hash ^ mixed(key + GOLDEN)) + GOLDEN;
    }
    return hash;
  }

  private static long mixed(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * The next 64 random bits.
   *
   * @return any number
   */
  public long bits() {
    state += GOLDEN;
    return mixed(state);
  }

  /**
   * A number of the unit interval.
   *
   * @return from 0 to below 1
   */
  public double unit() {
    return (bits() >>> 11) * UNIT;
  }

  /**
   * A number of an interval.
   *
   * @param from its lower end
   * @param to its upper end
   * @return from {@code from} to below {@code to}
   */
  public double between(double from, double to) {
    return from + (to - from) * unit();
  }

  /**
   * A whole number.
   *
   * @param bound how many there are; positive
   * @return from 0 to below {@code bound}
   */
  public int below(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException(
          "A draw below %d; the bound must be positive.".formatted(bound));
    }
    // The high half of the product (Lemire 2019); its bias of bound / 2^64 is never seen.
    return (int) Math.unsignedMultiplyHigh(bits(), bound);
  }

  /**
   * Whether something happens.
   *
   * @param probability from 0, never, to 1, always
   * @return true with that probability
   */
  public boolean happens(double probability) {
    return unit() < probability;
  }

  /**
   * A number of the standard normal distribution.
   *
   * @return mean 0, deviation 1
   */
  public double gaussian() {
    // Box and Muller 1958; 1 - unit() is never 0.
    double radius = Math.sqrt(-2 * StrictMath.log(1 - unit()));
    return radius * StrictMath.cos(2 * Math.PI * unit());
  }

  /**
   * A number of the symmetric beta distribution.
   *
   * @param alpha both parameters; positive
   * @return from 0 to 1
   */
  public double beta(double alpha) {
    if (!(alpha > 0)) {
      throw new IllegalArgumentException(
          "Beta distribution of parameter %s; it must be positive.".formatted(alpha));
    }
    // Jöhnk 1964 would reject nearly always for large parameters, gamma draws never do.
    double first = logGamma(alpha);
    double second = logGamma(alpha);
    return 1 / (1 + StrictMath.exp(second - first));
  }

  /** The logarithm of a gamma draw, so that tiny parameters do not end in 0 / 0. */
  private double logGamma(double shape) {
    // Marsaglia and Tsang 2000; below 1 through shape + 1 and one uniform number more.
    double boost = shape < 1 ? StrictMath.log(1 - unit()) / shape : 0;
    double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = gaussian();
      double root = 1 + c * x;
      double v = root * root * root;
      if (v > 0 && StrictMath.log(1 - unit()) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
        return StrictMath.log(d * v) + boost;
      }
    }
  }

  /**
   * The numbers from 0 to {@code size - 1} in random order.
   *
   * @param size how many; not negative
   * @return a permutation
   */
  public int[] permutation(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int other = below(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }
}
