package org.mobilenet4j.benchmarks.compare;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the processes of several series, run at different moments, saw of one engine. */
final class Moments {
  private final Map<String, Series> byMoment = new LinkedHashMap<>();
  private final Series all = new Series();

  void add(String moment, Sample sample) {
    byMoment.computeIfAbsent(moment, any -> new Series()).add(sample);
    all.add(sample);
  }

  /** Every process of every moment. */
  Series all() {
    return all;
  }

  /** What one moment saw; nothing of an engine that was not measured then. */
  Series at(String moment) {
    return byMoment.getOrDefault(moment, new Series());
  }

  List<String> moments() {
    return List.copyOf(byMoment.keySet());
  }

  /**
   * How much slower than the middle one the slowest process of a series was, at the worst moment.
   */
  double spread() {
    return byMoment.values().stream().mapToDouble(Series::spread).max().orElse(Double.NaN);
  }

  /** The median of the process in the middle. */
  double medianNanos() {
    return all.medianProcess().medianNanos();
  }

  static Comparator<Moments> byMedian() {
    return Comparator.comparingDouble(Moments::medianNanos);
  }
}
