package org.mobilenet4j.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mobilenet4j.network.architecture.Architecture;
import org.mobilenet4j.network.architecture.Publication;
import org.mobilenet4j.network.architecture.Zoo;
import org.mobilenet4j.network.cost.Cost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the architectures. */
@Command(
    name = "zoo",
    mixinStandardHelpOptions = true,
    description =
        "Lists the architectures with what they cost and the accuracy published for them.",
    footer = {"", "Example:", "  mobilenet4j zoo --format json"})
final class ZooCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "table, which is the default, or json.",
      defaultValue = "table")
  private OutputFormat format = OutputFormat.TABLE;

  @Option(
      names = "--variants",
      description = "With relatives: another printing, another library's reading, small pictures.")
  private boolean variants;

  ZooCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<String> names = new ArrayList<>(Zoo.names());
    if (variants) {
      names.addAll(Zoo.variants());
    }
    switch (format) {
      case TABLE -> table(names);
      case JSON -> Json.print(console.out(), names.stream().map(ZooCommand::document).toList());
    }
    return 0;
  }

  private void table(List<String> names) {
    TextTable table =
        new TextTable("name", "input", "multiply-adds", "parameters", "top-1", "of", "source");
    for (String name : names) {
      Architecture architecture = Architecture.named(name);
      Cost cost = Cost.of(architecture.build());
      Publication publication = architecture.publication();
      table.row(
          name,
          architecture.build().input(),
          TextTable.count(cost.multiplyAdds()),
          TextTable.count(cost.parameters()),
          publication.top1().isPresent() ? publication.top1().getAsDouble() + "%" : "-",
          publication.top1Source(),
          publication.paper());
    }
    table.print(console.out());
  }

  private static Map<String, Object> document(String name) {
    Architecture architecture = Architecture.named(name);
    Cost cost = Cost.of(architecture.build());
    Publication publication = architecture.publication();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", name);
    document.put("title", publication.title());
    document.put("input", architecture.build().input());
    document.put("multiplyAdds", cost.multiplyAdds());
    document.put("parameters", cost.parameters());
    publication.top1().ifPresent(top1 -> document.put("top1", top1));
    document.put("top1Source", publication.top1Source());
    document.put("source", publication.paper());
    publication.variantOf().ifPresent(other -> document.put("variantOf", other));
    return document;
  }
}
