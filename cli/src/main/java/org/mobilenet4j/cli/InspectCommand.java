package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.inference.Plan;
import org.mobilenet4j.inference.SelfTest;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.model.imports.TensorFiles;
import org.mobilenet4j.model.tensors.FileKind;
import org.mobilenet4j.model.tensors.TensorEntry;
import org.mobilenet4j.model.tensors.TensorFile;
import org.mobilenet4j.network.architecture.ArchitectureOption;
import org.mobilenet4j.network.cost.Cost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a file contains and checks it. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what a file contains and checks it: a model of ours, which is put to its self-test;"
          + " weights of others (.safetensors, .pth); or an ONNX model, which is read as 'import'"
          + " would."
    },
    footer = {
      "",
      "Examples:",
      "  mobilenet4j inspect cifar10",
      "  mobilenet4j inspect v2.safetensors --plan",
      "  mobilenet4j inspect network.onnx --resolution 48x192"
    })
final class InspectCommand implements Callable<Integer> {
  private static final int DAMAGED = 2;

  private final Console console;

  @Parameters(
      paramLabel = "FILE",
      description =
          "A model file, a file of weights, or cifar10, the model that comes with the program.")
  private Path file = Path.of("");

  @Option(
      names = "--resolution",
      paramLabel = "R",
      description = "Height x width of an ONNX model's input, where the file leaves it open.")
  private @Nullable String resolution;

  @Option(names = "--plan", description = "Print how a model would be run, step by step.")
  private boolean plan;

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "table, which is the default, or json.",
      defaultValue = "table")
  private OutputFormat format = OutputFormat.TABLE;

  InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (plan && format == OutputFormat.JSON) {
      throw new InputException("Option --plan prints lines for people; leave out --format json.");
    }
    boolean bundled = NamedModel.isBundled(file.toString());
    if (!bundled && OnnxSource.is(file)) {
      return new OnnxInspection(
              file, Optional.ofNullable(resolution).map(ArchitectureOption::extent))
          .print(console, format, plan);
    }
    if (resolution != null) {
      throw new InputException(
          "%s brings its own resolution; --resolution is for ONNX models.".formatted(file));
    }
    return bundled || isModel() ? model() : tensors();
  }

  private boolean isModel() {
    try (TensorFile tensors = TensorFiles.open(file)) {
      return ModelFile.isModel(tensors);
    }
  }

  private int model() {
    NamedModel named = NamedModel.of(file);
    ModelFile read = named.file();
    ScalarRemark.print(console);
    SelfTest.Result test = SelfTest.check(read);
    switch (format) {
      case JSON -> Json.print(console.out(), document(read.model(), test));
      case TABLE -> facts(named, test).print(console.out());
    }
    if (plan) {
      console.out().println();
      PlanReport.print(console.out(), Plan.of(read.model()));
    }
    if (test.passed()) {
      return 0;
    }
    console.out().flush();
    console.remark(
        "%s fails its self-test: an output is %.1e of the largest away from what the file says; make the file again."
            .formatted(file, test.worst()));
    return DAMAGED;
  }

  private Facts facts(NamedModel named, SelfTest.Result test) {
    Model model = named.model();
    Facts facts = new Facts();
    facts.add(
        "file",
        named.name() + (named.bundled() ? ", which comes with" : ", a model of") + " MobileNet4J");
    facts.add("network", model.network().input() + " to " + model.network().outputShape());
    facts.add("cost", cost(Cost.of(model.network())));
    facts.add(
        "photos",
        model
            .preprocessing()
            .map(PreprocessingText::words)
            .orElse("nothing is said, so that it cannot classify any"));
    facts.add("labels", labels(model.labels()));
    facts.addAll(model.provenance().facts());
    facts.add(
        "self-test",
        "%s: %d golden pairs, largest deviation %.1e of the largest output"
            .formatted(verdict(test), test.pairs(), test.worst()));
    return facts;
  }

  private static Map<String, Object> document(Model model, SelfTest.Result test) {
    Cost cost = Cost.of(model.network());
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("kind", "model");
    document.put("input", model.network().input());
    document.put("output", model.network().outputShape());
    document.put("multiplyAdds", cost.multiplyAdds());
    document.put("parameters", cost.parameters());
    model
        .preprocessing()
        .ifPresent(found -> document.put("preprocessing", PreprocessingText.document(found)));
    document.put("labels", model.labels());
    document.put("provenance", model.provenance().facts());
    document.put("goldenPairs", test.pairs());
    document.put("worstDeviation", test.worst());
    document.put("selfTest", verdict(test));
    return document;
  }

  private static String verdict(SelfTest.Result test) {
    return test.passed() ? "passed" : "failed";
  }

  static String cost(Cost cost) {
    return "%s multiply-adds, %s parameters"
        .formatted(TextTable.count(cost.multiplyAdds()), TextTable.count(cost.parameters()));
  }

  private static String labels(List<String> labels) {
    return labels.isEmpty()
        ? "none"
        : "%d, from '%s' to '%s'".formatted(labels.size(), labels.getFirst(), labels.getLast());
  }

  private int tensors() {
    if (plan) {
      throw new InputException(
          "%s holds weights without a network, so that there is no plan; import it first."
              .formatted(file));
    }
    try (TensorFile tensors = TensorFiles.open(file)) {
      long bytes = tensors.entries().values().stream().mapToLong(TensorEntry::bytes).sum();
      switch (format) {
        case JSON -> Json.print(console.out(), document(tensors, bytes));
        case TABLE -> {
          Facts facts = new Facts();
          facts.add("file", "%s, %s of weights".formatted(file, FileKind.of(file).words()));
          facts.add(
              "tensors",
              "%d, %s bytes".formatted(tensors.entries().size(), TextTable.count(bytes)));
          facts.addAll(tensors.metadata());
          facts.print(console.out());
          console.out().println();
          TextTable table = new TextTable("tensor", "type", "shape", "bytes");
          for (TensorEntry entry : tensors.entries().values()) {
            table.row(
                entry.name(), entry.type(), entry.dimensions(), TextTable.count(entry.bytes()));
          }
          table.print(console.out());
        }
      }
    }
    return 0;
  }

  private static Map<String, Object> document(TensorFile tensors, long bytes) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("kind", "weights");
    document.put("bytes", bytes);
    document.put("metadata", tensors.metadata());
    List<Map<String, Object>> entries = new ArrayList<>();
    for (TensorEntry entry : tensors.entries().values()) {
      Map<String, Object> tensor = new LinkedHashMap<>();
      tensor.put("name", entry.name());
      tensor.put("type", entry.type());
      tensor.put("shape", entry.dimensions());
      tensor.put("bytes", entry.bytes());
      entries.add(tensor);
    }
    document.put("tensors", entries);
    return document;
  }
}
