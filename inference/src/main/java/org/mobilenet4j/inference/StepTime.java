package org.mobilenet4j.inference;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How long one step of a plan took.
 *
 * @param step its name
 * @param nodes the nodes of the network that it computes
 * @param nanos wall time for one image
 * @param parts what the step consists of, in order; where there are several, each thread has noted
 *     when it went from one to the next, and the wall time is divided as their times together are
 */
public record StepTime(String step, List<String> nodes, long nanos, List<PartTime> parts) {
  /** Keeps its own copies of the lists. */
  public StepTime {
    nodes = List.copyOf(nodes);
    parts = List.copyOf(parts);
  }

  /**
   * @return multiply-adds for one image
   */
  public long multiplyAdds() {
    return parts.stream().mapToLong(PartTime::multiplyAdds).sum();
  }

  /**
   * Sums up by kinds of layers.
   *
   * @param steps all steps of a plan
   * @return one entry for each kind that occurs, in the order of {@link LayerType}
   */
  public static List<PartTime> byType(List<StepTime> steps) {
    Map<LayerType, PartTime> sums = new EnumMap<>(LayerType.class);
    for (StepTime step : steps) {
      for (PartTime part : step.parts()) {
        sums.merge(
            part.type(),
            part,
            (a, b) ->
                new PartTime(a.type(), a.multiplyAdds() + b.multiplyAdds(), a.nanos() + b.nanos()));
      }
    }
    return List.copyOf(sums.values());
  }
}
