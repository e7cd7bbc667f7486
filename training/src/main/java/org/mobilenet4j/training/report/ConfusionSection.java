package org.mobilenet4j.training.report;

import java.util.List;
import org.mobilenet4j.vision.metrics.ClassificationMetrics;
import org.mobilenet4j.vision.metrics.ConfusionMatrix;

/** Which classes are taken for which. */
final class ConfusionSection {
  private static final int PAIRS_BESIDE_THE_MAP = 10;
  private static final int PAIRS_ALONE = 30;

  private ConfusionSection() {}

  static void write(Markup page, ClassificationMetrics metrics) {
    boolean map = metrics.labels().size() <= HeatMap.MOST_CLASSES;
    List<ConfusionMatrix.Cell> pairs =
        metrics.confusion().mostConfused(map ? PAIRS_BESIDE_THE_MAP : PAIRS_ALONE);
    if (!map && pairs.isEmpty()) {
      return;
    }
    page.open("section", "id", "confusion").leaf("h2", "What it confuses");
    page.open("div", "class", "beside");
    if (map) {
      page.open("figure")
          .open("figcaption")
          .text("Rows: the true class. Columns: what it was taken for. ")
          .leaf("span", "right", "class", "key right-key")
          .text(" ")
          .leaf("span", "wrong", "class", "key wrong-key")
          .close();
      HeatMap.draw(page, metrics.labels(), metrics.confusion());
      page.close();
    }
    if (!pairs.isEmpty()) {
      pairs(page, metrics, pairs);
    }
    page.close().close();
  }

  private static void pairs(
      Markup page, ClassificationMetrics metrics, List<ConfusionMatrix.Cell> pairs) {
    page.open("div", "class", "wide").open("table");
    page.leaf("caption", "The most confused pairs");
    Tables.head(page, List.of("True class", "Taken for"), List.of("Pictures", "Of its class"));
    page.open("tbody");
    for (ConfusionMatrix.Cell pair : pairs) {
      double share = (double) pair.pictures() / metrics.confusion().support(pair.label());
      page.open("tr")
          .leaf("td", metrics.labels().get(pair.label()), "class", "name")
          .leaf("td", metrics.labels().get(pair.predicted()), "class", "name")
          .leaf("td", NumberText.count(pair.pictures()))
          .leaf("td", NumberText.percent(share))
          .close();
    }
    page.close().close().close();
  }
}
