package org.mobilenet4j.training.report;

import java.util.List;
import org.mobilenet4j.vision.metrics.ConfusionMatrix;

/** A confusion matrix in colours: rows are true classes, columns what they were taken for. */
final class HeatMap {
  /** More classes than this would make cells that nobody can point at. */
  static final int MOST_CLASSES = 40;

  private static final int LONGEST_LABEL = 18;
  private static final double CHARACTER = 6.6;

  /** How far a narrow screen may shrink it before it has to be moved about. */
  private static final double SMALLEST = 0.7;

  private HeatMap() {}

  static void draw(Markup page, List<String> labels, ConfusionMatrix matrix) {
    int classes = matrix.classes();
    int cell = classes <= 12 ? 38 : classes <= 24 ? 26 : 17;
    List<String> names = labels.stream().map(HeatMap::shortened).toList();
    int longest = names.stream().mapToInt(String::length).max().orElse(0);
    double margin = 16 + longest * CHARACTER;
    double side = margin + classes * cell;
    page.open("div", "class", "wide")
        .open(
            "svg",
            "viewBox",
            "0 0 %s %s".formatted(Plot.number(side + 2), Plot.number(side + 2)),
            "class",
            "heat",
            "style",
            "width:%spx;min-width:%spx"
                .formatted(Plot.number(side + 2), Plot.number(SMALLEST * side)),
            "role",
            "img",
            "aria-label",
            "Confusion matrix of %d classes".formatted(classes));
    for (int i = 0; i < classes; i++) {
      double middle = margin + (i + 0.5) * cell;
      page.leaf(
          "text",
          names.get(i),
          "class",
          "tick end",
          "x",
          Plot.number(margin - 7),
          "y",
          Plot.number(middle + 4));
      page.leaf(
          "text",
          names.get(i),
          "class",
          "tick",
          "transform",
          "translate(%s %s) rotate(-90)"
              .formatted(Plot.number(middle + 4), Plot.number(margin - 7)));
    }
    page.empty(
        "rect",
        "class",
        "frame",
        "x",
        Plot.number(margin),
        "y",
        Plot.number(margin),
        "width",
        Integer.toString(classes * cell),
        "height",
        Integer.toString(classes * cell));
    for (ConfusionMatrix.Cell each : matrix.cells()) {
      cell(page, labels, matrix, each, margin, cell);
    }
    page.close().close();
  }

  private static void cell(
      Markup page,
      List<String> labels,
      ConfusionMatrix matrix,
      ConfusionMatrix.Cell each,
      double margin,
      int size) {
    double share = (double) each.pictures() / matrix.support(each.label());
    boolean right = each.label() == each.predicted();
    // Mistakes are few: by their share alone they would not be seen.
    double strength = right ? share : Math.sqrt(share);
    double x = margin + each.predicted() * size;
    double y = margin + each.label() * size;
    page.open("g")
        .leaf(
            "title",
            "%s taken for %s: %s of %s (%s)"
                .formatted(
                    labels.get(each.label()),
                    labels.get(each.predicted()),
                    NumberText.count(each.pictures()),
                    NumberText.count(matrix.support(each.label())),
                    NumberText.percent(share)))
        .empty(
            "rect",
            "class",
            right ? "right" : "wrong",
            "fill-opacity",
            NumberText.fixed(Math.max(0.1, strength), 2),
            "x",
            Plot.number(x + 0.5),
            "y",
            Plot.number(y + 0.5),
            "width",
            Integer.toString(size - 1),
            "height",
            Integer.toString(size - 1));
    String text = Integer.toString(each.pictures());
    if (text.length() * CHARACTER < size - 4) {
      page.leaf(
          "text",
          text,
          "class",
          "tick middle" + (strength > 0.55 ? " strong" : " plain"),
          "x",
          Plot.number(x + size / 2.0),
          "y",
          Plot.number(y + size / 2.0 + 4));
    }
    page.close();
  }

  private static String shortened(String label) {
    int[] points = label.codePoints().toArray();
    return points.length <= LONGEST_LABEL ? label : new String(points, 0, LONGEST_LABEL - 1) + "…";
  }
}
