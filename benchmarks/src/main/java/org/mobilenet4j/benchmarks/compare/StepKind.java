package org.mobilenet4j.benchmarks.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobilenet4j.training.gradient.StepCost;

/**
 * What all steps of a kind take of a training step: depthwise convolutions, matrix products and so
 * on.
 *
 * @param kind as {@link StepCost} has it
 * @param forwardNanos on the way forward, median
 * @param backwardNanos on the way back, median
 */
record StepKind(String kind, double forwardNanos, double backwardNanos) {
  /** Sums up each profile by kind and takes the medians; in the order in which kinds first come. */
  static List<StepKind> of(List<List<StepCost>> profiles) {
    Map<String, List<Long>> forward = new LinkedHashMap<>();
    Map<String, List<Long>> backward = new LinkedHashMap<>();
    for (List<StepCost> profile : profiles) {
      Map<String, Long> ahead = new LinkedHashMap<>();
      Map<String, Long> back = new LinkedHashMap<>();
      for (StepCost step : profile) {
        ahead.merge(step.kind(), step.forwardNanos(), Long::sum);
        back.merge(step.kind(), step.backwardNanos(), Long::sum);
      }
      ahead.forEach((kind, nanos) -> add(forward, kind, nanos));
      back.forEach((kind, nanos) -> add(backward, kind, nanos));
    }
    return forward.entrySet().stream()
        .map(each ->
            new StepKind(
                each.getKey(),
                Median.of(each.getValue()),
                Median.of(backward.getOrDefault(each.getKey(), List.of()))))
        .toList();
  }

  private static void add(Map<String, List<Long>> to, String kind, long nanos) {
    to.computeIfAbsent(kind, any -> new ArrayList<>()).add(nanos);
  }

  double nanos() {
    return forwardNanos + backwardNanos;
  }
}
