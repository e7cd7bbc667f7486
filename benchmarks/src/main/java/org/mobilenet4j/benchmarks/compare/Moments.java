package org.mobilenet4j.benchmarks.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the processes of several series, run at different moments, saw of one engine. */
final class Moments {
  private final Map<String, Series> byMoment = new LinkedHashMap<>();
  private final List<Double> shares = new ArrayList<>();

  /**
   * @param moment when the series was run
   * @param sample what a process of it saw
   * @param share of the peak that the process saw
   */
  void add(String moment, Sample sample, double share) {
    byMoment.computeIfAbsent(moment, any -> new Series()).add(sample);
    shares.add(share);
  }

  /** What one moment saw; nothing of an engine that was not measured then. */
  Series at(String moment) {
    return byMoment.getOrDefault(moment, new Series());
  }

  Set<String> moments() {
    return byMoment.keySet();
  }

  /** The moments at which another engine, or another batch, was measured too. */
  Set<String> sharedWith(Moments other) {
    Set<String> shared = new LinkedHashSet<>(moments());
    shared.retainAll(other.moments());
    return shared;
  }

  /** Processes of all moments. */
  int processes() {
    return shares.size();
  }

  /** The share of the peak of the process in the middle. */
  double shareOfPeak() {
    return Median.of(shares);
  }

  /**
   * How much slower than the middle one the slowest process of a series was, at the worst moment.
   */
  double spread() {
    return byMoment.values().stream().mapToDouble(Series::spread).max().orElse(Double.NaN);
  }

  /** The median of the process in the middle of all moments. */
  double medianNanos() {
    return medianNanosAt(moments());
  }

  /** The median of the process in the middle of some moments. */
  double medianNanosAt(Set<String> some) {
    return Median.of(
        some.stream()
            .flatMap(moment -> at(moment).samples().stream())
            .mapToDouble(Sample::medianNanos)
            .toArray());
  }

  /** Our time by the other's, of the moments that saw both; no number where none did. */
  double ratioTo(Moments other) {
    Set<String> shared = sharedWith(other);
    return medianNanosAt(shared) / other.medianNanosAt(shared);
  }
}
