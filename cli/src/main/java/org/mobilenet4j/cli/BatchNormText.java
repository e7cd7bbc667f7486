package org.mobilenet4j.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.training.BatchNormTuning;
import org.mobilenet4j.training.optimization.PlainNumber;
import org.mobilenet4j.training.recipe.BatchNormSettings;

/**
 * How a run normalises, in words: the statistics by its recipe, epsilon by its network, whose it
 * is.
 */
final class BatchNormText {
  private BatchNormText() {}

  static String of(StartingPoint start, BatchNormSettings settings) {
    List<Double> epsilons = epsilons(start.network());
    if (epsilons.isEmpty()) {
      return "none in this network";
    }
    return switch (start) {
      case StartingPoint.Nothing _ -> settings.describe(epsilons);
      case StartingPoint.KnownModel model -> {
        BatchNormTuning tuning = model.task().batchNorm();
        String rest =
            switch (tuning) {
              case FROZEN, FROZEN_STATISTICS ->
                  "epsilon "
                      + epsilons.stream().map(PlainNumber::of).collect(Collectors.joining(" and "));
              case LEARNING, RECALIBRATED -> settings.describe(epsilons);
            };
        yield "%s; %s".formatted(TuningChoice.BatchNormWord.describe(tuning), rest);
      }
    };
  }

  /** Whether the network has the recipe's epsilon, and no other. */
  static boolean hasEpsilonOf(Network network, BatchNormSettings settings) {
    return epsilons(network).equals(List.of(settings.epsilon()));
  }

  /** Each once, the smallest first. */
  private static List<Double> epsilons(Network network) {
    return network.nodes().stream()
        .flatMap(node ->
            node.op() instanceof Op.BatchNorm(float epsilon)
                // By its digits: 1e-5f is no 1e-5.
                ? Stream.of(Double.valueOf(Float.toString(epsilon)))
                : Stream.empty())
        .distinct()
        .sorted()
        .toList();
  }
}
