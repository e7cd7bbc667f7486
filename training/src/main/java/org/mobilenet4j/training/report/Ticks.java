package org.mobilenet4j.training.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * The marks of an axis: multiples of 1, 2 or 5 times a power of ten, the first and last at the ends
 * of the axis.
 *
 * @param at where, rising; at least two
 */
record Ticks(List<BigDecimal> at) {
  private static final int TOO_SMALL_FOR_DECIMALS = 4;
  private static final double TOO_LARGE_FOR_DIGITS = 1e6;

  /** Marks around the values, at most {@code most} steps between them. */
  static Ticks around(double low, double high, int most) {
    return around(low, high, most, BigDecimal.ZERO);
  }

  /** The same for things that are counted. */
  static Ticks whole(double low, double high, int most) {
    return around(low, high, most, BigDecimal.ONE);
  }

  private static Ticks around(double low, double high, int most, BigDecimal least) {
    // A flat curve gets one step, of a size that suits its value.
    double size = Math.max(Math.abs(low), Math.abs(high));
    double span = high - low > size * 1e-9 ? high - low : size > 0 ? size / 2 : 1;
    BigDecimal power = BigDecimal.ONE.scaleByPowerOfTen((int) Math.floor(Math.log10(span / most)));
    for (int factor : new int[] {1, 2, 5, 10, 20, 50}) {
      BigDecimal step = power.multiply(BigDecimal.valueOf(factor)).max(least);
      BigDecimal first = multiple(low, step, RoundingMode.FLOOR);
      BigDecimal last = multiple(high, step, RoundingMode.CEILING);
      if (first.compareTo(last) == 0) {
        last = last.add(step);
      }
      int steps = last.subtract(first).divide(step, MathContext.DECIMAL64).intValue();
      if (steps <= most) {
        List<BigDecimal> at = new ArrayList<>();
        for (int i = 0; i <= steps; i++) {
          at.add(first.add(step.multiply(BigDecimal.valueOf(i))));
        }
        return new Ticks(List.copyOf(at));
      }
    }
    throw new IllegalArgumentException("No ticks from %s to %s.".formatted(low, high));
  }

  private static BigDecimal multiple(double value, BigDecimal step, RoundingMode mode) {
    return BigDecimal.valueOf(value).divide(step, 0, mode).multiply(step);
  }

  double low() {
    return at.getFirst().doubleValue();
  }

  double high() {
    return at.getLast().doubleValue();
  }

  /**
   * All marks with the same number of decimals, or in powers of ten where those or the digits would
   * be many.
   */
  String text(BigDecimal tick) {
    BigDecimal step = at.get(1).subtract(at.get(0)).stripTrailingZeros();
    int decimals = Math.max(0, step.scale());
    if (tick.signum() == 0) {
      return "0";
    }
    if (decimals < TOO_SMALL_FOR_DECIMALS && Math.max(-low(), high()) < TOO_LARGE_FOR_DIGITS) {
      return tick.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    }
    BigDecimal stripped = tick.stripTrailingZeros();
    int exponent = stripped.precision() - stripped.scale() - 1;
    return stripped.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
  }
}
