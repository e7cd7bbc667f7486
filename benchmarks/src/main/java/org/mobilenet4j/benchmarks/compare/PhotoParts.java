package org.mobilenet4j.benchmarks.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobilenet4j.benchmarks.engines.EngineKind;
import org.mobilenet4j.benchmarks.engines.NetworkFiles;

/**
 * From photo to label: images a second once warm, the time from process start to the first, and how
 * long it takes to become as fast as it stays.
 */
final class PhotoParts {
  private static final double SECONDS = 1e-9;
  private static final double MILLI = 1e-6;
  private static final String LABEL = "class ";
  private static final String COMMAND_LINE = "mobilenet4j classify";

  private final Child child;
  private final Effort effort;
  private final Results results;
  private final PrintStream out;

  PhotoParts(Child child, Effort effort, Results results, PrintStream out) {
    this.child = child;
    this.effort = effort;
    this.results = results;
    this.out = out;
  }

  /** Images a second; the middle of several processes. */
  void endToEnd(List<MeasuredNetwork> networks, int threads, int processes) {
    Table table =
        new Table(2, "from JPEG to label", "engine", "threads", "images/s", "time ours / rival's");
    for (MeasuredNetwork network : networks) {
      NetworkFiles files = network.files();
      Map<String, List<Double>> rates = new LinkedHashMap<>();
      for (int process = 0; process < processes; process++) {
        // Alone in a process where pools spin, side by side where nobody has one.
        List<String> together = EndToEnd.ENGINES.stream().map(EngineKind::key).toList();
        List<String> turns = threads == 1 ? List.of(String.join(",", together)) : together;
        for (String engines : turns) {
          child
              .run(
                  EndToEnd.class,
                  files.folder(),
                  files.name(),
                  threads,
                  effort.warmUpSeconds(),
                  effort.rounds(),
                  engines)
              .forEach(fields ->
                  rates
                      .computeIfAbsent(fields.getFirst(), any -> new ArrayList<>())
                      .add(Double.valueOf(fields.getLast())));
        }
      }
      Map<String, Double> medians = new LinkedHashMap<>();
      rates.forEach((engine, values) ->
          medians.put(engine, median(values.stream().mapToDouble(value -> value).toArray())));
      double rival = medians.getOrDefault(EngineKind.ONNX_RUNTIME.key(), Double.NaN);
      medians.forEach((engine, rate) -> {
        boolean ours = engine.equals(EngineKind.MOBILENET4J.key());
        table.row(
            network.key(),
            engine,
            String.valueOf(threads),
            "%.1f".formatted(rate),
            ours ? "%.2f".formatted(rival / rate) : "");
        results.add(
            Figure.of("end-to-end", network.key(), "", engine, threads)
                .with("processes", processes)
                .with("images_per_second", rate));
      });
    }
    table.print(out);
  }

  /**
   * Seconds from process start to the first label, and from the beginning of loading until the
   * program is as fast as it stays; the middle of several starts.
   */
  void coldStart(List<MeasuredNetwork> networks, Path launcher, int threads, int starts)
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
      commands.values().forEach(command -> child.start(command, LABEL)); // files cached
      Map<String, List<Child.Start>> seen = new LinkedHashMap<>();
      for (int start = 0; start < starts; start++) {
        commands.forEach((name, command) ->
            seen.computeIfAbsent(name, any -> new ArrayList<>()).add(child.start(command, LABEL)));
      }
      seen.forEach((name, all) -> add(table, network, name, threads, all));
    }
    table.print(out);
  }

  private void add(
      Table table, MeasuredNetwork network, String engine, int threads, List<Child.Start> starts) {
    double[] first =
        starts.stream().mapToDouble(start -> SECONDS * start.nanosToLine()).sorted().toArray();
    double[] settled =
        starts.stream().mapToDouble(start -> SECONDS * result(start, 0)).sorted().toArray();
    double[] steady =
        starts.stream().mapToDouble(start -> MILLI * result(start, 1)).sorted().toArray();
    int middle = starts.size() / 2;
    int last = starts.size() - 1;
    table.row(
        network.key(),
        engine,
        "%.2f".formatted(first[middle]),
        "%.2f".formatted(first[0]),
        "%.2f".formatted(first[last]),
        cell(settled[middle]),
        cell(settled[0]),
        cell(settled[last]),
        cell(steady[middle]));
    Figure figure =
        Figure.of("cold-start", network.key(), "", engine, threads)
            .with("starts", starts.size())
            .with("median_s", first[middle])
            .with("min_s", first[0])
            .with("max_s", first[last]);
    results.add(
        !Double.isFinite(settled[middle])
            ? figure
            : figure
                .with("steady_after_median_s", settled[middle])
                .with("steady_after_min_s", settled[0])
                .with("steady_after_max_s", settled[last])
                .with("steady_ms", steady[middle]));
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
        commands.put(
            kind.key(),
            Child.command(
                kind == EngineKind.MOBILENET4J,
                FirstLabel.class,
                kind.key(),
                files.folder(),
                files.name(),
                photo,
                threads,
                4 * effort.warmUpSeconds()));
      }
    }
    return commands;
  }

  /** Sorts the values, too. */
  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
