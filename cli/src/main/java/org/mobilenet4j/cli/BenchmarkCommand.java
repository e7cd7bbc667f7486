package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mobilenet4j.inference.Benchmark;
import org.mobilenet4j.inference.PartTime;
import org.mobilenet4j.inference.Plan;
import org.mobilenet4j.inference.StepTime;
import org.mobilenet4j.kernels.blocked.TrainingReport;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how fast a network runs here. */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    description = "Measures how fast a network runs on this machine, and where its time goes.",
    footer = {
      "",
      "Examples:",
      "  mobilenet4j benchmark mobilenet-v2",
      "  mobilenet4j benchmark v2.safetensors --threads 2 --format json"
    })
final class BenchmarkCommand implements Callable<Integer> {
  private static final long SEED = 1;
  private static final int MOST_BATCH = 4096;
  private static final double MOST_SECONDS = 3600;
  private static final double MILLI = 1e-6;

  private final Console console;

  @Parameters(
      paramLabel = "MODEL|NAME",
      description =
          "A model or ONNX file, cifar10, which comes with the program, or a name of the zoo, which"
              + " gets weights drawn by a seed.")
  private String model = "";

  @Mixin private final ArchitectureChoice choice = new ArchitectureChoice();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that work on an image; 1 by default.",
      defaultValue = "1")
  private int threads = 1;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Images a run; 1 by default.",
      defaultValue = "1")
  private int batch = 1;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description =
          "How long to measure, after the kernels are compiled and as long a warm-up; 3 by default.",
      defaultValue = "3")
  private double seconds = 3;

  @Option(
      names = "--verbose",
      description =
          "Print where the time goes by kinds of layers, and the plan: what was fused, its buffers,"
              + " its kernels; in JSON its kernels.")
  private boolean verbose;

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "table, which is the default, or json.",
      defaultValue = "table")
  private OutputFormat format = OutputFormat.TABLE;

  BenchmarkCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ThreadChoice granted = ThreadChoice.of(threads);
    require(batch >= 1 && batch <= MOST_BATCH, "batch", batch, "1 to " + MOST_BATCH);
    require(seconds > 0 && seconds <= MOST_SECONDS, "seconds", seconds, "above 0 to 3600");
    Plan plan = Plan.of(load());
    granted.remark().ifPresent(console::remark);
    ScalarRemark.print(console);
    Benchmark.Result result = Benchmark.run(plan, granted.threads(), batch, seconds);
    switch (format) {
      case TABLE -> table(plan, result, granted.threads());
      case JSON -> Json.print(console.out(), document(plan, result, granted.threads()));
    }
    return 0;
  }

  private static void require(boolean holds, String option, Object found, String expected) {
    if (!holds) {
      throw new InputException(
          "Option --%s is %s; expected %s.".formatted(option, found, expected));
    }
  }

  private Model load() {
    boolean bundled = NamedModel.isBundled(model);
    if (!bundled && (!ArchitectureChoice.isFile(model) || model.endsWith(".table"))) {
      return SeededWeights.of(choice.of(model).build(), SEED);
    }
    Path file = FileName.of(model);
    OnnxSource.requireOnlyResolution(file, choice);
    if (!bundled && OnnxSource.is(file)) {
      return OnnxSource.read(file, choice.extent());
    }
    Model read = NamedModel.of(file).model();
    return choice.extent().map(extent -> resized(read, extent)).orElse(read);
  }

  private static Model resized(Model model, Extent extent) {
    Network network = model.network().withInputSize(extent.height(), extent.width());
    return model.with(network, model.weights());
  }

  private void table(Plan plan, Benchmark.Result result, int granted) {
    console
        .out()
        .printf(
            "%s, input %s, batch %d, %d thread%s, %s kernels%n",
            model,
            plan.network().input(),
            batch,
            granted,
            granted == 1 ? "" : "s",
            plan.kernels().name());
    console
        .out()
        .printf(
            "warm-up %d runs in %.1f s, then %d runs in %.1f s%n%n",
            result.warmUpRuns(),
            result.warmUpNanos() / 1e9,
            result.runs(),
            result.measuredNanos() / 1e9);
    TextTable times =
        new TextTable(
            "median ms", "p90 ms", "minimum ms", "images/s (median)", "share of FMA peak");
    times.row(
        "%.3f".formatted(MILLI * result.medianNanos()),
        "%.3f".formatted(MILLI * result.p90Nanos()),
        "%.3f".formatted(MILLI * result.minNanos()),
        "%.1f".formatted(result.imagesPerSecond()),
        "%.1f%%".formatted(100 * result.peakShare()));
    times.print(console.out());
    console.out().println();
    layers(result, granted);
    if (verbose) {
      console.out().println();
      PlanReport.types(console.out(), result, granted);
      console.out().println();
      PlanReport.print(console.out(), plan);
      plan.training()
          .ifPresent(training -> {
            console.out().println();
            PlanReport.kernels(console.out(), training, result);
          });
    }
  }

  private void layers(Benchmark.Result result, int granted) {
    TextTable table = new TextTable("step", "layer", "ms", "share", "of FMA peak");
    long total = result.layers().stream().mapToLong(StepTime::nanos).sum();
    for (StepTime time : result.layers()) {
      table.row(
          time.step(),
          time.nodes().getFirst(),
          "%.3f".formatted(MILLI * time.nanos()),
          "%.1f%%".formatted(100.0 * time.nanos() / total),
          time.multiplyAdds() == 0
              ? "-"
              : "%.0f%%"
                  .formatted(
                      100e9
                          * time.multiplyAdds()
                          / time.nanos()
                          / result.peakPerThread()
                          / granted));
    }
    table.print(console.out());
  }

  private Map<String, Object> document(Plan plan, Benchmark.Result result, int granted) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("model", model);
    document.put("input", plan.network().input());
    document.put("kernels", plan.kernels().name());
    document.put("threads", granted);
    document.put("batch", batch);
    document.put("warmUpRuns", result.warmUpRuns());
    document.put("runs", result.runs());
    document.put("medianMillis", MILLI * result.medianNanos());
    document.put("p90Millis", MILLI * result.p90Nanos());
    document.put("minMillis", MILLI * result.minNanos());
    document.put("imagesPerSecond", result.imagesPerSecond());
    document.put("peakShare", result.peakShare());
    document.put("peakMultiplyAddsPerSecond", result.peakPerThread());
    document.put("activationBytes", plan.activationBytes());
    List<Map<String, Object>> layers = new ArrayList<>();
    for (StepTime time : result.layers()) {
      Map<String, Object> layer = new LinkedHashMap<>();
      layer.put("step", time.step());
      layer.put("layers", time.nodes());
      layer.put("multiplyAdds", time.multiplyAdds());
      layer.put("millis", MILLI * time.nanos());
      layer.put("parts", types(time.parts(), result, granted));
      layers.add(layer);
    }
    document.put("layers", layers);
    document.put("types", types(result.types(), result, granted));
    if (verbose) {
      plan.training().ifPresent(training -> document.put("training", training(training)));
    }
    return document;
  }

  private static Map<String, Object> training(TrainingReport training) {
    List<Map<String, Object>> kernels = new ArrayList<>();
    for (TrainingReport.Kernel trained : PlanReport.byName(training)) {
      Map<String, Object> kernel = new LinkedHashMap<>();
      kernel.put("name", trained.name());
      kernel.put("proved", PlanReport.proved(trained));
      kernel.put("multiplyAddsPerSecond", 1e9 * trained.multiplyAddsPerNano());
      kernel.put("shareOfBest", trained.efficiency());
      kernel.put("definitions", trained.definitions());
      kernel.put("servedBy", trained.servedBy());
      kernels.add(kernel);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("millis", MILLI * training.nanos());
    document.put("kernels", kernels);
    return document;
  }

  private static List<Map<String, Object>> types(
      List<PartTime> times, Benchmark.Result result, int granted) {
    List<Map<String, Object>> types = new ArrayList<>();
    for (PartTime time : times) {
      Map<String, Object> type = new LinkedHashMap<>();
      type.put("type", time.type().key());
      type.put("multiplyAdds", time.multiplyAdds());
      type.put("millis", MILLI * time.nanos());
      type.put("limitMillis", MILLI * PlanReport.limitNanos(time, result, granted));
      types.add(type);
    }
    return types;
  }
}
