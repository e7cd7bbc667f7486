package org.mobilenet4j.training.optimization;

/**
 * How the learning rate changes over a run, as a factor on the recipe's rate.
 *
 * <p>Time is counted in epochs, with fractions: step 50 of 200 in epoch 3 is at {@code 3.25}. It is
 * best asked before every step; a staircase only changes at its edges.
 */
public sealed interface Schedule {
  /** How an exponential decline goes from one edge to the next. */
  enum Decline {
    /** All at once, at the edge. */
    STAIRCASE,
    /** A little with each step. */
    SMOOTH
  }

  /** Always the same: factor 1. */
  record Constant() implements Schedule {}

  /**
   * Times {@code factor} every few epochs: {@code factor ^ (epoch / everyEpochs)}, the exponent
   * rounded down for a staircase. The papers' schedule.
   *
   * @param factor above 0, at most 1
   * @param everyEpochs above 0
   * @param decline staircase or smooth
   */
  record Exponential(double factor, double everyEpochs, Decline decline) implements Schedule {
    public Exponential {
      if (!(factor > 0 && factor <= 1)) {
        throw new IllegalArgumentException(
            "A learning rate that declines by %s; expected above 0 and at most 1."
                .formatted(factor));
      }
      positive("A learning rate that declines every %s epochs", everyEpochs);
    }
  }

  /**
   * Half a cosine from 1 down to the floor at the end of the run (Loshchilov and Hutter 2016,
   * without restarts).
   *
   * @param floor factor at the end; from 0 to 1
   */
  record Cosine(double floor) implements Schedule {
    public Cosine {
      fraction("A cosine's floor", floor);
    }
  }

  /**
   * One cycle (Smith and Topin 2017, with torch's two halves of a cosine): up from {@code 1 /
   * startDivisor} to 1, then down to {@code 1 / (startDivisor · endDivisor)}. The momentum is left
   * as it is.
   *
   * @param peakAt share of the run at which the peak is; above 0, below 1
   * @param startDivisor at least 1; torch: 25
   * @param endDivisor at least 1; torch: 10000
   */
  record OneCycle(double peakAt, double startDivisor, double endDivisor) implements Schedule {
    public OneCycle {
      if (!(peakAt > 0 && peakAt < 1 && startDivisor >= 1 && endDivisor >= 1)) {
        throw new IllegalArgumentException(
            "One cycle with its peak at %s and divisors %s and %s; expected a peak between 0 and 1 and divisors of at least 1."
                .formatted(peakAt, startDivisor, endDivisor));
      }
    }

    /**
     * @return torch's: the peak at 0.3 of the run, divisors 25 and 10000
     */
    public static OneCycle usual() {
      return new OneCycle(0.3, 25, 1e4);
    }
  }

  /**
   * A straight line up to where another schedule begins. That one then counts from the end of the
   * warm-up and has the rest of the run, as in torch (timm instead lets it run from the start of
   * the run, hidden below the warm-up).
   *
   * @param warmUpEpochs how long; above 0
   * @param from factor at the start; from 0 to 1
   * @param then what follows; not itself a warm-up
   */
  record Warmup(double warmUpEpochs, double from, Schedule then) implements Schedule {
    public Warmup {
      positive("A warm-up of %s epochs", warmUpEpochs);
      fraction("A warm-up's first factor", from);
      if (then instanceof Warmup) {
        throw new IllegalArgumentException("A warm-up after a warm-up; expected another schedule.");
      }
    }
  }

  /**
   * @param epoch how far the run is, at least 0; beyond its end the last factor stays for cosine
   *     and one cycle
   * @param epochs length of the run, above 0
   * @return what to multiply the learning rate with
   * @throws IllegalArgumentException if an argument is out of range
   */
  default double at(double epoch, double epochs) {
    if (!(epoch >= 0)) {
      throw new IllegalArgumentException(
          "A learning rate at epoch %s; expected at least 0.".formatted(epoch));
    }
    positive("A run of %s epochs", epochs);
    return switch (this) {
      case Constant _ -> 1;
      case Exponential(double factor, double every, Decline decline) ->
          StrictMath.pow(
              factor,
              decline == Decline.STAIRCASE ? Math.floor(edge(epoch / every)) : epoch / every);
      case Cosine(double floor) -> between(1, floor, epoch / epochs);
      case OneCycle(double peak, double start, double end) -> {
        double progress = epoch / epochs;
        yield progress < peak
            ? between(1 / start, 1, progress / peak)
            : between(1, 1 / (start * end), (progress - peak) / (1 - peak));
      }
      case Warmup(double length, double from, Schedule then) -> {
        // A run shorter than its warm-up never gets further; the rest must still be a run.
        double rest = Math.max(epochs - length, Double.MIN_NORMAL);
        yield epoch < length
            ? from + (then.at(0, rest) - from) * (epoch / length)
            : then.at(epoch - length, rest);
      }
    };
  }

  /**
   * @return the schedule in words
   */
  default String describe() {
    return switch (this) {
      case Constant _ -> "constant";
      case Exponential(double factor, double every, Decline decline) ->
          "times %s every %s epoch%s, %s"
              .formatted(
                  PlainNumber.of(factor),
                  PlainNumber.of(every),
                  every == 1 ? "" : "s",
                  decline == Decline.STAIRCASE ? "in steps" : "smoothly");
      case Cosine(double floor) ->
          floor == 0 ? "cosine down to 0" : "cosine down to %s".formatted(PlainNumber.of(floor));
      case OneCycle(double peak, double start, double end) ->
          "one cycle: from 1/%s up to the peak at %s of the run, down to 1/%s"
              .formatted(PlainNumber.of(start), PlainNumber.of(peak), PlainNumber.of(start * end));
      case Warmup(double length, double from, Schedule then) ->
          "linear warm-up from %s over %s epochs, then %s"
              .formatted(PlainNumber.of(from), PlainNumber.of(length), then.describe());
    };
  }

  /** Half a cosine from one value to another; the share is cut to 0 to 1. */
  private static double between(double first, double last, double share) {
    double cut = Math.clamp(share, 0, 1);
    return last + (first - last) * (1 + StrictMath.cos(Math.PI * cut)) / 2;
  }

  /** Epochs that a step count reaches but for rounding are reached: 5 / 2.5 epochs are 2 edges. */
  private static double edge(double edges) {
    return edges + 1e-9;
  }

  private static void positive(String sentence, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          (sentence + "; expected a number above 0.").formatted(value));
    }
  }

  private static void fraction(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("%s is %s; expected 0 to 1.".formatted(what, value));
    }
  }
}
