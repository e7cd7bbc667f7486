package org.mobilenet4j.benchmarks.compare;

import java.io.PrintStream;
import java.util.List;
import org.mobilenet4j.benchmarks.engines.EngineKind;

/** Where the time of this library goes by kinds of layers, beside the machine's limit. */
final class LayersPart {
  private static final double MILLI = 1e-6;

  private final Attempts attempts;
  private final Effort effort;
  private final Results results;
  private final PrintStream out;

  LayersPart(Attempts attempts, Effort effort, Results results, PrintStream out) {
    this.attempts = attempts;
    this.effort = effort;
    this.results = results;
    this.out = out;
  }

  void run(List<MeasuredNetwork> networks, int threads) {
    Table table =
        new Table(
            2,
            "network",
            "kind of layer",
            "threads",
            "multiply-adds",
            "ms",
            "share",
            "ms at the limit",
            "of FMA peak");
    for (MeasuredNetwork network : networks) {
      List<LayerProfile.Line> lines =
          attempts
              .run(
                  Figure.of("layers", network.key(), "", EngineKind.MOBILENET4J.key(), threads),
                  LayerProfile.class,
                  network.files().folder(),
                  network.files().name(),
                  threads,
                  effort.warmUpSeconds())
              .stream()
              .flatMap(List::stream)
              .map(LayerProfile.Line::of)
              .toList();
      double all = lines.stream().mapToDouble(line -> (double) line.time().nanos()).sum();
      lines.forEach(line -> add(table, network, threads, line, all));
    }
    table.print(out);
  }

  private void add(
      Table table, MeasuredNetwork network, int threads, LayerProfile.Line line, double all) {
    double nanos = (double) line.time().nanos();
    boolean counts = line.time().multiplyAdds() > 0;
    table.row(
        network.key(),
        line.time().type().key(),
        String.valueOf(threads),
        "%,d".formatted(line.time().multiplyAdds()),
        "%.3f".formatted(MILLI * nanos),
        "%.1f%%".formatted(100 * nanos / all),
        "%.3f".formatted(MILLI * line.limitNanos()),
        counts ? "%.0f%%".formatted(100 * line.limitNanos() / nanos) : "");
    results.add(
        Figure.of(
                "layers",
                network.key(),
                line.time().type().key(),
                EngineKind.MOBILENET4J.key(),
                threads)
            .with("multiply_adds", (double) line.time().multiplyAdds())
            .with("ms", MILLI * nanos)
            .with("limit_ms", MILLI * line.limitNanos())
            .with("share_of_time", nanos / all));
  }
}
