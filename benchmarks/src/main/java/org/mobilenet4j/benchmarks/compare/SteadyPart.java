package org.mobilenet4j.benchmarks.compare;

import java.io.PrintStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobilenet4j.benchmarks.engines.EngineKind;
import org.mobilenet4j.benchmarks.engines.NetworkFiles;
import org.mobilenet4j.network.cost.Cost;

/**
 * Steady speed of all engines: interleaved in one process at one thread; at more, each alone in its
 * process, by turns, since pools that spin slow each other.
 */
final class SteadyPart {
  private static final double MILLI = 1e-6;
  private static final String OURS = EngineKind.MOBILENET4J.key();

  /** What a series is of. */
  private record Case(BenchmarkNetwork network, int threads, int batch) {}

  private final Child child;
  private final Effort effort;
  private final Results results;
  private final PrintStream out;
  private final Map<Case, Map<String, Series>> series = new LinkedHashMap<>();

  SteadyPart(Child child, Effort effort, Results results, PrintStream out) {
    this.child = child;
    this.effort = effort;
    this.results = results;
    this.out = out;
  }

  /** One more process for each network (and engine, at several threads). */
  void run(Map<BenchmarkNetwork, NetworkFiles> networks, int threads, int batch, int process) {
    networks.forEach((network, files) -> {
      List<EngineKind> engines =
          List.of(EngineKind.values()).stream().filter(kind -> kind.canRun(files)).toList();
      Case what = new Case(network, threads, batch);
      if (threads == 1) {
        run(what, files, engines);
      } else {
        List<EngineKind> turned = new java.util.ArrayList<>(engines);
        Collections.rotate(turned, process); // not always the same one after the same one
        turned.forEach(engine -> run(what, files, List.of(engine)));
      }
    });
  }

  private void run(Case what, NetworkFiles files, List<EngineKind> engines) {
    child
        .run(Steady.class, Steady.arguments(files, what.threads(), what.batch(), effort, engines))
        .stream()
        .map(Sample::of)
        .forEach(sample ->
            series
                .computeIfAbsent(what, any -> new LinkedHashMap<>())
                .computeIfAbsent(sample.engine(), any -> new Series())
                .add(sample));
  }

  void print() {
    Table table =
        new Table(
            2,
            "network",
            "engine",
            "threads",
            "batch",
            "median ms",
            "min ms",
            "cpu median",
            "cpu min",
            "worst process",
            "of FMA peak",
            "ours / best",
            "min / min",
            "cpu / cpu");
    series.forEach((what, engines) -> {
      long multiplyAdds = Cost.of(what.network().architecture().build()).multiplyAdds();
      Optional<Map.Entry<String, Series>> rival =
          engines.entrySet().stream()
              .filter(entry -> !entry.getKey().equals(OURS))
              .min(
                  Map.Entry.comparingByValue(
                      java.util.Comparator.comparingDouble(
                          one -> one.medianProcess().medianNanos())));
      engines.forEach((engine, one) ->
          add(table, what, multiplyAdds, engine, one, rival.map(Map.Entry::getValue)));
    });
    table.print(out);
  }

  private void add(
      Table table,
      Case what,
      long multiplyAdds,
      String engine,
      Series one,
      Optional<Series> rival) {
    Sample median = one.medianProcess();
    double share = one.shareOfPeak(multiplyAdds, median.medianNanos(), what.threads());
    Optional<Sample> best =
        engine.equals(OURS) ? rival.map(Series::medianProcess) : Optional.empty();
    table.row(
        what.network().key(),
        engine,
        String.valueOf(what.threads()),
        String.valueOf(what.batch()),
        "%.2f".formatted(MILLI * median.medianNanos()),
        "%.2f".formatted(MILLI * median.minNanos()),
        what.threads() == 1 ? "%.2f".formatted(MILLI * median.cpuMedianNanos()) : "",
        what.threads() == 1 ? "%.2f".formatted(MILLI * median.cpuMinNanos()) : "",
        "×%.2f of %d".formatted(one.spread(), one.processes()),
        "%.0f%%".formatted(100 * share),
        best.map(b -> "%.2f".formatted(median.medianNanos() / b.medianNanos())).orElse(""),
        best.map(b -> "%.2f".formatted(median.minNanos() / b.minNanos())).orElse(""),
        what.threads() == 1
            ? best.map(b -> "%.2f".formatted(median.cpuMedianNanos() / b.cpuMedianNanos()))
                .orElse("")
            : "");
    Figure figure =
        Figure.of("steady", what.network().key(), "batch " + what.batch(), engine, what.threads())
            .with("processes", one.processes())
            .with("median_ms", MILLI * median.medianNanos())
            .with("min_ms", MILLI * median.minNanos())
            .with("cpu_median_ms", MILLI * median.cpuMedianNanos())
            .with("cpu_min_ms", MILLI * median.cpuMinNanos())
            .with("worst_process_median_ms", MILLI * one.worstProcess().medianNanos())
            .with("fma_peak_per_second", median.peak())
            .with("share_of_peak", share);
    results.add(
        best.map(b -> figure.with("ratio_to_best_rival", median.medianNanos() / b.medianNanos()))
            .orElse(figure));
  }
}
