package org.mobilenet4j.training.report;

import java.util.List;

/**
 * Curves over the epochs.
 *
 * @param title what is shown
 * @param note what to see in it, or nothing
 * @param curves told apart by colour and by dashes; those without points are left out
 */
record LineChart(String title, String note, List<Curve> curves) {
  private static final int WIDTH = 460;
  private static final int HEIGHT = 270;
  private static final int MOST_STEPS = 6;

  /**
   * One curve.
   *
   * @param name for the legend
   * @param style a class of the style sheet
   * @param points by rising epoch, finite
   */
  record Curve(String name, String style, List<Point> points) {}

  /**
   * A value.
   *
   * @param epoch of which epoch
   * @param value finite
   */
  record Point(int epoch, double value) {}

  LineChart {
    curves = curves.stream().filter(curve -> !curve.points().isEmpty()).toList();
  }

  void draw(Markup page) {
    if (curves.isEmpty()) {
      return;
    }
    List<Point> all = curves.stream().flatMap(curve -> curve.points().stream()).toList();
    Ticks epochs =
        Ticks.whole(
            all.stream().mapToInt(Point::epoch).min().orElseThrow(),
            all.stream().mapToInt(Point::epoch).max().orElseThrow(),
            MOST_STEPS + 2);
    Ticks values =
        Ticks.around(
            all.stream().mapToDouble(Point::value).min().orElseThrow(),
            all.stream().mapToDouble(Point::value).max().orElseThrow(),
            MOST_STEPS);
    Plot plot = new Plot(WIDTH, HEIGHT, epochs, values, "epoch");
    page.open("figure", "class", "chart");
    page.open("figcaption").leaf("strong", title);
    if (!note.isEmpty()) {
      page.text(" ").leaf("span", note, "class", "quiet");
    }
    legend(page);
    page.close();
    plot.open(page, title + " over the epochs");
    for (Curve curve : curves) {
      draw(page, plot, curve);
    }
    page.close().close();
  }

  private void legend(Markup page) {
    if (curves.size() < 2) {
      return;
    }
    page.open("span", "class", "legend");
    for (Curve curve : curves) {
      page.open("span", "class", "entry")
          .open("svg", "viewBox", "0 0 26 10", "class", "swatch", "aria-hidden", "true");
      Plot.line(page, "curve " + curve.style(), 1, 5, 25, 5);
      page.close().text(curve.name()).close();
    }
    page.close();
  }

  private static void draw(Markup page, Plot plot, Curve curve) {
    if (curve.points().size() == 1) {
      Point only = curve.points().getFirst();
      page.empty(
          "circle",
          "class",
          "dot " + curve.style(),
          "cx",
          Plot.number(plot.x(only.epoch())),
          "cy",
          Plot.number(plot.y(only.value())),
          "r",
          "4");
      return;
    }
    StringBuilder points = new StringBuilder();
    for (Point point : curve.points()) {
      points
          .append(points.isEmpty() ? "" : " ")
          .append(Plot.number(plot.x(point.epoch())))
          .append(',')
          .append(Plot.number(plot.y(point.value())));
    }
    page.empty("polyline", "class", "curve " + curve.style(), "points", points.toString());
  }
}
