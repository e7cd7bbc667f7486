package org.mobilenet4j.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.audit.OtherTools;
import org.mobilenet4j.network.cost.ActivationMemory;
import org.mobilenet4j.network.cost.Cost;
import org.mobilenet4j.network.cost.LayerCost;
import org.mobilenet4j.network.cost.MemoryPeak;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a network layer by layer with what it costs. */
@Command(
    name = "describe",
    mixinStandardHelpOptions = true,
    description =
        "Shows a network layer by layer: shapes, multiply-adds, parameters, activation memory.",
    footer = {
      "",
      "Examples:",
      "  mobilenet4j describe mobilenet-v2 --width 0.5 --resolution 160",
      "  mobilenet4j describe mobilenet-v3-large --format dot | dot -Tsvg > v3.svg",
      "  mobilenet4j describe my-own.table"
    })
final class DescribeCommand implements Callable<Integer> {
  /** How a network is printed. */
  enum Format {
    TABLE,
    JSON,
    CSV,
    DOT
  }

  private final Console console;

  @Parameters(
      paramLabel = "NAME",
      description = "A name of the zoo, or a file with a table in the same columns.")
  private String name = "";

  @Mixin private final ArchitectureChoice choice = new ArchitectureChoice();

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "table, which is the default, json, csv or dot.",
      defaultValue = "table")
  private Format format = Format.TABLE;

  DescribeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Architecture architecture = choice.of(name);
    Network network = architecture.build();
    Cost cost = Cost.of(network);
    switch (format) {
      case TABLE -> table(architecture, network, cost);
      case JSON -> Json.print(console.out(), document(architecture, network, cost));
      case CSV -> csv(cost);
      case DOT -> NetworkDot.print(network, console.out());
    }
    return 0;
  }

  private void table(Architecture architecture, Network network, Cost cost) {
    console
        .out()
        .printf("%s, %s%n", architecture.publication().title(), architecture.publication().paper());
    architecture
        .optionsAsText()
        .forEach((option, value) -> console.out().printf("  %s %s%n", option, value));
    console.out().println();
    TextTable layers =
        new TextTable(
            "layer", "kind", "input", "output", "kernel", "stride", "multiply-adds", "parameters");
    for (LayerCost layer : cost.layers()) {
      layers.row(
          layer.name(),
          layer.kind().key(),
          layer.input(),
          layer.output(),
          layer.kernel(),
          layer.stride(),
          TextTable.count(layer.multiplyAdds()),
          TextTable.count(layer.parameters()));
    }
    layers.row(
        "total",
        "",
        network.input(),
        network.outputShape(),
        "",
        "",
        TextTable.count(cost.multiplyAdds()),
        TextTable.count(cost.parameters()));
    layers.print(console.out());
    console.out().println();
    kinds(cost);
    console.out().println();
    memory(cost);
    console.out().println();
    console.out().println("Why another tool says otherwise:");
    OtherTools.lines(architecture).forEach(line -> console.out().println("  " + line));
  }

  private void kinds(Cost cost) {
    TextTable kinds =
        new TextTable(
            "kind", "multiply-adds", "share", "parameters", "share", "weights alone", "share");
    cost.byKind()
        .forEach((kind, share) ->
            kinds.row(
                kind.key(),
                TextTable.count(share.multiplyAdds()),
                percent(share.multiplyAddShare()),
                TextTable.count(share.parameters()),
                percent(share.parameterShare()),
                TextTable.count(share.weights()),
                percent(share.weightShare())));
    kinds.print(console.out());
  }

  private static String percent(double share) {
    return "%.2f%%".formatted(100 * share);
  }

  private void memory(Cost cost) {
    TextTable table = new TextTable("memory for one picture", "bytes as float32", "where");
    ActivationMemory memory = cost.memory();
    peak(table, "activations, layer by layer", memory.layerByLayer());
    peak(table, "with what waits for a sum or product", memory.layerByLayerKept());
    peak(table, "each block one operation", memory.blocks());
    peak(table, "with one inner channel on each side", memory.blocksWithInner());
    memory
        .firstFused()
        .ifPresent(peak -> peak(table, "first layer fused into the first block", peak));
    table.row("parameters, batch normalisation folded", TextTable.count(cost.bytesFloat32()), "");
    table.print(console.out());
  }

  private static void peak(TextTable table, String what, MemoryPeak peak) {
    table.row(what, TextTable.count(peak.bytesFloat32()), String.join(", ", peak.at()));
  }

  private void csv(Cost cost) {
    console
        .out()
        .println(
            "name,kind,input,output,kernel,stride,multiply_adds,parameters,shortcut,"
                + "input_elements,output_elements,live_elements");
    for (LayerCost layer : cost.layers()) {
      console
          .out()
          .printf(
              "%s,%s,%s,%s,%s,%s,%d,%d,%d,%d,%d,%d%n",
              layer.name(),
              layer.kind().key(),
              layer.input(),
              layer.output(),
              extent(layer.kernel()),
              extent(layer.stride()),
              layer.multiplyAdds(),
              layer.parameters(),
              layer.shortcut() ? 1 : 0,
              layer.inputElements(),
              layer.outputElements(),
              layer.liveElements());
    }
    console.out().printf("total,,,,,,%d,%d,,,,%n", cost.multiplyAdds(), cost.parameters());
  }

  private static String extent(org.mobilenet4j.network.Extent extent) {
    return extent.height() == extent.width()
        ? Integer.toString(extent.height())
        : extent.height() + "x" + extent.width();
  }

  private static Map<String, Object> document(
      Architecture architecture, Network network, Cost cost) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", architecture.name());
    document.put("title", architecture.publication().title());
    document.put("source", architecture.publication().paper());
    document.put("options", architecture.optionsAsText());
    document.put("input", network.input());
    document.put("output", network.outputShape());
    document.put("multiplyAdds", cost.multiplyAdds());
    document.put("multiplyAddsWithoutClassifier", cost.multiplyAddsWithoutClassifier());
    document.put("parameters", cost.parameters());
    document.put("parametersWithoutBatchNorm", cost.parametersWithoutBatchNorm());
    document.put("parametersFolded", cost.parametersFolded());
    document.put("parametersWithRunningStatistics", cost.parametersWithRunningStatistics());
    document.put("bytesFloat32", cost.bytesFloat32());
    document.put("bytesFloat16", cost.bytesFloat16());
    Map<String, Object> kinds = new LinkedHashMap<>();
    cost.byKind()
        .forEach((kind, share) -> {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("multiplyAdds", share.multiplyAdds());
          entry.put("multiplyAddShare", share.multiplyAddShare());
          entry.put("parameters", share.parameters());
          entry.put("parameterShare", share.parameterShare());
          kinds.put(kind.key(), entry);
        });
    document.put("kinds", kinds);
    document.put("activationMemory", memoryDocument(cost.memory()));
    List<Map<String, Object>> layers = new ArrayList<>();
    cost.layers().forEach(layer -> layers.add(layerDocument(layer)));
    document.put("layers", layers);
    document.put("otherTools", OtherTools.lines(architecture));
    return document;
  }

  private static Map<String, Object> memoryDocument(ActivationMemory memory) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("layerByLayer", memory.layerByLayer().bytesFloat32());
    document.put("layerByLayerKept", memory.layerByLayerKept().bytesFloat32());
    document.put("blocks", memory.blocks().bytesFloat32());
    document.put("blocksWithInner", memory.blocksWithInner().bytesFloat32());
    memory.firstFused().ifPresent(peak -> document.put("firstFused", peak.bytesFloat32()));
    return document;
  }

  private static Map<String, Object> layerDocument(LayerCost layer) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", layer.name());
    document.put("kind", layer.kind().key());
    document.put("input", layer.input());
    document.put("output", layer.output());
    document.put("kernel", List.of(layer.kernel().height(), layer.kernel().width()));
    document.put("stride", List.of(layer.stride().height(), layer.stride().width()));
    document.put("multiplyAdds", layer.multiplyAdds());
    document.put("parameters", layer.parameters());
    document.put("shortcut", layer.shortcut());
    document.put("liveElements", layer.liveElements());
    return document;
  }
}
