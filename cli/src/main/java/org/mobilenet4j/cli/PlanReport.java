package org.mobilenet4j.cli;

import java.io.PrintStream;
import java.util.Comparator;
import org.mobilenet4j.inference.Benchmark;
import org.mobilenet4j.inference.Plan;
import org.mobilenet4j.kernels.blocked.TrainingReport;
import org.mobilenet4j.network.cost.ActivationMemory;
import org.mobilenet4j.network.cost.Cost;

/** Says how a plan runs: its memory, its steps, and what the JVM made of its kernels. */
final class PlanReport {
  private PlanReport() {}

  static void print(PrintStream out, Plan plan, Benchmark.Result result) {
    ActivationMemory needed = Cost.of(plan.network()).memory();
    out.printf(
        "The plan: %s bytes of activations for one thread. Layer by layer they are %s at least, with blocks fused %s.%n",
        TextTable.count(plan.activationBytes()),
        TextTable.count(needed.layerByLayer().bytesFloat32()),
        TextTable.count(needed.firstFused().orElse(needed.blocks()).bytesFloat32()));
    out.printf(
        "Measured peak of one thread: %.1f multiply-adds a nanosecond.%n",
        result.peakPerThread() / 1e9);
    plan.describe().forEach(line -> out.println("  " + line));
    outsideOfBlocks(out, plan);
    plan.training().ifPresent(training -> kernels(out, training, result));
  }

  /** What costs the plan some of its speed. */
  private static void outsideOfBlocks(PrintStream out, Plan plan) {
    if (plan.outsideOfBlocks().isEmpty()) {
      return;
    }
    out.println("Channels last, on plain kernels, not in blocks:");
    plan.outsideOfBlocks().forEach(line -> out.println("  " + line));
  }

  private static void kernels(PrintStream out, TrainingReport training, Benchmark.Result result) {
    out.printf(
        "%nKernels: %d, trained in %.1f s. %s%n",
        training.kernels().size(),
        training.nanos() / 1e9,
        training.succeeded()
            ? "Each was proved against its definition."
            : "Some are wrong or were not compiled in time, so the plan runs channels last.");
    TextTable table =
        new TextTable("kernel", "multiply-adds/ns", "of FMA peak", "definitions", "proved");
    training.kernels().stream()
        .sorted(Comparator.comparing(TrainingReport.Kernel::name))
        .forEach(kernel ->
            table.row(
                kernel.name(),
                "%.1f".formatted(kernel.multiplyAddsPerNano()),
                "%.0f%%".formatted(1e11 * kernel.multiplyAddsPerNano() / result.peakPerThread()),
                kernel.definitions(),
                !kernel.right() ? "no" : kernel.compiled() ? "yes" : "yes, but slow"));
    table.print(out);
  }
}
