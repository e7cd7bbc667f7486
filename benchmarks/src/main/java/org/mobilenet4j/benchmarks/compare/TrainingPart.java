package org.mobilenet4j.benchmarks.compare;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobilenet4j.network.cost.Cost;

/** Training steps by turns: equality, speed, and memory beside what was stated. */
final class TrainingPart {
  /** A side that takes more of a processor than this while it waits disturbs the others. */
  static final double MOST_IDLE = 0.05;

  private static final double MILLI = 1e-6;
  // Forward, the way back to the inputs, the way back to the weights.
  private static final int PASSES = 3;

  /** What a series is of. */
  private record Case(TrainingCase what, int threads) {}

  private final Attempts attempts;
  private final Effort effort;
  private final String python;
  private final Path script;
  private final Path folder;
  private final Results results;
  private final PrintStream out;
  private final TrainingMemoryPart memory;
  private final Map<Case, List<TrainingDuel.Told>> told = new LinkedHashMap<>();

  /**
   * @param python an interpreter with torch and torchvision
   * @param script {@code train_torch.py}
   * @param folder for the first weights
   */
  TrainingPart(
      Attempts attempts,
      Effort effort,
      String python,
      Path script,
      Path folder,
      Results results,
      PrintStream out) {
    this.attempts = attempts;
    this.effort = effort;
    this.python = python;
    this.script = script;
    this.folder = folder;
    this.results = results;
    this.out = out;
    this.memory = new TrainingMemoryPart(attempts, results, out);
  }

  /**
   * One more process for a case; what it saw is kept when it ends.
   *
   * @throws IllegalStateException if not all compute the same losses
   */
  void run(TrainingCase what, int threads) {
    Object[] arguments = TrainingDuel.arguments(what, threads, effort, python, script, folder);
    attempts
        .run(what.figure("", threads), TrainingDuel.class, arguments)
        .map(TrainingDuel.Told::of)
        .ifPresent(found -> add(what, threads, found));
  }

  private void add(TrainingCase what, int threads, TrainingDuel.Told found) {
    if (!found.agrees()) {
      throw new IllegalStateException(
          "The losses of %s at %s differ by more than %s: %s; nothing was measured."
              .formatted(
                  what.network().key(), what.size(), TrainingDuel.TOLERANCE, found.losses()));
    }
    List<TrainingDuel.Told> processes =
        told.computeIfAbsent(new Case(what, threads), any -> new ArrayList<>());
    processes.add(found);
    for (Sample sample : found.samples()) {
      results.add(
          what.figure(sample.engine(), threads)
              .in("training-process")
              .with("median_ms_per_image", MILLI * sample.medianNanos())
              .with("min_ms_per_image", MILLI * sample.minNanos()));
    }
    // It takes minutes until the tables come.
    out.printf(
        "measured: %s at %s, %s, process %d%n",
        what.network().key(),
        what.size(),
        threads == 1 ? "1 thread" : threads + " threads",
        processes.size());
    if (processes.size() == 1) {
      memory.add(what, threads, found.memory());
    }
  }

  void print() {
    printProof();
    printSpeed();
    printKinds();
    memory.print();
  }

  private void printProof() {
    Table table =
        new Table(
            3, "network", "size", "engine", "threads", "first loss", "last loss", "deviation");
    told.forEach((what, processes) -> {
      TrainingDuel.Told first = processes.getFirst();
      for (String side : first.sides()) {
        List<Double> losses =
            first.losses().stream()
                .filter(each -> each.side().equals(side))
                .map(TrainingDuel.Loss::value)
                .toList();
        table.row(
            what.what().network().key(),
            what.what().size(),
            side,
            String.valueOf(what.threads()),
            "%.5f".formatted(losses.getFirst()),
            "%.5f".formatted(losses.getLast()),
            side.equals(OurTraining.NAME) ? "" : "%.1e".formatted(first.deviation(side)));
      }
    });
    out.println(
        "The same losses over " + TrainingDuel.PROVED_STEPS + " steps, relative to theirs:");
    table.print(out);
  }

  private void printSpeed() {
    Table table =
        new Table(
            3,
            "network",
            "size",
            "engine",
            "threads",
            "median ms/image",
            "min ms/image",
            "of FMA peak",
            "worst process",
            "busy waiting",
            "ours / best",
            "min / min");
    List<String> disturbed = new ArrayList<>();
    told.forEach((what, processes) -> {
      Map<String, Series> series = series(processes);
      for (Map.Entry<String, Series> side : series.entrySet()) {
        double idle = idle(processes, side.getKey());
        if (idle > MOST_IDLE) {
          disturbed.add(
              "%s took %.0f%% of a processor while others had their turn in %s at %s; these figures are disturbed."
                  .formatted(
                      side.getKey(), 100 * idle, what.what().network().key(), what.what().size()));
        }
        addSpeed(table, what, side.getKey(), series, idle);
      }
    });
    table.print(out);
    disturbed.forEach(out::println);
  }

