package org.mobilenet4j.benchmarks.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobilenet4j.benchmarks.engines.EngineKind;
import org.mobilenet4j.benchmarks.engines.NetworkFiles;

/**
 * From photo to label: the time from process start to the first, and how long it takes to become as
 * fast as it stays.
 */
final class ColdStartPart {
  private static final double SECONDS = 1e-9;
  private static final double MILLI = 1e-6;
  private static final String COLD_START = "cold-start";
  private static final String LABEL = "class ";
  private static final String COMMAND_LINE = "mobilenet4j classify";
  private static final String WARMED_UP = "mobilenet4j, warmUp() first";

  private final Attempts attempts;
  private final Effort effort;
  private final Results results;
  private final PrintStream out;

  ColdStartPart(Attempts attempts, Effort effort, Results results, PrintStream out) {
    this.attempts = attempts;
    this.effort = effort;
    this.results = results;
    this.out = out;
  }

  /**
   * Seconds from process start to the first label, and from the beginning of loading until the
   * program is as fast as it stays; the middle of several starts.
   */
  void run(List<MeasuredNetwork> networks, Path launcher, int threads, int starts)
      throws IOException {
    Table table =
        new Table(
            2,
            "from process start to first label",
            "engine",
            "median s",
            "min s",
            "max s",
            "steady after s",
            "min s",
            "max s",
            "steady ms");
    for (MeasuredNetwork network : networks) {
      Path photo = network.files().folder().resolve("photo.jpg");
      Files.write(photo, Photos.jpeg(0));
      Map<String, List<String>> commands = commands(network.files(), photo, launcher, threads);
      // The first start brings the files into the cache, and shows whether there is one at all.
      commands
          .entrySet()
          .removeIf(entry -> start(network, threads, entry.getKey(), entry.getValue()).isEmpty());
      Map<String, List<Child.Start>> seen = new LinkedHashMap<>();
      for (int start = 0; start < starts; start++) {
        commands.forEach((name, command) ->
            start(network, threads, name, command)
                .ifPresent(one -> seen.computeIfAbsent(name, any -> new ArrayList<>()).add(one)));
      }
      seen.forEach((name, all) -> add(table, network, name, threads, all));
    }
    table.print(out);
  }

  private Optional<Child.Start> start(
      MeasuredNetwork network, int threads, String engine, List<String> command) {
    return attempts.start(
        Figure.of(COLD_START, network.key(), "", engine, threads), command, LABEL);
  }

  private void add(
      Table table, MeasuredNetwork network, String engine, int threads, List<Child.Start> starts) {
    double[] first =
        starts.stream().mapToDouble(start -> SECONDS * start.nanosToLine()).sorted().toArray();
    double[] settled =
        starts.stream().mapToDouble(start -> SECONDS * result(start, 0)).sorted().toArray();
    double[] steady =
        starts.stream().mapToDouble(start -> MILLI * result(start, 1)).sorted().toArray();
    double settledMedian = Median.of(settled);
    int last = starts.size() - 1;
    table.row(
        network.key(),
        engine,
        "%.2f".formatted(Median.of(first)),
        "%.2f".formatted(first[0]),
        "%.2f".formatted(first[last]),
        cell(settledMedian),
        cell(settled[0]),
        cell(settled[last]),
        cell(Median.of(steady)));
    Figure figure =
        Figure.of(COLD_START, network.key(), "", engine, threads)
            .with("starts", starts.size())
            .with("median_s", Median.of(first))
            .with("min_s", first[0])
            .with("max_s", first[last]);
    results.add(
        !Double.isFinite(settledMedian)
            ? figure
            : figure
                .with("steady_after_median_s", settledMedian)
                .with("steady_after_min_s", settled[0])
                .with("steady_after_max_s", settled[last])
                .with("steady_ms", Median.of(steady)));
  }

  /** A field of what a program said of its way to steady speed; the command line says nothing. */
  private static double result(Child.Start start, int field) {
    return start.results().isEmpty()
        ? Double.NaN
        : Double.parseDouble(start.results().getFirst().get(field));
  }

  private static String cell(double value) {
    return Double.isNaN(value) ? "" : "%.2f".formatted(value);
  }

  private Map<String, List<String>> commands(
      NetworkFiles files, Path photo, Path launcher, int threads) {
    Map<String, List<String>> commands = new LinkedHashMap<>();
    if (Files.isExecutable(launcher)) {
      commands.put(
          COMMAND_LINE,
          List.of(
              launcher.toString(),
              "classify",
              photo.toString(),
              "--model",
              files.model().toString(),
              "--top",
              "1"));
    }
    for (EngineKind kind :
        List.of(EngineKind.MOBILENET4J, EngineKind.ONNX_RUNTIME, EngineKind.PYTORCH)) {
      if (kind.canRun(files)) {
        commands.put(kind.key(), firstLabel(kind, FirstLabel.AT_ONCE, files, photo, threads));
      }
    }
    commands.put(
        WARMED_UP, firstLabel(EngineKind.MOBILENET4J, FirstLabel.WARMED_UP, files, photo, threads));
    return commands;
  }

  private List<String> firstLabel(
      EngineKind kind, String start, NetworkFiles files, Path photo, int threads) {
    return Child.command(
        kind == EngineKind.MOBILENET4J,
        FirstLabel.class,
        kind.key(),
        files.folder(),
        files.name(),
        photo,
        threads,
        4 * effort.warmUpSeconds(),
        start);
  }
}
