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
      "Shows what a file contains: a model of ours, which is also put to its self-test, or weights of"
          + " others (.safetensors, .pth), or an ONNX model."
    },
    footer = {"", "Example:", "  mobilenet4j inspect v2.safetensors --plan"})
final class InspectCommand implements Callable<Integer> {
  private static final int DAMAGED = 2;

  private final Console console;

  @Parameters(paramLabel = "FILE", description = "A model file or a file of weights.")
  private Path file = Path.of("");

  @Option(
      names = "--resolution",
      paramLabel = "R",
      description = "Height x width of an ONNX model's input, where the file leaves it open.")
  private @Nullable String resolution;

  @Option(names = "--plan", description = "Print how a model of ours would be run.")
  private boolean plan;

  @Option(names = "--format", description = "table or json.", defaultValue = "table")
  private OutputFormat format = OutputFormat.TABLE;

  InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (OnnxSource.is(file)) {
      return onnx();
    }
    return isModel() ? model() : tensors();
  }

  private boolean isModel() {
    try (TensorFile tensors = TensorFiles.open(file)) {
      return ModelFile.isModel(tensors);
    }
  }

  private int model() {
    ModelFile read = ModelFile.read(file);
    SelfTest.Result test = SelfTest.check(read);
    Model model = read.model();
    Cost cost = Cost.of(model.network());
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("kind", "model");
    found.put("input", model.network().input());
    found.put("output", model.network().outputShape());
    found.put("multiplyAdds", cost.multiplyAdds());
    found.put("parameters", cost.parameters());
    found.put(
        "preprocessing",
        model.preprocessing().map(Object::toString).orElse("none: it cannot classify photos"));
    found.put("labels", model.labels());
    found.put("provenance", model.provenance().facts());
    found.put("goldenPairs", test.pairs());
    found.put("worstDeviation", test.worst());
    found.put("selfTest", test.passed() ? "passed" : "failed");
    switch (format) {
      case JSON -> Json.print(console.out(), found);
      case TABLE -> {
        line("file", file + ", a model of MobileNet4J");
        line("network", model.network().input() + " to " + model.network().outputShape());
        line("cost", cost(cost));
        line("photos", found.get("preprocessing"));
        line("labels", labels(model.labels()));
        model.provenance().facts().forEach(this::line);
        line(
            "self-test",
            "%s: %d golden pairs, largest deviation %.1e of the largest output"
                .formatted(found.get("selfTest"), test.pairs(), test.worst()));
      }
    }
    if (plan) {
      Plan.of(model).describe().forEach(console.out()::println);
    }
    return test.passed() ? 0 : DAMAGED;
  }

  private int onnx() {
    Model model =
        OnnxSource.read(file, Optional.ofNullable(resolution).map(ArchitectureOption::extent));
    Cost cost = Cost.of(model.network());
    switch (format) {
      case JSON -> {
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("kind", "an ONNX model");
        found.put("input", model.network().input());
        found.put("output", model.network().outputShape());
        found.put("multiplyAdds", cost.multiplyAdds());
        found.put("parameters", cost.parameters());
        found.put("provenance", model.provenance().facts());
        Json.print(console.out(), found);
      }
      case TABLE -> {
        line("file", file + ", an ONNX model that can be imported");
        line("network", model.network().input() + " to " + model.network().outputShape());
        line("cost", cost(cost));
        model.provenance().facts().forEach(this::line);
      }
    }
    if (plan) {
      Plan.of(model).describe().forEach(console.out()::println);
    }
    return 0;
  }

  private static String cost(Cost cost) {
    return "%s multiply-adds, %s parameters"
        .formatted(TextTable.count(cost.multiplyAdds()), TextTable.count(cost.parameters()));
  }

  private static String labels(List<String> labels) {
    return labels.isEmpty()
        ? "none"
        : "%d, from '%s' to '%s'".formatted(labels.size(), labels.getFirst(), labels.getLast());
  }

  private int tensors() {
    try (TensorFile tensors = TensorFiles.open(file)) {
      long bytes = tensors.entries().values().stream().mapToLong(TensorEntry::bytes).sum();
      String kind = FileKind.of(file).words();
      switch (format) {
        case JSON -> Json.print(console.out(), document(tensors, kind, bytes));
        case TABLE -> {
          line("file", "%s, %s of weights".formatted(file, kind));
          line(
              "tensors",
              "%d, %s bytes".formatted(tensors.entries().size(), TextTable.count(bytes)));
          tensors.metadata().forEach(this::line);
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

  private static Map<String, Object> document(TensorFile tensors, String kind, long bytes) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("kind", kind);
    document.put("bytes", bytes);
    document.put("metadata", tensors.metadata());
    List<Map<String, Object>> entries = new ArrayList<>();
    for (TensorEntry entry : tensors.entries().values()) {
      Map<String, Object> tensor = new LinkedHashMap<>();
      tensor.put("name", entry.name());
      tensor.put("type", entry.type());
      tensor.put("shape", entry.dimensions());
      entries.add(tensor);
    }
    document.put("tensors", entries);
    return document;
  }

  private void line(String name, @org.jspecify.annotations.Nullable Object value) {
    console.out().printf("%-14s %s%n", name, value);
  }
}
