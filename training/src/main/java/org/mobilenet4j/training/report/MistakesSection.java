package org.mobilenet4j.training.report;

import java.util.List;
import org.mobilenet4j.vision.metrics.ClassificationMetrics;
import org.mobilenet4j.vision.metrics.ScoredPicture;

/** The pictures that were named wrongly with the most confidence. */
final class MistakesSection {
  private static final int MOST_NAMES = 20;

  private MistakesSection() {}

  static void write(Markup page, ClassificationMetrics metrics, List<PicturedMistake> pictured) {
    List<ScoredPicture> named = metrics.worstMistakes(MOST_NAMES);
    if (pictured.isEmpty() && named.isEmpty()) {
      return;
    }
    page.open("section", "id", "mistakes").leaf("h2", "Its worst mistakes");
    page.leaf(
        "p",
        "Named wrongly, and surest of it. Look here first for wrong labels in the data.",
        "class",
        "quiet");
    if (pictured.isEmpty()) {
      names(page, metrics.labels(), named);
    } else {
      page.open("div", "class", "mistakes");
      pictured.stream()
          .limit(ReportPage.MOST_MISTAKES)
          .forEach(mistake -> picture(page, metrics.labels(), mistake));
      page.close();
    }
    page.close();
  }

  private static void picture(Markup page, List<String> labels, PicturedMistake mistake) {
    ScoredPicture picture = mistake.picture();
    String truth = labels.get(picture.label());
    String predicted = labels.get(picture.predicted());
    page.open("figure")
        .empty(
            "img",
            "src",
            Thumbnail.dataUri(mistake.pixels()),
            "alt",
            "%s, taken for %s".formatted(truth, predicted))
        .open("figcaption")
        .open("span", "class", "line")
        .text("is ")
        .leaf("strong", truth)
        .close()
        .open("span", "class", "line")
        .text("taken for ")
        .leaf("strong", predicted)
        .text(" " + NumberText.percent(picture.confidence()))
        .close()
        .leaf("span", picture.name(), "class", "file")
        .close()
        .close();
  }

  private static void names(Markup page, List<String> labels, List<ScoredPicture> named) {
    page.open("div", "class", "wide").open("table");
    Tables.head(page, List.of("Picture", "True class", "Taken for"), List.of("Confidence"));
    page.open("tbody");
    for (ScoredPicture picture : named) {
      page.open("tr")
          .leaf("td", picture.name(), "class", "name")
          .leaf("td", labels.get(picture.label()), "class", "name")
          .leaf("td", labels.get(picture.predicted()), "class", "name")
          .leaf("td", NumberText.percent(picture.confidence()))
          .close();
    }
    page.close().close().close();
  }
}
