package org.mobilenet4j.benchmarks.compare;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobilenet4j.benchmarks.engines.EngineKind;
import org.mobilenet4j.benchmarks.engines.NetworkFiles;

/**
 * Steady speed of all engines: interleaved in one process at one thread; at more, each alone in its
 * process, by turns, since pools that spin slow each other. What a process saw is kept when it
 * ends.
 */
final class SteadyPart {
  /** The part's name in the CSV for the process in the middle, and for each process. */
  static final String STEADY = "steady";

  static final String PROCESS = "steady-process";

  /** The last measure of a process, after {@link #MEASURES}. */
  static final String SHARE = "share_of_peak";

  private static final String MEDIAN = "median_ms";
  private static final String MIN = "min_ms";
  private static final String CPU_MEDIAN = "cpu_median_ms";
  private static final String CPU_MIN = "cpu_min_ms";
  private static final String PEAK = "fma_peak_per_second";

  /** What the CSV says of a process before its share of the peak. */
  static final List<String> MEASURES = List.of(MEDIAN, MIN, CPU_MEDIAN, CPU_MIN, PEAK);

  private static final double MILLI = 1e-6;
  private static final String OURS = EngineKind.MOBILENET4J.key();

  /** What a series is of. */
  private record Case(MeasuredNetwork network, int threads, int batch) {}

  private final Attempts attempts;
  private final Effort effort;
  private final Results results;
  private final PrintStream out;
  private final Map<Case, Map<String, Series>> series = new LinkedHashMap<>();

  SteadyPart(Attempts attempts, Effort effort, Results results, PrintStream out) {
    this.attempts = attempts;
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
      List<EngineKind> able = chosen.stream().filter(kind -> kind.canRun(network.files())).toList();
      List<EngineKind> engines = Turns.of(able, process); // not always behind the same one
      Case what = new Case(network, threads, batch);
      if (threads > 1) {
        engines.forEach(engine -> run(what, List.of(engine)));
      } else if (!engines.isEmpty()) {
        run(what, engines);
      }
    }
  }

  private void run(Case what, List<EngineKind> engines) {
    NetworkFiles files = what.network().files();
    String together = String.join(" ", engines.stream().map(EngineKind::key).toList());
    attempts
        .run(
            figure(STEADY, what, together),
            Steady.class,
            Steady.arguments(files, what.threads(), what.batch(), effort, engines))
        .stream()
        .flatMap(List::stream)
        .map(Sample::of)
        .forEach(sample -> {
          series
              .computeIfAbsent(what, any -> new LinkedHashMap<>())
              .computeIfAbsent(sample.engine(), any -> new Series())
              .add(sample);
          keep(what, sample);
        });
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
    Figure figure =
        figure(STEADY, what, engine)
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

  /** A process by itself, from which {@link Summary} puts several moments together. */
  private void keep(Case what, Sample sample) {
    Series alone = new Series();
    alone.add(sample);
    double share =
        alone.shareOfPeak(what.network().multiplyAdds(), sample.medianNanos(), what.threads());
    results.add(
        figure(PROCESS, what, sample.engine())
            .with(MEDIAN, MILLI * sample.medianNanos())
            .with(MIN, MILLI * sample.minNanos())
            .with(CPU_MEDIAN, MILLI * sample.cpuMedianNanos())
            .with(CPU_MIN, MILLI * sample.cpuMinNanos())
            .with(PEAK, sample.peak())
            .with(SHARE, share));
  }

  private static Figure figure(String part, Case what, String engine) {
    return Figure.of(part, what.network().key(), variant(what.batch()), engine, what.threads());
  }

  /** The sample that the lines of a process stand for. */
  static Sample sample(String engine, Map<String, Double> measures) {
    double[] numbers =
        MEASURES.stream()
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
