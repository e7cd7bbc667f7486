package org.mobilenet4j.network;

import java.util.List;

/**
 * A tensor that a node needs.
 *
 * @param role what it is to the node
 * @param dimensions its shape, in our layout
 */
public record Parameter(ParameterRole role, List<Integer> dimensions) {
  public Parameter {
    dimensions = List.copyOf(dimensions);
  }

  /**
   * @return how many numbers it holds
   */
  public long elements() {
    return dimensions.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }
}
