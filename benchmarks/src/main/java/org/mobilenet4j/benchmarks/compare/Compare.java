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
import org.mobilenet4j.benchmarks.engines.NetworkFiles;
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
      "  benchmarks/compare --parts shapes --resolutions 128,160,192,256 --widths 0.35,0.5,0.75,1.4"
    })
public final class Compare implements Callable<Integer> {
  private static final int QUICK_PROCESSES = 1;
  private static final int COLD_STARTS = 5;
  private static final int QUICK_COLD_STARTS = 1;

  /** What can be measured. */
  enum Part {
    STEADY,
    SHAPES,
    END_TO_END,
    COLD_START
  }

  @Option(
      names = "--parts",
      split = ",",
      paramLabel = "PART",
      description = "Of steady, shapes, end-to-end and cold-start; all but shapes without it.")
  private List<String> parts = List.of("steady", "end-to-end", "cold-start");

  @Option(
      names = "--networks",
      split = ",",
      paramLabel = "NAME",
      description =
          "Of mobilenet-v1, mobilenet-v2, mobilenet-v3-large, mobilenet-v3-small, squeezenet-1.1"
              + " and resnet-50; all of them without it.")
  private List<String> networks =
      List.of(BenchmarkNetwork.values()).stream().map(BenchmarkNetwork::key).toList();

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
      if (exception instanceof IllegalArgumentException
          || exception instanceof IllegalStateException) {
        line.getErr().println("benchmarks/compare: " + exception.getMessage());
        return line.getCommandSpec().exitCodeOnExecutionException();
      }
      throw exception;
    });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Part> chosen = parts.stream().map(Compare::part).toList();
    Path benchmarks = root.toAbsolutePath().normalize().resolve("benchmarks");
    Path target = benchmarks.resolve("target");
    Path log = target.resolve("compare.log");
    Files.deleteIfExists(log);
    Machine machine = Machine.of(root.toAbsolutePath());
    System.out.println(machine.describe() + "\n");
    Map<BenchmarkNetwork, NetworkFiles> files = new LinkedHashMap<>();
    for (String name : networks) {
      BenchmarkNetwork network = BenchmarkNetwork.of(name);
      files.put(network, NetworkFolder.make(target.resolve("networks"), network));
    }
    TorchScripts.make(
        python, benchmarks.resolve("make_torchscript.py"), files.values(), log, System.out);
    Results results = new Results(machine);
    Child child = new Child(log);
    prove(child, files);
    measure(chosen, child, files, results);
    Path csv = results.write(quick ? target.resolve("results") : benchmarks.resolve("results"));
    System.out.println("Written to " + csv);
    return 0;
  }

  private static Part part(String name) {
    for (Part part : Part.values()) {
      if (part.name().equalsIgnoreCase(name.replace('-', '_'))) {
        return part;
      }
    }
    throw new IllegalArgumentException(
        "There is no part '%s'; expected steady, shapes, end-to-end or cold-start."
            .formatted(name));
  }

  private static void prove(Child child, Map<BenchmarkNetwork, NetworkFiles> networks) {
    Table table = new Table(2, "network", "engine", "difference / largest logit", "two photos");
    Map<BenchmarkNetwork, Proof.Deviation> unequal = new LinkedHashMap<>();
    networks.forEach((network, files) ->
        child.run(Proof.class, files.folder(), files.name()).stream()
            .map(Proof.Deviation::of)
            .forEach(deviation -> {
              table.row(
                  network.key(),
                  deviation.description(),
                  "%.1e".formatted(deviation.share()),
                  "%.2f".formatted(deviation.movement()));
              boolean ours = deviation.engine().equals(EngineKind.MOBILENET4J.key());
              if (ours && !(deviation.share() <= Proof.TOLERANCE)) {
                unequal.put(network, deviation);
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
      List<Part> chosen, Child child, Map<BenchmarkNetwork, NetworkFiles> files, Results results)
      throws IOException {
    Effort effort = quick ? Effort.QUICK : Effort.FULL;
    int runs = quick ? QUICK_PROCESSES : processes;
    if (chosen.contains(Part.STEADY)) {
      SteadyPart steady = new SteadyPart(child, effort, results, System.out);
      for (int process = 0; process < runs; process++) { // outermost: processes far apart in time
        for (int batch : batches) {
          for (int count : threads) {
            steady.run(files, count, batch, process);
          }
        }
      }
      steady.print();
    }
    if (chosen.contains(Part.SHAPES)) {
      ShapesPart shapes = new ShapesPart(child, effort, results, System.out);
      List<BenchmarkNetwork> mobileNets =
          new ArrayList<>(files.keySet()).stream().filter(BenchmarkNetwork::isMobileNet).toList();
      for (int count : threads) {
        shapes.run(mobileNets, widths, resolutions, count, runs);
      }
    }
    PhotoParts photos = new PhotoParts(child, effort, results, System.out);
    if (chosen.contains(Part.END_TO_END)) {
      for (int count : threads) {
        photos.endToEnd(files, count, runs);
      }
    }
    if (chosen.contains(Part.COLD_START)) {
      int all = Runtime.getRuntime().availableProcessors(); // as the command line does
      photos.coldStart(
          files,
          root.toAbsolutePath().resolve("mobilenet4j"),
          all,
          quick ? QUICK_COLD_STARTS : COLD_STARTS);
    }
  }
}
