package org.mobilenet4j.benchmarks.compare;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobilenet4j.benchmarks.engines.EngineKind;
import org.mobilenet4j.benchmarks.engines.NetworkFiles;

/**
 * From photo to label, images a second once warm: side by side in one process at one thread; at
 * more, each alone in its process, by turns, since pools that spin slow each other.
 */
final class EndToEndPart {
  /** The part's name in the CSV for the median of all processes, and for each process. */
  static final String END_TO_END = "end-to-end";

  static final String PROCESS = "end-to-end-process";

  private static final String RATE = "images_per_second";

  /** What a series is of. */
  private record Case(String network, int threads) {}

  private final Attempts attempts;
  private final Effort effort;
  private final Results results;
  private final PrintStream out;
  private final Map<Case, Map<String, List<Double>>> rates = new LinkedHashMap<>();
  private final Map<String, EndToEnd.Answer> firstAnswers = new LinkedHashMap<>();

  EndToEndPart(Attempts attempts, Effort effort, Results results, PrintStream out) {
    this.attempts = attempts;
    this.effort = effort;
    this.results = results;
    this.out = out;
  }

  /**
   * One more process for each network (and engine, at several threads).
   *
   * @throws IllegalStateException if two engines see different classes in the photos, be it in
   *     different processes
   */
  void run(List<MeasuredNetwork> networks, int threads, int process) {
    List<EngineKind> engines = Turns.of(EndToEnd.ENGINES, process);
    for (MeasuredNetwork network : networks) {
      if (threads == 1) {
        run(network, threads, engines);
      } else {
        engines.forEach(engine -> run(network, threads, List.of(engine)));
      }
    }
  }

  private void run(MeasuredNetwork network, int threads, List<EngineKind> engines) {
    NetworkFiles files = network.files();
    List<String> keys = engines.stream().map(EngineKind::key).toList();
    attempts
        .run(
            Figure.of(END_TO_END, network.key(), "", String.join(" ", keys), threads),
            EndToEnd.class,
            files.folder(),
            files.name(),
            threads,
            effort.photoWarmUpSeconds(),
            effort.rounds(),
            String.join(",", keys))
        .stream()
        .flatMap(List::stream)
        .map(EndToEnd.Answer::of)
        .forEach(answer -> {
          requireAgreement(network, answer);
          rates
              .computeIfAbsent(new Case(network.key(), threads), any -> new LinkedHashMap<>())
              .computeIfAbsent(answer.engine(), any -> new ArrayList<>())
              .add(answer.imagesPerSecond());
          results.add(
              Figure.of(PROCESS, network.key(), "", answer.engine(), threads)
                  .with(RATE, answer.imagesPerSecond()));
        });
  }

  private void requireAgreement(MeasuredNetwork network, EndToEnd.Answer answer) {
    EndToEnd.Answer first = firstAnswers.computeIfAbsent(network.key(), any -> answer);
    if (!first.classes().equals(answer.classes())) {
      throw new IllegalStateException(
          "In the photos for %s, %s sees the classes %s and %s sees %s; expected the same of all engines."
              .formatted(
                  network.key(),
                  first.engine(),
                  first.classes(),
                  answer.engine(),
                  answer.classes()));
    }
  }

  void print() {
    Table table =
        new Table(2, "from JPEG to label", "engine", "threads", "images/s", "time ours / rival's");
    rates.forEach((what, engines) -> {
      double rival = Median.of(engines.getOrDefault(EngineKind.ONNX_RUNTIME.key(), List.of()));
      engines.forEach((engine, values) -> {
        double rate = Median.of(values);
        boolean compared = engine.equals(EngineKind.MOBILENET4J.key()) && Double.isFinite(rival);
        table.row(
            what.network(),
            engine,
            String.valueOf(what.threads()),
            "%.1f".formatted(rate),
            compared ? "%.2f".formatted(rival / rate) : "");
        results.add(
            Figure.of(END_TO_END, what.network(), "", engine, what.threads())
                .with("processes", values.size())
                .with(RATE, rate));
      });
    });
    table.print(out);
  }
}
