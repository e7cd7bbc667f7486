package org.mobilenet4j.training.optimization;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Settings as people write them: {@code 0.045}, {@code 4e-5}. */
public final class PlainNumber {
  private static final MathContext DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

  private PlainNumber() {}

  /**
   * @param number finite
   * @return at most six digits, without zeros at the end; with an exponent below 0.001 and from ten
   *     million on
   */
  public static String of(double number) {
    if (number == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(number).round(DIGITS).stripTrailingZeros();
    if (Math.abs(number) >= 1e-3 && Math.abs(number) < 1e7) {
      return rounded.toPlainString();
    }
    int exponent = rounded.precision() - rounded.scale() - 1;
    return rounded.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
  }
}
