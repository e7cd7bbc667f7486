package org.mobilenet4j.training.recipe;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.mobilenet4j.training.optimization.PlainNumber;

/**
 * How batch normalisation keeps its running statistics. The two frameworks call opposite shares
 * "momentum", which has cost many people a network that trains well and evaluates at chance.
 *
 * @param decay share of the old statistic that stays, which TensorFlow calls decay or momentum; at
 *     least 0, below 1
 * @param epsilon what is added to the variance; above 0
 */
public record BatchNormSettings(double decay, double epsilon) {
  public BatchNormSettings {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException(
          "Batch normalisation with decay %s; expected at least 0 and below 1 (torch's momentum is 1 minus it)."
              .formatted(decay));
    }
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Batch normalisation with epsilon %s; expected a number above 0.".formatted(epsilon));
    }
  }

  /**
   * @return share of the new statistic that comes in, which torch calls momentum
   */
  public double torchMomentum() {
    return 1 - decay;
  }

  /**
   * @return after how many steps a statistic has forgotten 95 % of its start
   */
  public long stepsToSettle() {
    return decay == 0 ? 1 : (long) Math.ceil(Math.log(0.05) / Math.log(decay));
  }

  /**
   * @return both conventions and epsilon in words
   */
  public String describe() {
    return describe(List.of(epsilon));
  }

  /**
   * @param epsilons those of a network that has its own, which may differ from layer to layer; at
   *     least one
   * @return both conventions and these in words
   */
  public String describe(Collection<Double> epsilons) {
    return String.format(
        Locale.ROOT,
        "TensorFlow decay %s = torch momentum %s, epsilon %s; statistics settle in %,d steps",
        PlainNumber.of(decay),
        PlainNumber.of(torchMomentum()),
        epsilons.stream().map(PlainNumber::of).collect(Collectors.joining(" and ")),
        stepsToSettle());
  }
}
