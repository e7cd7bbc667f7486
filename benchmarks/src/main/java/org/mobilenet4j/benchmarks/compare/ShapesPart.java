package org.mobilenet4j.benchmarks.compare;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobilenet4j.benchmarks.engines.EngineKind;

/** This library alone on other resolutions and widths: is there a cliff? */
final class ShapesPart {
  private static final double MILLI = 1e-6;
  private static final int RESOLUTION = 224;

  private record Variant(double width, int resolution) {}

  private final Attempts attempts;
  private final Effort effort;
  private final Results results;
  private final PrintStream out;

  ShapesPart(Attempts attempts, Effort effort, Results results, PrintStream out) {
    this.attempts = attempts;
    this.effort = effort;
    this.results = results;
    this.out = out;
  }

  void run(
      List<BenchmarkNetwork> networks,
      List<Double> widths,
      List<Integer> resolutions,
      int threads,
      int processes) {
    List<Variant> variants = new ArrayList<>(List.of(new Variant(1, RESOLUTION)));
    resolutions.forEach(resolution -> variants.add(new Variant(1, resolution)));
    widths.forEach(width -> variants.add(new Variant(width, RESOLUTION)));
    Table table =
        new Table(
            1,
            "network",
            "threads",
            "width",
            "resolution",
            "median ms",
            "min ms",
            "of FMA peak",
            "points below 224 at 1.0");
    for (BenchmarkNetwork network : networks) {
      double standard = Double.NaN;
      for (Variant variant : variants.stream().distinct().toList()) {
        double share = measure(table, network, variant, threads, processes, standard);
        standard = variant.equals(variants.getFirst()) ? share : standard;
      }
    }
    table.print(out);
  }

  /** The share of the peak; no number where every process failed. */
  private double measure(
      Table table,
      BenchmarkNetwork network,
      Variant variant,
      int threads,
      int processes,
      double standard) {
    Figure figure =
        Figure.of(
            "shapes",
            network.key(),
            "width %s resolution %d".formatted(variant.width(), variant.resolution()),
            EngineKind.MOBILENET4J.key(),
            threads);
    Series series = new Series();
    long multiplyAdds = 0;
    for (int process = 0; process < processes; process++) {
      Optional<List<List<String>>> said =
          attempts.run(
              figure,
              ShapeVariant.class,
              network.key(),
              variant.width(),
              variant.resolution(),
              threads,
              effort.warmUpSeconds(),
              effort.rounds());
      if (said.isPresent()) {
        multiplyAdds = Long.parseLong(said.get().getFirst().getFirst());
        series.add(Sample.of(said.get().getLast()));
      }
    }
    if (series.processes() == 0) {
      return Double.NaN;
    }
    Sample median = series.medianProcess();
    double share = series.shareOfPeak(multiplyAdds, median.medianNanos(), threads);
    table.row(
        network.key(),
        String.valueOf(threads),
        String.valueOf(variant.width()),
        String.valueOf(variant.resolution()),
        "%.2f".formatted(MILLI * median.medianNanos()),
        "%.2f".formatted(MILLI * median.minNanos()),
        "%.0f%%".formatted(100 * share),
        Double.isNaN(standard) ? "" : "%.0f".formatted(100 * (standard - share)));
    results.add(
        figure
            .with("processes", series.processes())
            .with("median_ms", MILLI * median.medianNanos())
            .with("min_ms", MILLI * median.minNanos())
            .with("share_of_peak", share));
    return share;
  }
}
