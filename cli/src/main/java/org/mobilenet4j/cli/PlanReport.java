package org.mobilenet4j.cli;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import org.mobilenet4j.inference.Benchmark;
import org.mobilenet4j.inference.PartTime;
import org.mobilenet4j.inference.Plan;
import org.mobilenet4j.inference.PlanBuffer;
import org.mobilenet4j.inference.PlanMemory;
import org.mobilenet4j.kernels.blocked.TrainingReport;
import org.mobilenet4j.network.cost.ActivationMemory;
import org.mobilenet4j.network.cost.Cost;

/** Says how a plan runs: its memory, its steps, and what the JVM made of its kernels. */
final class PlanReport {
  private static final double MILLI = 1e-6;

  private PlanReport() {}

  /** What is known of a plan before it runs: memory and steps. */
  static void print(PrintStream out, Plan plan) {
    PlanMemory memory = plan.memory();
    ActivationMemory needed = Cost.of(plan.network()).memory();
    int peak = memory.peakStep();
    out.printf(
        "The plan: %s bytes of activations, a workspace of %s and %s of scratch for each thread. Layer by layer they are %s at least, with blocks fused %s.%n",
        TextTable.count(memory.bytes(1)),
        TextTable.count(memory.workspaceBytes()),
        TextTable.count(memory.scratchBytes()),
        TextTable.count(needed.layerByLayer().bytesFloat32()),
        TextTable.count(needed.firstFused().orElse(needed.blocks()).bytesFloat32()));
    out.printf(
        "Most of the workspace is in use in step %d: %s bytes.%n%n",
        peak + 1, TextTable.count(memory.liveBytes(peak)));
    TextTable steps = new TextTable("step", "kernels and layers");
    int number = 1;
    for (String line : plan.describe()) {
      steps.row(number, line);
      number++;
    }
    steps.print(out);
    outsideOfBlocks(out, plan);
    out.println();
    TextTable buffers = new TextTable("from byte", "bytes", "from step", "to step", "buffer");
    for (PlanBuffer buffer : memory.buffers()) {
      buffers.row(
          TextTable.count(buffer.firstByte()),
          TextTable.count(buffer.bytes()),
          buffer.firstStep() + 1,
          buffer.lastStep() + 1,
          buffer.value());
    }
    buffers.print(out);
  }

  /** What costs the plan some of its speed. */
  private static void outsideOfBlocks(PrintStream out, Plan plan) {
    if (plan.outsideOfBlocks().isEmpty()) {
      return;
    }
    out.println("Channels last, on plain kernels, not in blocks:");
    plan.outsideOfBlocks().forEach(line -> out.println("  " + line));
  }

  /** Where the time of an image goes by kinds of layers, beside the machine's limit. */
  static void types(PrintStream out, Benchmark.Result result, int threads) {
    TextTable table =
        new TextTable(
            "kind of layer", "multiply-adds", "ms", "share", "ms at the limit", "of FMA peak");
    long total = result.types().stream().mapToLong(PartTime::nanos).sum();
    for (PartTime type : result.types()) {
      double limitNanos = limitNanos(type, result, threads);
      table.row(
          type.type().key(),
          TextTable.count(type.multiplyAdds()),
          "%.3f".formatted(MILLI * type.nanos()),
          "%.1f%%".formatted(100.0 * type.nanos() / total),
          "%.3f".formatted(MILLI * limitNanos),
          type.multiplyAdds() == 0 ? "-" : "%.0f%%".formatted(100 * limitNanos / type.nanos()));
    }
    table.print(out);
  }

  /** How long its multiply-adds take at the measured peak of all threads. */
  static double limitNanos(PartTime type, Benchmark.Result result, int threads) {
    return 1e9 * type.multiplyAdds() / (result.peakPerThread() * threads);
  }

  /** What the JVM made of the kernels. */
  static void kernels(PrintStream out, TrainingReport training, Benchmark.Result result) {
    out.printf(
        "Kernels: %d, trained in %.1f s; the measured peak of one thread is %.1f multiply-adds a nanosecond. %s%n",
        training.kernels().size(),
        training.nanos() / 1e9,
        result.peakPerThread() / 1e9,
        training.succeeded()
            ? "Each was proved against its definition."
            : training.foundMistake()
                ? "Some are wrong, so the plan runs channels last."
                : "Some were not compiled in time, so the plan runs on scalar kernels.");
    TextTable table =
        new TextTable(
            "kernel", "multiply-adds/ns", "of FMA peak", "of its best", "definitions", "proved");
    byName(training)
        .forEach(kernel ->
            table.row(
                kernel.name(),
                "%.1f".formatted(kernel.multiplyAddsPerNano()),
                "%.0f%%".formatted(1e11 * kernel.multiplyAddsPerNano() / result.peakPerThread()),
                "%.0f%%".formatted(100 * kernel.efficiency()),
                kernel.definitions(),
                proved(kernel)));
    table.print(out);
    training.kernels().forEach(kernel -> audit(out, kernel));
  }

  static List<TrainingReport.Kernel> byName(TrainingReport training) {
    return training.kernels().stream()
        .sorted(Comparator.comparing(TrainingReport.Kernel::name))
        .toList();
  }

  /** Whether a kernel can be used, in a word or two. */
  static String proved(TrainingReport.Kernel kernel) {
    if (!kernel.compiled()) {
      return "not in time";
    }
    return !kernel.right() ? "no" : kernel.slow() ? "yes, but slow" : "yes";
  }

  /** Says what became of a kernel, if it was not good at first. */
  static void audit(PrintStream out, TrainingReport.Kernel kernel) {
    if (kernel.definitions() == 1) {
      return;
    }
    out.printf(
        "%s was slow, wrong or not compiled at first: defined %d times, %s.%n",
        kernel.name(),
        kernel.definitions(),
        !kernel.right() || !kernel.compiled()
            ? "of which none can be used"
            : kernel.replaced()
                ? "and now done by " + kernel.servedBy()
                : "and now done by the best of them");
  }
}
