package org.mobilenet4j.network.audit;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** How far the hard functions of MobileNet V3, section 5.2, are from the smooth ones at most. */
final class Gap {
  private static final double REACH = 8;
  private static final int STEPS = 1_600_000;

  private Gap() {}

  /**
   * @param function {@code sigmoid} or {@code swish}
   */
  static double of(String function) {
    DoubleUnaryOperator smooth = x -> 1 / (1 + Math.exp(-x));
    DoubleUnaryOperator hard = x -> Math.clamp(x + 3, 0.0, 6.0) / 6;
    return switch (function) {
      case "sigmoid" -> largest(x -> smooth.applyAsDouble(x) - hard.applyAsDouble(x));
      case "swish" -> largest(x -> x * (smooth.applyAsDouble(x) - hard.applyAsDouble(x)));
      default -> throw new IllegalStateException("There is no gap of '%s'.".formatted(function));
    };
  }

  private static double largest(DoubleUnaryOperator difference) {
    return IntStream.rangeClosed(0, STEPS)
        .mapToDouble(i -> Math.abs(difference.applyAsDouble(REACH * i / STEPS)))
        .max()
        .orElse(0);
  }
}
