package org.mobilenet4j.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mobilenet4j.inference.Plan;
import org.mobilenet4j.inference.Session;
import org.mobilenet4j.kernels.FmaPeak;
import org.mobilenet4j.kernels.KernelChoice;
import org.mobilenet4j.kernels.ScalarKernels;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.SeededWeights;
import org.mobilenet4j.model.file.SeededInput;
import org.mobilenet4j.network.architecture.Architecture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what was found on this machine and whether it computes what it should. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Says what was found on this machine, and tests the kernels on it.",
    footer = {"", "Example:", "  mobilenet4j doctor"})
final class DoctorCommand implements Callable<Integer> {
  private static final int BUG = 1;
  private static final long MEBIBYTE = 1L << 20;

  private final Console console;

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "table, which is the default, or json.",
      defaultValue = "table")
  private OutputFormat format = OutputFormat.TABLE;

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    KernelChoice choice = KernelChoice.best();
    boolean passed = selfTest(choice);
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("version", new Root.Version().getVersion()[0]);
    found.put(
        "jdk", "%s %s".formatted(System.getProperty("java.vendor"), Runtime.version().toString()));
    found.put("jdkFolder", String.valueOf(System.getProperty("java.home")));
    found.put(
        "vm",
        "%s, %s".formatted(System.getProperty("java.vm.name"), System.getProperty("java.vm.info")));
    found.put(
        "system",
        "%s %s, %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
    found.put("cores", Runtime.getRuntime().availableProcessors());
    found.put("heapMebibytes", Runtime.getRuntime().maxMemory() / MEBIBYTE);
    found.put("kernels", choice.kernels().name());
    found.put("kernelsReason", choice.reason());
    found.put("peakMultiplyAddsPerSecond", FmaPeak.measure(choice.kernels()));
    found.put("selfTest", passed ? "passed" : "failed");
    switch (format) {
      case TABLE -> table(found);
      case JSON -> Json.print(console.out(), found);
    }
    return passed ? 0 : BUG;
  }

  private void table(Map<String, Object> found) {
    Facts facts = new Facts();
    facts.add("version", found.get("version"));
    facts.add("JDK", found.get("jdk") + " in " + found.get("jdkFolder"));
    facts.add("VM", found.get("vm"));
    facts.add("system", found.get("system"));
    facts.add("cores", found.get("cores") + " that the machine or container grants");
    facts.add("memory", found.get("heapMebibytes") + " MiB of heap");
    facts.add("kernels", found.get("kernelsReason"));
    if (found.get("peakMultiplyAddsPerSecond") instanceof Double peak) {
      facts.add("peak", "%.1f billion multiply-adds a second and thread".formatted(peak / 1e9));
    }
    facts.add(
        "self-test",
        found.get("selfTest") + ": a MobileNet V3 gives the same bits as the reference");
    facts.print(console.out());
  }

  /** The kernels of this machine against the scalar reference, on one thread and on all. */
  private static boolean selfTest(KernelChoice choice) {
    Model model =
        SeededWeights.of(
            Architecture.named("mobilenet-v3-small").resolution(64).classes(10).build(), 1);
    float[] input = SeededInput.of(1, model.network().input());
    float[] expected = run(Plan.of(model, new ScalarKernels()), input, 1);
    int cores = Runtime.getRuntime().availableProcessors();
    Plan plan = Plan.of(model, choice.kernels());
    return java.util.Arrays.equals(expected, run(plan, input, 1))
        && java.util.Arrays.equals(expected, run(plan, input, cores));
  }

  private static float[] run(Plan plan, float[] input, int threads) {
    try (Session session = plan.newSession(threads)) {
      session.warmUp(); // else the scalar kernels would answer
      return session.run(input);
    }
  }
}
