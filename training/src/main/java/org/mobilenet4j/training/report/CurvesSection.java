package org.mobilenet4j.training.report;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How loss, accuracy and learning rate went. */
final class CurvesSection {
  private CurvesSection() {}

  static void write(Markup page, List<EpochFigures> epochs) {
    if (epochs.isEmpty()) {
      return;
    }
    page.open("section", "id", "curves")
        .leaf("h2", "How it learned")
        .open("div", "class", "charts");
    new LineChart(
            "Accuracy in %",
            best(epochs),
            List.of(
                curve("training", "train", epochs, each -> 100 * each.trainAccuracy()),
                curve("validation", "validation", epochs, each -> 100 * each.validationAccuracy()),
                curve("averaged weights", "averaged", epochs, CurvesSection::averaged)))
        .draw(page);
    new LineChart(
            "Loss",
            "mean over the pictures; lower is better",
            List.of(
                curve("training", "train", epochs, EpochFigures::trainLoss),
                curve("validation", "validation", epochs, EpochFigures::validationLoss)))
        .draw(page);
    new LineChart(
            "Learning rate",
            "at the end of each epoch",
            List.of(curve("learning rate", "rate", epochs, EpochFigures::learningRate)))
        .draw(page);
    page.leaf(
        "p",
        "The training figures are taken while the weights still change, and of pictures as they were"
            + " augmented: they may be worse than those of validation.",
        "class",
        "quiet");
    page.close().close();
  }

  private static double averaged(EpochFigures epoch) {
    return 100 * epoch.averagedAccuracy().orElse(Double.NaN);
  }

  private static String best(List<EpochFigures> epochs) {
    return epochs.stream()
        .filter(each -> Double.isFinite(better(each)))
        // Of equally good epochs the first.
        .min(
            Comparator.comparingDouble(CurvesSection::better)
                .reversed()
                .thenComparingInt(EpochFigures::epoch))
        .map(each ->
            "best: %s in epoch %d".formatted(NumberText.percent(better(each)), each.epoch()))
        .orElse("");
  }

  private static double better(EpochFigures epoch) {
    double averaged = epoch.averagedAccuracy().orElse(Double.NaN);
    double raw = epoch.validationAccuracy();
    return Double.isNaN(averaged) ? raw : Double.isNaN(raw) ? averaged : Math.max(averaged, raw);
  }

  private static LineChart.Curve curve(
      String name, String style, List<EpochFigures> epochs, ToDoubleFunction<EpochFigures> value) {
    return new LineChart.Curve(
        name,
        style,
        epochs.stream()
            .filter(each -> Double.isFinite(value.applyAsDouble(each)))
            .map(each -> new LineChart.Point(each.epoch(), value.applyAsDouble(each)))
            .toList());
  }
}
