package org.mobilenet4j.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.mobilenet4j.benchmarks.engines.EngineKind;
import org.mobilenet4j.network.MobileNetException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command behind {@code benchmarks/compare}. */
@Command(
    name = "benchmarks/compare",
    mixinStandardHelpOptions = true,
    description = "Compares this library with ONNX Runtime, LiteRT and PyTorch on this machine.",
    footer = {
      "",
      "First all engines are shown to compute the same function; a network of which ours gives",
      "other logits than ONNX Runtime is named and left out, and the exit code is 1. The table",
      "gives the process in the middle of several, ordered by their medians; close other programs",
      "meanwhile. Figures are in the CSV as soon as their process ends; a process that fails is",
      "named, and left out.",
      "",
      "Examples:",
      "  benchmarks/compare --quick --networks mobilenet-v2",
      "  benchmarks/compare --threads 1,2 --batch 1,8 --processes 10",
      "  benchmarks/compare --parts shapes --resolutions 128,160,192,256 --widths 0.35,0.5,0.75,1.4",
      "  benchmarks/compare --parts steady --onnx network.onnx",
      "  benchmarks/compare --summary benchmarks/results/monday.csv,benchmarks/results/tuesday.csv"
    })
public final class Compare implements Callable<Integer> {
  private static final int USER_ERROR = 2;
  private static final int QUICK_PROCESSES = 1;
  private static final int COLD_STARTS = 5;

  // The longest, large networks in large batches, take some minutes; what takes this long hangs.
  private static final Duration LIMIT = Duration.ofMinutes(30);

  @Option(
      names = "--parts",
      split = ",",
      paramLabel = "PART",
      description =
          "Of steady, shapes, layers, end-to-end and cold-start; all but shapes and layers without"
              + " it.")
  private List<String> parts = List.of("steady", "end-to-end", "cold-start");

  @Option(
      names = "--networks",
      split = ",",
      paramLabel = "NAME",
      description =
          "Of mobilenet-v1, mobilenet-v2, mobilenet-v3-large, mobilenet-v3-small, squeezenet-1.1"
              + " and resnet-50; all of them without it, none with --onnx alone.")
  private List<String> networks = List.of();

  @Option(
      names = "--onnx",
      split = ",",
      paramLabel = "FILE",
      description =
          "ONNX files of another program: networks that classify photos of 224x224, with a dynamic"
              + " batch. PyTorch takes part where a TorchScript file of the same name ending in .pt"
              + " lies beside.")
  private List<Path> onnx = List.of();

  @Option(
      names = "--engines",
      split = ",",
      paramLabel = "NAME",
      description =
          "Whom the part steady measures, of mobilenet4j, onnxruntime, litert and pytorch; all of"
              + " them without it.")
  private List<String> engines =
      List.of(EngineKind.values()).stream().map(EngineKind::key).toList();

