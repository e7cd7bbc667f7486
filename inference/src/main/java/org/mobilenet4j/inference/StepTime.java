package org.mobilenet4j.inference;

import java.util.List;

/**
 * How long one step of a plan took.
 *
 * @param step its name
 * @param nodes the nodes of the network that it computes
 * @param multiplyAdds multiply-adds for one image
 * @param nanos wall time for one image
 */
public record StepTime(String step, List<String> nodes, long multiplyAdds, long nanos) {
  public StepTime {
    nodes = List.copyOf(nodes);
  }
}
