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

/** From photo to label: images a second once warm, and the time from process start to the first. */
final class PhotoParts {
  private static final double SECONDS = 1e-9;
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
  void endToEnd(Map<BenchmarkNetwork, NetworkFiles> networks, int threads, int processes) {
    Table table =
        new Table(2, "from JPEG to label", "engine", "threads", "images/s", "time ours / rival's");
    networks.forEach((network, files) -> {
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
    });
    table.print(out);
  }

  /** Seconds from process start to the first label; the middle of several starts. */
  void coldStart(
      Map<BenchmarkNetwork, NetworkFiles> networks, Path launcher, int threads, int starts)
      throws IOException {
    Table table =
        new Table(2, "from process start to first label", "engine", "median s", "min s", "max s");
    for (Map.Entry<BenchmarkNetwork, NetworkFiles> entry : networks.entrySet()) {
      NetworkFiles files = entry.getValue();
      Path photo = files.folder().resolve("photo.jpg");
      Files.write(photo, Photos.jpeg(0));
      Map<String, List<String>> commands = commands(files, photo, launcher, threads);
      Map<String, double[]> seconds = new LinkedHashMap<>();
      commands.forEach((name, command) -> child.nanosToLine(command, "class ")); // files cached
      commands.keySet().forEach(name -> seconds.put(name, new double[starts]));
      for (int start = 0; start < starts; start++) {
        for (Map.Entry<String, List<String>> command : commands.entrySet()) {
          seconds.getOrDefault(command.getKey(), new double[0])[start] =
              SECONDS * child.nanosToLine(command.getValue(), "class ");
        }
      }
      seconds.forEach((name, times) -> {
        double median = median(times);
        table.row(
            entry.getKey().key(),
            name,
            "%.2f".formatted(median),
            "%.2f".formatted(times[0]),
            "%.2f".formatted(times[times.length - 1]));
        results.add(
            Figure.of("cold-start", entry.getKey().key(), "", name, threads)
                .with("starts", starts)
                .with("median_s", median)
                .with("min_s", times[0])
                .with("max_s", times[times.length - 1]));
      });
    }
    table.print(out);
  }

  private static Map<String, List<String>> commands(
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
                threads));
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
