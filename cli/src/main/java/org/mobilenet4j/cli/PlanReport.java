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
    plan.training().ifPresent(training -> kernels(out, training, result));
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
        new TextTable(
            "kernel", "multiply-adds/ns", "of FMA peak", "of its best", "definitions", "proved");
    training.kernels().stream()
        .sorted(Comparator.comparing(TrainingReport.Kernel::name))
        .forEach(kernel ->
            table.row(
                kernel.name(),
                "%.1f".formatted(kernel.multiplyAddsPerNano()),
                "%.0f%%".formatted(1e11 * kernel.multiplyAddsPerNano() / result.peakPerThread()),
                "%.0f%%".formatted(100 * kernel.efficiency()),
                kernel.definitions(),
                !kernel.right() ? "no" : kernel.compiled() ? "yes" : "yes, but slow"));
    table.print(out);
    training.kernels().forEach(kernel -> audit(out, kernel));
  }

  /** Says what became of a kernel, if it was not good at first. */
  static void audit(PrintStream out, TrainingReport.Kernel kernel) {
    if (kernel.definitions() == 1) {
      return;
    }
    out.printf(
        "%s was slow or wrong as the JVM compiled it at first: defined %d times, and now %s.%n",
        kernel.name(),
        kernel.definitions(),
        kernel.replaced() ? "done by " + kernel.servedBy() : "done by the best of them");
  }
}
