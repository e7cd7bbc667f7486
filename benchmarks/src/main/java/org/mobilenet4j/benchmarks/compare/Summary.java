package org.mobilenet4j.benchmarks.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mobilenet4j.benchmarks.engines.EngineKind;

/**
 * One table of the results of several moments.
 *
 * <p>Series of different company stay apart: who has the process for itself, or shares it with one
 * engine instead of three, is faster, and its rivals of another moment are no measure for it.
 */
final class Summary {
  private static final double MILLI = 1e-6;
  private static final String OURS = EngineKind.MOBILENET4J.key();
  private static final String ONNX_RUNTIME = EngineKind.ONNX_RUNTIME.key();

  /** What engines are compared on, at one moment. */
  private record At(String moment, String network, int threads, String variant) {
    static At of(Readings.Seen process) {
      return new At(process.moment(), process.network(), process.threads(), process.variant());
    }
  }

  /**
   * What a row stands for.
   *
   * @param company all engines that were measured on it at the same moments
   */
  private record Case(String network, int threads, String variant, Set<String> company) {}

  private final Readings readings;
  private final Map<Case, Map<String, Moments>> steady = new LinkedHashMap<>();

  private Summary(Readings readings) {
    this.readings = readings;
    Map<At, Set<String>> companies = new LinkedHashMap<>();
    for (Readings.Seen process : readings.processes()) {
      companies
          .computeIfAbsent(At.of(process), any -> new TreeSet<>())
          .add(process.sample().engine());
    }
    for (Readings.Seen process : readings.processes()) {
      Set<String> company = companies.getOrDefault(At.of(process), Set.of());
      steady
          .computeIfAbsent(
              new Case(process.network(), process.threads(), process.variant(), company),
              any -> new LinkedHashMap<>())
          .computeIfAbsent(process.sample().engine(), any -> new Moments())
          .add(process.moment(), process.sample(), process.share());
    }
  }

  /**
   * Reads what comparisons wrote.
   *
   * @param files their CSVs
   * @throws IllegalArgumentException if they are no such CSVs, or none that belong together
   */
  static Summary of(List<Path> files) throws IOException {
    return new Summary(Readings.of(files));
  }

  void print(PrintStream out) {
    readings.machines().forEach(out::println);
    if (readings.commits().size() > 1) {
      out.printf(
          "These are %d commits: figures of several moments are of none of them alone.%n",
          readings.commits().size());
    }
    out.println();
    steady(out);
    others(out);
  }

  private void steady(PrintStream out) {
    Table table =
        new Table(
            2,
            "network",
            "rivals, best first",
            "threads",
            "variant",
            "processes",
            "ours ms",
            "rival ms",
            "ours / rival",
            "at each moment",
            "of FMA peak",
            "/ batch 1",
            "worst / median",
            "ONNX Runtime's");
    steady.forEach((what, engines) ->
        Optional.ofNullable(engines.get(OURS)).ifPresent(ours -> add(table, what, engines, ours)));
    if (table.hasRows()) {
      table.print(out);
    }
  }

  private void add(Table table, Case what, Map<String, Moments> engines, Moments ours) {
    List<Map.Entry<String, Moments>> rivals =
        engines.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(OURS))
            .sorted(Map.Entry.comparingByValue(Comparator.comparingDouble(Moments::medianNanos)))
            .toList();
    Optional<Moments> best = rivals.stream().findFirst().map(Map.Entry::getValue);
    table.row(
        what.network(),
        rivals.stream().map(Map.Entry::getKey).collect(Collectors.joining(" ")),
        String.valueOf(what.threads()),
        what.variant(),
        String.valueOf(ours.processes()),
        "%.2f".formatted(MILLI * ours.medianNanos()),
        best.map(one -> "%.2f".formatted(MILLI * one.medianNanos())).orElse(""),
        best.map(one -> "%.2f".formatted(ours.ratioTo(one))).orElse(""),
        best.map(one -> ratios(ours, one)).orElse(""),
        "%.0f%%".formatted(100 * ours.shareOfPeak()),
        batchOne(what, ours),
        "%.2f".formatted(ours.spread()),
        Optional.ofNullable(engines.get(ONNX_RUNTIME))
            .map(one -> "%.2f".formatted(one.spread()))
            .orElse(""));
  }

  /** Ours by the rival's of the same moment. */
  private static String ratios(Moments ours, Moments rival) {
    return ours.sharedWith(rival).stream()
        .map(moment ->
            "%.2f"
                .formatted(
                    ours.at(moment).medianProcess().medianNanos()
                        / rival.at(moment).medianProcess().medianNanos()))
        .collect(Collectors.joining(" "));
  }

  /** An image's time by what it takes alone, of moments that saw both in the same company. */
  private String batchOne(Case what, Moments ours) {
    Case alone = new Case(what.network(), what.threads(), SteadyPart.variant(1), what.company());
    return what.equals(alone)
        ? ""
        : Optional.ofNullable(steady.get(alone))
            .flatMap(engines -> Optional.ofNullable(engines.get(OURS)))
            .map(ours::ratioTo)
            .filter(Double::isFinite)
            .map(ratio -> "%.2f".formatted(ratio))
            .orElse("");
  }

  private void others(PrintStream out) {
    Table table =
        new Table(
            5, "part", "network", "variant", "engine", "measure", "threads", "figures", "median",
            "least", "most");
    readings
        .others()
        .forEach((what, values) -> {
          if (!what.part().equals(SteadyPart.STEADY)) {
            table.row(
                what.part(),
                what.network(),
                what.variant(),
                what.engine(),
                what.measure(),
                String.valueOf(what.threads()),
                String.valueOf(values.size()),
                number(Median.of(values)),
                number(values.stream().mapToDouble(value -> value).min().orElse(Double.NaN)),
                number(values.stream().mapToDouble(value -> value).max().orElse(Double.NaN)));
          }
        });
    if (table.hasRows()) {
      table.print(out);
    }
  }

  private static String number(double value) {
    return value >= 10_000 ? "%,.0f".formatted(value) : "%.3f".formatted(value);
  }
}
