package org.mobilenet4j.benchmarks.compare;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobilenet4j.benchmarks.engines.EngineKind;
import org.mobilenet4j.benchmarks.engines.NetworkFiles;

/**
 * Steady speed of all engines: interleaved in one process at one thread; at more, each alone in its
 * process, by turns, since pools that spin slow each other.
 */
final class SteadyPart {
  /** The part's name in the CSV for the process in the middle, and for each process. */
  static final String STEADY = "steady";

  static final String PROCESS = "steady-process";

  /** The last measure of a process. */
  static final String SHARE = "share_of_peak";

  private static final String MEDIAN = "median_ms";
  private static final String MIN = "min_ms";
  private static final String CPU_MEDIAN = "cpu_median_ms";
  private static final String CPU_MIN = "cpu_min_ms";
  private static final String PEAK = "fma_peak_per_second";
  private static final double MILLI = 1e-6;
  private static final String OURS = EngineKind.MOBILENET4J.key();

  /** What a series is of. */
  private record Case(MeasuredNetwork network, int threads, int batch) {}

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
  void run(
      List<MeasuredNetwork> networks,
      List<EngineKind> chosen,
      int threads,
      int batch,
      int process) {
    for (MeasuredNetwork network : networks) {
      List<EngineKind> engines =
          chosen.stream().filter(kind -> kind.canRun(network.files())).toList();
      Case what = new Case(network, threads, batch);
      if (threads == 1) {
        run(what, engines);
      } else {
        List<EngineKind> turned = new ArrayList<>(engines);
        Collections.rotate(turned, process); // not always the same one after the same one
        turned.forEach(engine -> run(what, List.of(engine)));
      }
    }
  }

  private void run(Case what, List<EngineKind> engines) {
    NetworkFiles files = what.network().files();
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
      long multiplyAdds = what.network().multiplyAdds();
      Optional<Map.Entry<String, Series>> rival =
          engines.entrySet().stream()
              .filter(entry -> !entry.getKey().equals(OURS))
              .min(
                  Map.Entry.comparingByValue(
                      Comparator.comparingDouble(one -> one.medianProcess().medianNanos())));
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
    add(what, multiplyAdds, engine, one);
    Figure figure =
        Figure.of(STEADY, what.network().key(), variant(what.batch()), engine, what.threads())
            .with("processes", one.processes())
            .with(MEDIAN, MILLI * median.medianNanos())
            .with(MIN, MILLI * median.minNanos())
            .with(CPU_MEDIAN, MILLI * median.cpuMedianNanos())
            .with(CPU_MIN, MILLI * median.cpuMinNanos())
            .with("worst_process_median_ms", MILLI * one.worstProcess().medianNanos())
            .with(PEAK, median.peak())
            .with(SHARE, share);
    results.add(
        best.map(b -> figure.with("ratio_to_best_rival", median.medianNanos() / b.medianNanos()))
            .orElse(figure));
  }

  /** Each process by itself, from which {@link Summary} puts several moments together. */
  private void add(Case what, long multiplyAdds, String engine, Series series) {
    for (Sample sample : series.samples()) {
      Series alone = new Series();
      alone.add(sample);
      results.add(
          Figure.of(PROCESS, what.network().key(), variant(what.batch()), engine, what.threads())
              .with(MEDIAN, MILLI * sample.medianNanos())
              .with(MIN, MILLI * sample.minNanos())
              .with(CPU_MEDIAN, MILLI * sample.cpuMedianNanos())
              .with(CPU_MIN, MILLI * sample.cpuMinNanos())
              .with(PEAK, sample.peak())
              .with(SHARE, alone.shareOfPeak(multiplyAdds, sample.medianNanos(), what.threads())));
    }
  }

  /** The sample that the lines of a process stand for. */
  static Sample sample(String engine, Map<String, Double> measures) {
    double[] numbers =
        List.of(MEDIAN, MIN, CPU_MEDIAN, CPU_MIN, PEAK).stream()
            .mapToDouble(measure -> measures.getOrDefault(measure, Double.NaN))
            .toArray();
    return new Sample(
        engine,
        numbers[0] / MILLI,
        numbers[1] / MILLI,
        numbers[2] / MILLI,
        numbers[3] / MILLI,
        numbers[4]);
  }

  /** What the CSV calls a batch. */
  static String variant(int batch) {
    return "batch " + batch;
  }
}
