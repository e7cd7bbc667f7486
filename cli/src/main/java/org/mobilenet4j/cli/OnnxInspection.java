package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mobilenet4j.inference.Plan;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.onnx.OnnxContents;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.MobileNetException;
import org.mobilenet4j.network.cost.Cost;

/** What an ONNX file holds, and whether it can be imported. */
final class OnnxInspection {
  private static final int CANNOT_BE_IMPORTED = 2;

  private final Path file;
  private final OnnxContents contents;
  private Optional<Model> model = Optional.empty();
  private Optional<String> refusal = Optional.empty();

  OnnxInspection(Path file, Optional<Extent> resolution) {
    this.file = file;
    contents = OnnxContents.read(file);
    try {
      model = Optional.of(OnnxSource.read(file, resolution));
    } catch (MobileNetException e) {
      refusal = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  int print(Console console, OutputFormat format, boolean plan) {
    switch (format) {
      case JSON -> Json.print(console.out(), document());
      case TABLE -> facts().print(console.out());
    }
    if (plan) {
      console.out().println();
      model.ifPresent(read -> PlanReport.print(console.out(), Plan.of(read)));
    }
    if (refusal.isEmpty()) {
      return 0;
    }
    console.out().flush();
    console.remark(refusal.get());
    return CANNOT_BE_IMPORTED;
  }

  private Facts facts() {
    Facts facts = new Facts();
    facts.add("file", file + ", an ONNX model");
    facts.add("producer", contents.producer().isEmpty() ? "unnamed" : contents.producer());
    facts.add("operator set", contents.operatorSet());
    facts.add("input", String.join(", ", contents.inputs()));
    facts.add("output", String.join(", ", contents.outputs()));
    facts.add(
        "constants",
        "%d tensors, %s numbers"
            .formatted(contents.constants(), TextTable.count(contents.numbers())));
    facts.add(
        "operators",
        contents.operators().entrySet().stream()
            .map(operator -> operator.getKey() + " " + operator.getValue())
            .collect(Collectors.joining(", ")));
    facts.add("import", model.isPresent() ? "possible" : "not possible");
    model
        .map(Model::network)
        .ifPresent(network -> {
          facts.add("network", network.input() + " to " + network.outputShape());
          facts.add("cost", InspectCommand.cost(Cost.of(network)));
        });
    model
        .map(read -> read.provenance().facts().get("removed"))
        .ifPresent(removed -> facts.add("removed", removed));
    return facts;
  }

  private Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("kind", "onnx");
    document.put("producer", contents.producer());
    document.put("operatorSet", contents.operatorSet());
    document.put("inputs", contents.inputs());
    document.put("outputs", contents.outputs());
    document.put("constants", contents.constants());
    document.put("numbers", contents.numbers());
    document.put("operators", contents.operators());
    document.put("importable", model.isPresent());
    refusal.ifPresent(reason -> document.put("reason", reason));
    model
        .map(Model::network)
        .ifPresent(network -> {
          Cost cost = Cost.of(network);
          document.put("input", network.input());
          document.put("output", network.outputShape());
          document.put("multiplyAdds", cost.multiplyAdds());
          document.put("parameters", cost.parameters());
        });
    return document;
  }
}
