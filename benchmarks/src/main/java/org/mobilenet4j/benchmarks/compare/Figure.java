package org.mobilenet4j.benchmarks.compare;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of the CSV: what was measured, on what, with which result.
 *
 * @param part {@code steady}, {@code shapes}, {@code layers}, {@code end-to-end}, {@code
 *     cold-start} or {@code training}; with {@code -process} behind it for a process by itself, and
 *     {@code failed-} before it for one that failed
 * @param network the network
 * @param variant batch, width or resolution, such as {@code batch 8}; a kind of layer; resolution
 *     and batch of a training, such as {@code 224x8}; empty where there is none
 * @param engine the engine
 * @param threads threads that worked on an image
 * @param numbers the results by name, with the unit in the name
 */
record Figure(
    String part,
    String network,
    String variant,
    String engine,
    int threads,
    Map<String, Double> numbers) {
  Figure {
    numbers = new LinkedHashMap<>(numbers);
  }

  static Figure of(String part, String network, String variant, String engine, int threads) {
    return new Figure(part, network, variant, engine, threads, Map.of());
  }

  /** The same of another part. */
  Figure in(String other) {
    return new Figure(other, network, variant, engine, threads, numbers);
  }

  Figure with(String name, double number) {
    Map<String, Double> more = new LinkedHashMap<>(numbers);
    more.put(name, number);
    return new Figure(part, network, variant, engine, threads, more);
  }
}