  /** Of the first process of each case; what a step costs beyond these is loss and update. */
  private void printKinds() {
    Table table =
        new Table(4, "network", "size", "threads", "our steps", "forward ms", "back ms", "share");
    told.forEach((what, processes) -> {
      List<StepKind> kinds = processes.getFirst().kinds();
      double all = kinds.stream().mapToDouble(StepKind::nanos).sum();
      double images = what.what().batch();
      kinds.stream()
          .sorted(Comparator.comparingDouble(StepKind::nanos).reversed())
          .forEach(each ->
              table.row(
                  what.what().network().key(),
                  what.what().size(),
                  String.valueOf(what.threads()),
                  each.kind(),
                  "%.3f".formatted(MILLI * each.forwardNanos() / images),
                  "%.3f".formatted(MILLI * each.backwardNanos() / images),
                  "%.0f%%".formatted(100 * each.nanos() / all)));
    });
    out.println("Where our time goes, of one image:");
    table.print(out);
  }

  private static Map<String, Series> series(List<TrainingDuel.Told> processes) {
    Map<String, Series> series = new LinkedHashMap<>();
    processes.stream()
        .flatMap(each -> each.samples().stream())
        .forEach(
            sample -> series.computeIfAbsent(sample.engine(), any -> new Series()).add(sample));
    return series;
  }

  /** The largest share of all processes. */
  private static double idle(List<TrainingDuel.Told> processes, String side) {
    return processes.stream()
        .flatMap(each -> each.idle().stream())
        .filter(each -> each.side().equals(side))
        .mapToDouble(TrainingDuel.Idle::share)
        .max()
        .orElse(0);
  }

  private void addSpeed(
      Table table, Case what, String side, Map<String, Series> series, double idle) {
    Series one = series.get(side);
    if (one == null) {
      throw new IllegalStateException("There are no figures of '%s'.".formatted(side));
    }
    Sample median = one.medianProcess();
    long multiplyAdds = PASSES * Cost.of(what.what().build()).multiplyAdds();
    double share = one.shareOfPeak(multiplyAdds, median.medianNanos(), what.threads());
    Figure figure =
        what.what()
            .figure(side, what.threads())
            .with("processes", one.processes())
            .with("median_ms_per_image", MILLI * median.medianNanos())
            .with("min_ms_per_image", MILLI * median.minNanos())
            .with("processor_median_ms_per_image", MILLI * median.cpuMedianNanos())
            .with("worst_process_median_ms_per_image", MILLI * one.worstProcess().medianNanos())
            .with("share_of_peak", share)
            .with("busy_while_waiting", idle);
    String ratio = "";
    String minRatio = "";
    if (side.equals(OurTraining.NAME)) {
      Ratios ratios = Ratios.of(series);
      ratio = "%.2f".formatted(ratios.medians());
      minRatio = "%.2f".formatted(ratios.minima());
      figure =
          figure
              .with("ratio_of_medians", ratios.medians())
              .with("ratio_of_minima", ratios.minima());
    }
    results.add(figure);
    table.row(
        what.what().network().key(),
        what.what().size(),
        side,
        String.valueOf(what.threads()),
        "%.2f".formatted(MILLI * median.medianNanos()),
        "%.2f".formatted(MILLI * median.minNanos()),
        "%.0f%%".formatted(100 * share),
        "×%.2f of %d".formatted(one.spread(), one.processes()),
        "%.1f%%".formatted(100 * idle),
        ratio,
        minRatio);
  }

  /**
   * Our time over the rivals' best.
   *
   * @param medians over the smallest of their medians
   * @param minima over the smallest of their minima, be it of another format
   */
  record Ratios(double medians, double minima) {
    static Ratios of(Map<String, Series> series) {
      Sample ours = Optional.ofNullable(series.get(OurTraining.NAME)).orElseThrow().medianProcess();
      List<Sample> rivals =
          series.entrySet().stream()
              .filter(entry -> !entry.getKey().equals(OurTraining.NAME))
              .map(entry -> entry.getValue().medianProcess())
              .toList();
      double median = rivals.stream().mapToDouble(Sample::medianNanos).min().orElseThrow();
      double minimum = rivals.stream().mapToDouble(Sample::minNanos).min().orElseThrow();
      return new Ratios(ours.medianNanos() / median, ours.minNanos() / minimum);
    }
  }
}