  @Option(
      names = "--summary",
      split = ",",
      paramLabel = "CSV",
      description = "Measures nothing: prints one table of the results of several moments.")
  private List<Path> summary = List.of();

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      description = "Default: 1,2. Cold starts always have all cores.")
  private List<Integer> threads = List.of(1, 2);

  @Option(
      names = "--batch",
      split = ",",
      paramLabel = "N",
      description = "Images a run, in the part steady alone. Default: 1.")
  private List<Integer> batches = List.of(1);

  @Option(
      names = "--widths",
      split = ",",
      paramLabel = "W",
      description = "Widths for the part shapes, beside 1.0.")
  private List<Double> widths = List.of(0.35, 0.5, 0.75, 1.4);

  @Option(
      names = "--resolutions",
      split = ",",
      paramLabel = "R",
      description = "Resolutions for the part shapes, beside 224.")
  private List<Integer> resolutions = List.of(128, 160, 192, 256);

  @Option(
      names = "--processes",
      paramLabel = "N",
      description =
          "Processes for each figure of steady, shapes and end-to-end; layers have one, cold starts"
              + " are five. Default: 5.")
  private int processes = 5;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description =
          "A Python with torch, which makes PyTorch's networks; without it and without"
              + " BENCH_PYTHON, PyTorch is left out.")
  private String python = System.getenv().getOrDefault("BENCH_PYTHON", "");

  @Option(
      names = "--quick",
      description = "One short process a figure: shows that all works, measures little.")
  private boolean quick;

  @Option(names = "--root", hidden = true, description = "The project's folder.")
  private Path root = Path.of("");

  public static void main(String[] args) {
    CommandLine command = new CommandLine(new Compare());
    command.setExecutionExceptionHandler((exception, line, _) -> {
      boolean mistake =
          exception instanceof IllegalArgumentException || exception instanceof MobileNetException;
      if (mistake || exception instanceof IllegalStateException) {
        line.getErr().println("benchmarks/compare: " + exception.getMessage());
        return mistake ? USER_ERROR : line.getCommandSpec().exitCodeOnExecutionException();
      }
      throw exception;
    });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!summary.isEmpty()) {
      Summary.of(summary).print(System.out);
      return 0;
    }
    requireCounts();
    List<Part> chosen = parts.stream().map(Part::of).toList();
    List<EngineKind> measured = engines.stream().map(EngineKind::of).toList();
    List<BenchmarkNetwork> own = ownNetworks();
    Path benchmarks = root.toAbsolutePath().normalize().resolve("benchmarks");
    Path target = benchmarks.resolve("target");
    Path log = target.resolve("compare.log");
    Files.deleteIfExists(log);
    Machine machine = Machine.of(root.toAbsolutePath());
    System.out.println(machine.describe() + "\n");
    List<MeasuredNetwork> all = new ArrayList<>();
    for (Path file : onnx) {
      all.add(ForeignOnnx.take(target.resolve("foreign"), file));
    }
    Path script = benchmarks.resolve("make_torchscript.py");
    String makers = Fingerprint.ofMakers(script);
    for (BenchmarkNetwork network : own) {
      all.add(NetworkFolder.make(target.resolve("networks"), network, makers));
    }
    TorchScripts.make(
        python,
        script,
        all.subList(onnx.size(), all.size()).stream().map(MeasuredNetwork::files).toList(),
        log,
        System.out);
    Child child = new Child(log, LIMIT);
    Set<String> general =
        own.stream()
            .filter(network -> !network.isMobileNet())
            .map(BenchmarkNetwork::key)
            .collect(Collectors.toSet());
    List<MeasuredNetwork> equal = new Equality(child, System.out, System.err).proven(all, general);
    if (equal.isEmpty()) {
      return 1; // and why is said
    }
    List<String> keys = equal.stream().map(MeasuredNetwork::key).toList();
    List<BenchmarkNetwork> equalOwn = own.stream().filter(one -> keys.contains(one.key())).toList();
    Results results = new Results(machine, (quick ? target : benchmarks).resolve("results"));
    Attempts attempts = new Attempts(child, results, System.err);
    System.out.println("Figures go to " + results.file() + "\n");
    for (Part part : Part.values()) {
      if (chosen.contains(part)) {
        measure(part, attempts, equal, equalOwn, measured, results);
      }
    }
    return attempts.complete() && equal.size() == all.size() ? 0 : 1;
  }

  private void requireCounts() {
    if (processes < 1 || batches.stream().anyMatch(batch -> batch < 1)) {
      throw new IllegalArgumentException(
          "--processes %d and --batch %s; expected at least one of each."
              .formatted(processes, batches));
    }
    // More threads than cores would measure the others with more threads than ours.
    int cores = Runtime.getRuntime().availableProcessors();
    for (int count : threads) {
      if (count < 1 || count > cores) {
        throw new IllegalArgumentException(
            "--threads %d on a machine that grants %d; expected 1 to %d."
                .formatted(count, cores, cores));
      }
    }
  }

  private List<BenchmarkNetwork> ownNetworks() {
    if (networks.isEmpty()) {
      return onnx.isEmpty() ? List.of(BenchmarkNetwork.values()) : List.of();
    }
    return networks.stream().map(BenchmarkNetwork::of).toList();
  }

  private void measure(
      Part part,
      Attempts attempts,
      List<MeasuredNetwork> all,
      List<BenchmarkNetwork> own,
      List<EngineKind> measured,
      Results results)
      throws IOException {
    Effort effort = quick ? Effort.QUICK : Effort.FULL;
    int runs = quick ? QUICK_PROCESSES : processes;
    switch (part) {
      case STEADY -> {
        SteadyPart steady = new SteadyPart(attempts, effort, results, System.out);
        for (int process = 0; process < runs; process++) { // outermost: far apart in time
          System.err.printf("steady: process %d of %d%n", process + 1, runs);
          for (int batch : batches) {
            for (int count : threads) {
              steady.run(all, measured, count, batch, process);
            }
          }
        }
        steady.print();
      }
      case SHAPES -> {
        ShapesPart shapes = new ShapesPart(attempts, effort, results, System.out);
        List<BenchmarkNetwork> mobileNets =
            own.stream().filter(BenchmarkNetwork::isMobileNet).toList();
        threads.forEach(count -> shapes.run(mobileNets, widths, resolutions, count, runs));
      }
      case LAYERS -> {
        LayersPart layers = new LayersPart(attempts, effort, results, System.out);
        threads.forEach(count -> layers.run(all, count));
      }
      case END_TO_END -> {
        EndToEndPart photos = new EndToEndPart(attempts, effort, results, System.out);
        for (int process = 0; process < runs; process++) { // likewise
          System.err.printf("end to end: process %d of %d%n", process + 1, runs);
          for (int count : threads) {
            photos.run(all, count, process);
          }
        }
        photos.print();
      }
      case COLD_START ->
          new ColdStartPart(attempts, effort, results, System.out)
              .run(
                  all,
                  root.toAbsolutePath().resolve("mobilenet4j"),
                  Runtime.getRuntime().availableProcessors(), // as the command line does
                  quick ? QUICK_PROCESSES : COLD_STARTS);
    }
  }
}
