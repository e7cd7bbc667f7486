package org.mobilenet4j.training.report;

import java.util.List;
import org.mobilenet4j.network.cost.Cost;
import org.mobilenet4j.network.cost.LayerKind;
import org.mobilenet4j.network.cost.MemoryPeak;

/** What the network costs for one picture. */
final class CostSection {
  private CostSection() {}

  static void write(Markup page, Cost cost) {
    MemoryPeak peak = cost.memory().layerByLayerKept();
    page.open("section", "id", "cost").leaf("h2", "What it costs");
    Tables.values(
        page,
        List.of(
            new NamedValue("Multiply-adds for one picture", exact(cost.multiplyAdds())),
            new NamedValue("Parameters", exact(cost.parameters())),
            new NamedValue(
                "Weights, folded for running",
                "%s as 32-bit floats, %s as 16-bit"
                    .formatted(
                        NumberText.bytes(cost.bytesFloat32()),
                        NumberText.bytes(cost.bytesFloat16()))),
            new NamedValue(
                "Peak activation memory",
                "%s as 32-bit floats, at %s"
                    .formatted(
                        NumberText.bytes(peak.bytesFloat32()),
                        peak.at().isEmpty() ? "no layer" : peak.at().getFirst()))));
    if (!cost.byKind().isEmpty()) {
      page.open("div", "class", "wide").open("table");
      page.leaf("caption", "Where it goes");
      Tables.head(page, List.of("Layers"), List.of("Multiply-adds", "Parameters"));
      page.open("tbody");
      cost.byKind()
          .forEach((kind, share) ->
              page.open("tr")
                  .leaf("td", name(kind), "class", "name")
                  .leaf("td", NumberText.percent(share.multiplyAddShare()))
                  .leaf("td", NumberText.percent(share.parameterShare()))
                  .close());
      page.close().close().close();
    }
    page.close();
  }

  private static String name(LayerKind kind) {
    return switch (kind) {
      case CONV -> "Convolutions";
      case DEPTHWISE -> "Depthwise convolutions";
      case POINTWISE -> "Pointwise (1×1) convolutions";
      case SE -> "Squeeze-and-excite";
      case DENSE -> "Dense layers";
      case POOL -> "Pools";
      case BATCH_NORM -> "Batch normalisations of their own";
    };
  }

  private static String exact(long number) {
    return number < 1_000
        ? NumberText.count(number)
        : "%s (%s)".formatted(NumberText.large(number), NumberText.count(number));
  }
}
