package org.mobilenet4j.cli;

import java.util.ArrayList;
import java.util.List;
import org.mobilenet4j.network.cost.Cost;
import org.mobilenet4j.training.FineTuningMemory;
import org.mobilenet4j.training.TrainingMemory;

/** What a run will hold in memory, in the lines that it begins with. */
final class MemoryText {
  private static final String NAME = "memory";

  private MemoryText() {}

  static List<String> of(TrainingMemory memory, TrainingSetup setup) {
    return named(NAME, training(memory, setup));
  }

  static List<String> of(FineTuningMemory memory, TrainingSetup setup) {
    List<String> lines = new ArrayList<>();
    String features =
        "%.1f MiB for the features of all pictures while the linear probe learns"
            .formatted(mebibytes(memory.features()));
    memory
        .training()
        .ifPresentOrElse(
            training -> {
              lines.add(features + "; then");
              lines.addAll(training(training, setup));
            },
            () -> lines.add("%s, and %s".formatted(features, pictures())));
    return named(NAME, lines);
  }

  private static List<String> training(TrainingMemory memory, TrainingSetup setup) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%.1f MiB a picture for activations and gradients, %.0f MiB for batches of %d;"
            .formatted(
                mebibytes(memory.activationsOfPicture()),
                mebibytes(memory.activations()),
                memory.batch()));
    lines.add(
        "%.0f MiB at most with weights, optimiser and waiting batches, and %s"
            .formatted(mebibytes(memory.peakBytes()), pictures()));
    setup
        .teacher()
        .map(named -> Cost.of(named.teacher().model().network()).parameters() * Float.BYTES)
        .ifPresent(bytes ->
            lines.add(
                "beside the teacher: %.1f MiB of weights, and what running it takes"
                    .formatted(mebibytes(bytes))));
    return lines;
  }

  private static String pictures() {
    return "up to %.0f MiB of pictures".formatted(mebibytes(DataChoice.cacheBytes()));
  }

  private static double mebibytes(long bytes) {
    return bytes / (double) (1 << 20);
  }

  /** The first line with the name, the others below it. */
  private static List<String> named(String name, List<String> values) {
    List<String> lines = new ArrayList<>();
    for (String value : values) {
      lines.add(RunSettings.line(lines.isEmpty() ? name : "", value));
    }
    return lines;
  }
}
