package org.mobilenet4j.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
      "First all engines are shown to compute the same function. The table gives the process in",
      "the middle of several, ordered by their medians; close other programs meanwhile.",
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
  private static final int QUICK_COLD_STARTS = 1;

  /** What can be measured. */
  enum Part {
    STEADY,
    SHAPES,
    LAYERS,
    END_TO_END,
    COLD_START
  }

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

  @Option(names = "--threads", split = ",", paramLabel = "N", description = "Default: 1,2.")
  private List<Integer> threads = List.of(1, 2);

  @Option(names = "--batch", split = ",", paramLabel = "N", description = "Default: 1.")
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
      description = "Processes for each figure. Default: 5.")
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
    requireCores();
    List<Part> chosen = parts.stream().map(Compare::part).toList();
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
    Child child = new Child(log);
    prove(child, all);
    Results results = new Results(machine);
    Path folder = quick ? target.resolve("results") : benchmarks.resolve("results");
    for (Part part : Part.values()) {
      if (chosen.contains(part)) {
        measure(part, child, all, own, measured, results);
        // What is measured is kept, whatever becomes of the rest.
        System.out.println("Written to " + results.write(folder) + "\n");
      }
    }
    return 0;
  }

  /** More threads than cores would measure the others with more threads than ours. */
  private void requireCores() {
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

  private static Part part(String name) {
    for (Part part : Part.values()) {
      if (part.name().equalsIgnoreCase(name.replace('-', '_'))) {
        return part;
      }
    }
    throw new IllegalArgumentException(
        "There is no part '%s'; expected steady, shapes, layers, end-to-end or cold-start."
            .formatted(name));
  }

  private static void prove(Child child, List<MeasuredNetwork> networks) {
    Table table = new Table(2, "network", "engine", "difference / largest logit", "two photos");
    Map<String, Proof.Deviation> unequal = new LinkedHashMap<>();
    networks.forEach(network ->
        child.run(Proof.class, network.files().folder(), network.files().name()).stream()
            .map(Proof.Deviation::of)
            .forEach(deviation -> {
              table.row(
                  network.key(),
                  deviation.description(),
                  "%.1e".formatted(deviation.share()),
                  "%.2f".formatted(deviation.movement()));
              boolean ours = deviation.engine().equals(EngineKind.MOBILENET4J.key());
              if (ours && !(deviation.share() <= Proof.TOLERANCE)) {
                unequal.put(network.key(), deviation);
              }
            }));
    table.print(System.out);
    if (!unequal.isEmpty()) {
      throw new IllegalStateException(
          "Our logits differ from ONNX Runtime's by more than %s of the largest: %s; nothing was measured."
              .formatted(Proof.TOLERANCE, unequal));
    }
  }

  private void measure(
      Part part,
      Child child,
      List<MeasuredNetwork> all,
      List<BenchmarkNetwork> own,
      List<EngineKind> measured,
      Results results)
      throws IOException {
    Effort effort = quick ? Effort.QUICK : Effort.FULL;
    int runs = quick ? QUICK_PROCESSES : processes;
    switch (part) {
      case STEADY -> {
        SteadyPart steady = new SteadyPart(child, effort, results, System.out);
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
        ShapesPart shapes = new ShapesPart(child, effort, results, System.out);
        List<BenchmarkNetwork> mobileNets =
            own.stream().filter(BenchmarkNetwork::isMobileNet).toList();
        threads.forEach(count -> shapes.run(mobileNets, widths, resolutions, count, runs));
      }
      case LAYERS -> {
        LayersPart layers = new LayersPart(child, effort, results, System.out);
        threads.forEach(count -> layers.run(all, count));
      }
      case END_TO_END -> {
        PhotoParts photos = new PhotoParts(child, effort, results, System.out);
        threads.forEach(count -> photos.endToEnd(all, count, runs));
      }
      case COLD_START ->
          new PhotoParts(child, effort, results, System.out)
              .coldStart(
                  all,
                  root.toAbsolutePath().resolve("mobilenet4j"),
                  Runtime.getRuntime().availableProcessors(), // as the command line does
                  quick ? QUICK_COLD_STARTS : COLD_STARTS);
    }
  }
}
