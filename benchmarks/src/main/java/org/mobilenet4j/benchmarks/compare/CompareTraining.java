package org.mobilenet4j.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command behind {@code benchmarks/compare-training}. */
@Command(
    name = "benchmarks/compare-training",
    mixinStandardHelpOptions = true,
    description = "Compares training steps with PyTorch's on this machine's processor.",
    footer = {
      "",
      "A step is forward, backward and update: cross-entropy, gradient descent with momentum and",
      "weight decay, on one batch in memory. First all are shown to compute the same losses from the",
      "same weights. Then they take turns; whoever waits is asleep. Close other programs meanwhile.",
      "",
      "Examples:",
      "  benchmarks/compare-training --quick --networks mobilenet-v2 --threads 1",
      "  benchmarks/compare-training --processes 3",
      "  benchmarks/compare-training --networks mobilenet-v1,mobilenet-v3-small --sizes 128x16"
    })
public final class CompareTraining implements Callable<Integer> {
  private static final int USER_ERROR = 2;
  private static final int QUICK_ROUNDS = 2;
  private static final double WARM_UP_SECONDS = 4;
  private static final double QUICK_WARM_UP_SECONDS = 0.5;
  // A series of many rounds may take an hour; what takes two hangs.
  private static final Duration LIMIT = Duration.ofHours(2);
  private static final String TORCH =
      "import torch, torchvision, numpy; print('PyTorch', torch.__version__)";

  @Option(
      names = "--networks",
      split = ",",
      paramLabel = "NAME",
      description =
          "Of mobilenet-v1, mobilenet-v2, mobilenet-v3-large and mobilenet-v3-small. Default:"
              + " mobilenet-v2,mobilenet-v3-large.")
  private List<String> networks = List.of("mobilenet-v2", "mobilenet-v3-large");

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "RxB",
      description = "Resolution and pictures of a step. Default: 224x8,96x32.")
  private List<String> sizes = List.of("224x8", "96x32");

  @Option(names = "--threads", split = ",", paramLabel = "N", description = "Default: 1,2.")
  private List<Integer> threads = List.of(1, 2);

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Turns of each side. Default: 15; 2 with --quick.")
  private int rounds;

  @Option(
      names = "--processes",
      paramLabel = "N",
      description = "Processes for each figure. Default: 1.")
  private int processes = 1;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description =
          "A Python with torch and torchvision; without it MOBILENET4J_PYTHON, then BENCH_PYTHON.")
  private String python = python(System.getenv());

  @Option(
      names = "--quick",
      description = "96x32 alone, a few steps a figure: shows that all works, measures nothing.")
  private boolean quick;

  @Option(names = "--root", hidden = true, description = "The project's folder.")
  private Path root = Path.of("");

  /** The Python that the environment names; empty for none. */
  static String python(Map<String, String> environment) {
    return environment.getOrDefault(
        "MOBILENET4J_PYTHON", environment.getOrDefault("BENCH_PYTHON", ""));
  }

  public static void main(String[] args) {
    CommandLine command = new CommandLine(new CompareTraining());
    command.setExecutionExceptionHandler((exception, line, _) -> {
      boolean mistake = exception instanceof IllegalArgumentException;
      if (mistake || exception instanceof IllegalStateException) {
        line.getErr().println("benchmarks/compare-training: " + exception.getMessage());
        return mistake ? USER_ERROR : line.getCommandSpec().exitCodeOnExecutionException();
      }
      throw exception;
    });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<TrainingCase> cases = cases();
    requireCounts();
    String torch = torch(python);
    Path benchmarks = root.toAbsolutePath().normalize().resolve("benchmarks");
    Path target = benchmarks.resolve("target");
    Path log = target.resolve("compare-training.log");
    Files.deleteIfExists(log);
    Machine machine = Machine.of(root.toAbsolutePath());
    System.out.println(machine.describe() + ", " + torch + "\n");
    Results results =
        new Results(machine, quick ? target.resolve("results") : benchmarks.resolve("results"));
    Attempts attempts = new Attempts(new Child(log, LIMIT), results, System.err);
    TrainingPart part =
        new TrainingPart(
            attempts,
            effort(),
            python,
            benchmarks.resolve("train_torch.py"),
            target.resolve("training"),
            results,
            System.out);
    for (int process = 0; process < processes; process++) { // outermost: far apart in time
      for (TrainingCase what : cases) {
        for (int count : threads) {
          part.run(what, count);
        }
      }
    }
    part.print();
    TrainingMemoryPart memory = new TrainingMemoryPart(attempts, results, System.out);
    memory.wholeRuns(cases, threads.getLast());
    System.out.println("Written to " + results.file());
    return attempts.complete() ? 0 : 1;
  }

  private List<TrainingCase> cases() {
    List<TrainingCase> cases = new ArrayList<>();
    for (String name : networks) {
      BenchmarkNetwork network = BenchmarkNetwork.of(name);
      for (String size : quick ? List.of(sizes.getLast()) : sizes) {
        cases.add(TrainingCase.of(network, size));
      }
    }
    return cases;
  }

  private void requireCounts() {
    if (processes < 1 || rounds < 0 || threads.stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException(
          "%d processes, %d rounds, %s threads; expected at least one of each."
              .formatted(processes, rounds, threads));
    }
  }

  private Effort effort() {
    int chosen = rounds > 0 ? rounds : quick ? QUICK_ROUNDS : TrainingDuel.ROUNDS;
    return new Effort(quick ? QUICK_WARM_UP_SECONDS : WARM_UP_SECONDS, chosen);
  }

  /**
   * What a Python says of its PyTorch.
   *
   * @throws IllegalArgumentException if there is none
   */
  static String torch(String python) throws IOException, InterruptedException {
    if (python.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no PyTorch to compare with: name a Python that has torch and torchvision, with"
              + " --python or MOBILENET4J_PYTHON.");
    }
    Process process;
    try {
      process = new ProcessBuilder(python, "-c", TORCH).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The Python '%s' cannot be started; name one that has torch and torchvision, with --python or MOBILENET4J_PYTHON."
              .formatted(python),
          e);
    }
    List<String> said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .strip()
            .lines()
            .toList();
    String last = said.isEmpty() ? "" : said.getLast();
    if (process.waitFor() != 0) {
      throw new IllegalArgumentException(
          "The Python '%s' cannot load torch, torchvision and numpy (%s); name one that has them, with --python or MOBILENET4J_PYTHON."
              .formatted(python, last));
    }
    return last;
  }
}
