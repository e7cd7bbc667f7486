package org.mobilenet4j.benchmarks.compare;

import java.io.PrintStream;
import java.util.List;

/** Memory of training beside what was stated before the first step. */
final class TrainingMemoryPart {
  private static final double MEBI = 1.0 / (1 << 20);

  private final Attempts attempts;
  private final Results results;
  private final PrintStream out;
  private final Table table =
      new Table(
          3,
          "network",
          "size",
          "engine",
          "threads",
          "activations stated",
          "all stated",
          "held",
          "resident growth");

  TrainingMemoryPart(Attempts attempts, Results results, PrintStream out) {
    this.attempts = attempts;
    this.results = results;
    this.out = out;
  }

  /** Takes what the sides of a duel needed. */
  void add(TrainingCase what, int threads, List<TrainingDuel.Memory> sides) {
    sides.forEach(side -> add(what, threads, side));
  }

  private void add(TrainingCase what, int threads, TrainingDuel.Memory side) {
    double each = MEBI / what.batch();
    boolean ours = side.statedActivations() > 0;
    double activations = each * side.statedActivations();
    double all = each * (side.statedActivations() + side.statedRest());
    Figure figure =
        what.figure(side.side(), threads)
            .with("resident_growth_mib_per_image", each * side.growth());
    results.add(
        ours
            ? figure
                .with("stated_activations_mib_per_image", activations)
                .with("stated_mib_per_image", all)
                .with("held_mib_per_image", each * side.held())
            : figure);
    table.row(
        what.network().key(),
        what.size(),
        side.side(),
        String.valueOf(threads),
        ours ? "%.2f".formatted(activations) : "",
        ours ? "%.2f".formatted(all) : "",
        ours ? "%.2f".formatted(each * side.held()) : "",
        "%.2f".formatted(each * side.growth()));
  }

  void print() {
    out.println(
        """
        Memory, MiB a picture. Activations are stated before the first step; all is these with
        weights, gradients, momentum and the batch. Held is what the garbage collector finds;
        resident growth is that of the process since before the network, ours with compiled code
        and garbage:\
        """);
    table.print(out);
  }

  /** Whole runs of the trainer, against what they state before they begin. */
  void wholeRuns(List<TrainingCase> cases, int threads) {
    out.println("A whole run of the trainer (recipe v2-slim, two epochs), MiB:");
    Table table =
        new Table(
            2,
            "network",
            "size",
            "threads",
            "activations stated",
            "all stated",
            "held",
            "held / stated",
            "peak stated",
            "resident growth");
    cases.forEach(what ->
        attempts
            .run(
                what.figure("trainer", threads),
                TrainerMemory.class,
                what.network().key(),
                what.size(),
                threads)
            .map(said -> TrainerMemory.Figures.of(said.getLast()))
            .ifPresent(found -> add(table, what, threads, found)));
    table.print(out);
  }

  private void add(Table whole, TrainingCase what, int threads, TrainerMemory.Figures found) {
    whole.row(
        what.network().key(),
        what.size(),
        String.valueOf(threads),
        "%.1f".formatted(MEBI * found.activations()),
        "%.1f".formatted(MEBI * found.heldStated()),
        "%.1f".formatted(MEBI * found.held()),
        "%.3f".formatted((double) found.held() / found.heldStated()),
        "%.1f".formatted(MEBI * found.peakStated()),
        "%.1f".formatted(MEBI * found.resident()));
    results.add(
        what.figure("trainer", threads)
            .with("stated_held_mib", MEBI * found.heldStated())
            .with("held_mib", MEBI * found.held())
            .with("stated_peak_mib", MEBI * found.peakStated())
            .with("resident_growth_mib", MEBI * found.resident()));
  }
}
