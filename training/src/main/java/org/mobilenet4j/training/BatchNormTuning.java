package org.mobilenet4j.training;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;

/** What becomes of batch normalisations in fine-tuning. Below what is frozen they never change. */
public enum BatchNormTuning {
  /** They stay as they are: statistics, gamma and beta. */
  FROZEN,
  /** Gamma and beta learn; the running statistics are used and kept. */
  FROZEN_STATISTICS,
  /** They learn and use the statistics of each batch, as in training from the beginning. */
  LEARNING,
  /**
   * Gamma and beta stay as they are; the statistics of each batch are used, and the running ones
   * follow your pictures.
   */
  RECALIBRATED;

  /** All nodes whose weights stay as they are, given those that are frozen by name. */
  Set<String> frozenWeights(Network network, Set<String> frozen) {
    Set<String> all = new LinkedHashSet<>(frozen);
    switch (this) {
      case FROZEN, RECALIBRATED -> all.addAll(norms(network));
      case FROZEN_STATISTICS, LEARNING -> {}
    }
    return all;
  }

  /** The batch normalisations that use and keep their running statistics. */
  Set<String> frozenStatistics(Network network, Set<String> frozen) {
    Set<String> all = norms(network);
    switch (this) {
      case FROZEN, FROZEN_STATISTICS -> {}
      case LEARNING, RECALIBRATED -> all.retainAll(frozen);
    }
    return all;
  }

  private static Set<String> norms(Network network) {
    return network.nodes().stream()
        .filter(node -> node.op() instanceof Op.BatchNorm)
        .map(Node::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
