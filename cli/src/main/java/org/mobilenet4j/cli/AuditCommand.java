package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.network.audit.Audit;
import org.mobilenet4j.network.audit.AuditEntry;
import org.mobilenet4j.network.audit.Group;
import org.mobilenet4j.network.audit.Nearest;
import org.mobilenet4j.network.audit.Verdict;
import org.mobilenet4j.network.cost.Cost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds what is printed of the networks against what the arithmetic says. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = {
      "Recounts what the papers, the libraries and a lecture print about these networks: what is"
          + " printed, what the arithmetic says, the verdict and why.",
      "With an ONNX file: counts that network and compares it with the nearest one of the zoo."
    },
    footer = {
      "",
      "Examples:",
      "  mobilenet4j audit --only v3",
      "  mobilenet4j audit --format json",
      "  mobilenet4j audit my-network.onnx"
    })
final class AuditCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "FILE.onnx",
      arity = "0..1",
      description = "A network of your own, to be counted.")
  private @Nullable Path file;

  @Option(
      names = "--only",
      paramLabel = "GROUP",
      description = "v1, v2, v3, mnasnet, others or lecture.")
  private @Nullable Group only;

  @Option(
      names = "--resolution",
      paramLabel = "R",
      description = "Height x width of the file's input, where it leaves them open.")
  private @Nullable String resolution;

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "table, which is the default, or json.",
      defaultValue = "table")
  private OutputFormat format = OutputFormat.TABLE;

  AuditCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (file != null) {
      if (only != null) {
        throw new InputException(
            "Option --only is about the papers; leave it out to count %s.".formatted(file));
      }
      countFile(file);
      return 0;
    }
    List<AuditEntry> entries = only == null ? Audit.entries() : Audit.entries(only);
    switch (format) {
      case TABLE -> print(entries);
      case JSON -> Json.print(console.out(), entries.stream().map(AuditCommand::document).toList());
    }
    return 0;
  }

  private void print(List<AuditEntry> entries) {
    @Nullable Group group = null;
    for (AuditEntry entry : entries) {
      if (entry.group() != group) {
        console.out().printf("%s== %s ==%n", group == null ? "" : "\n", entry.group().title());
        group = entry.group();
      }
      console.out().printf("%n%s: %s%n", entry.source(), entry.claim());
      console.out().printf("  %s%n  %s%n", figures(entry), entry.reason());
    }
    console.out().println();
    summary(entries);
  }

  private static String figures(AuditEntry entry) {
    List<String> parts = new ArrayList<>();
    if (!entry.printed().isEmpty()) {
      parts.add("printed " + entry.printed());
    }
    if (!entry.counted().isEmpty()) {
      parts.add("counted " + entry.counted());
    }
    parts.add(entry.verdict().words().toUpperCase(java.util.Locale.ROOT));
    return String.join(", ", parts);
  }

  private void summary(List<AuditEntry> entries) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    entries.forEach(entry -> counts.merge(entry.verdict(), 1, Integer::sum));
    List<String> parts =
        Arrays.stream(Verdict.values())
            .filter(counts::containsKey)
            .map(verdict -> counts.get(verdict) + " " + verdict.words())
            .toList();
    console.out().printf("%d figures and claims: %s%n", entries.size(), String.join(", ", parts));
  }

  private static Map<String, Object> document(AuditEntry entry) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("group", entry.group().key());
    document.put("source", entry.source());
    document.put("claim", entry.claim());
    document.put("printed", entry.printed());
    document.put("counted", entry.counted());
    document.put("verdict", entry.verdict().words());
    document.put("reason", entry.reason());
    return document;
  }

  private void countFile(Path onnx) {
    OnnxSource.require(onnx);
    Model model =
        OnnxSource.read(onnx, Optional.ofNullable(resolution).map(ArchitectureOption::extent));
    Network network = model.network();
    Cost cost = Cost.of(network);
    Optional<Nearest> nearest = Nearest.of(network, cost);
    switch (format) {
      case JSON -> {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("file", onnx);
        document.put("input", network.input());
        document.put("multiplyAdds", cost.multiplyAdds());
        document.put("parameters", cost.parameters());
        document.put("parametersFolded", cost.parametersFolded());
        nearest.ifPresent(other -> {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("name", other.architecture().name());
          entry.put("options", other.architecture().optionsAsText());
          entry.put("multiplyAdds", other.cost().multiplyAdds());
          entry.put("parametersFolded", other.cost().parametersFolded());
          document.put("nearest", entry);
        });
        Json.print(console.out(), document);
      }
      case TABLE -> {
        TextTable table = new TextTable("network", "input", "multiply-adds", "parameters, folded");
        table.row(
            onnx.getFileName(),
            network.input(),
            TextTable.count(cost.multiplyAdds()),
            TextTable.count(cost.parametersFolded()));
        nearest.ifPresent(other ->
            table.row(
                "nearest: " + name(other),
                network.input(),
                TextTable.count(other.cost().multiplyAdds()),
                TextTable.count(other.cost().parametersFolded())));
        table.print(console.out());
        nearest.ifPresent(other -> console.out().println(difference(cost, other)));
      }
    }
  }

  private static String name(Nearest nearest) {
    return nearest.architecture().has(ArchitectureOption.WIDTH)
        ? "%s, width %s"
            .formatted(nearest.architecture().name(), nearest.architecture().options().width())
        : nearest.architecture().name();
  }

  private static String difference(Cost cost, Nearest nearest) {
    boolean same =
        cost.multiplyAdds() == nearest.cost().multiplyAdds()
            && cost.parametersFolded() == nearest.cost().parametersFolded();
    return same
        ? "The two are equal to the unit."
        : "It has %.1f%% of the multiply-adds and %.1f%% of the parameters of the nearest network."
            .formatted(
                100.0 * cost.multiplyAdds() / nearest.cost().multiplyAdds(),
                100.0 * cost.parametersFolded() / nearest.cost().parametersFolded());
  }
}
