package org.mobilenet4j.training.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mobilenet4j.vision.metrics.ClassFigures;
import org.mobilenet4j.vision.metrics.ClassificationMetrics;
import org.mobilenet4j.vision.metrics.Interval;

/** The result in a sentence, and the key figures. */
final class HeadSection {
  private static final int CLASSES_FOR_TOP_5 = 6;

  private HeadSection() {}

  static void write(Markup page, RunReport report) {
    page.open("header");
    page.leaf("p", report.title(), "class", "title");
    page.leaf("h1", headline(report));
    report.metrics().ifPresent(metrics -> page.leaf("p", details(metrics), "class", "lead"));
    List<NamedValue> figures = figures(report);
    if (!figures.isEmpty()) {
      page.open("dl", "class", "tiles");
      for (NamedValue figure : figures) {
        page.open("div").leaf("dt", figure.name()).leaf("dd", figure.value()).close();
      }
      page.close();
    }
    page.close();
  }

  private static String headline(RunReport report) {
    return report
        .metrics()
        .map(metrics ->
            "%s of %s %s are named correctly."
                .formatted(
                    NumberText.percent(metrics.top1()),
                    NumberText.count(metrics.pictures().size()),
                    report.evaluatedOn()))
        .orElseGet(() ->
            report.epochs().isEmpty()
                ? "Nothing was measured."
                : "Trained for %s; not evaluated."
                    .formatted(NumberText.counted(report.epochs().size(), "epoch", "epochs")));
  }

  private static String details(ClassificationMetrics metrics) {
    Interval interval = metrics.top1Interval();
    String range =
        "With %s the true share lies between %s and %s (95 %% confidence)."
            .formatted(
                NumberText.counted(metrics.pictures().size(), "picture", "pictures"),
                NumberText.percentNumber(interval.low()),
                NumberText.percent(interval.high()));
    return range + weakest(metrics).orElse("");
  }

  private static Optional<String> weakest(ClassificationMetrics metrics) {
    if (metrics.correct() == metrics.pictures().size()) {
      return Optional.empty();
    }
    return metrics.classes().stream()
        .filter(each -> each.support() > 0)
        .min(
            Comparator.comparingDouble(HeadSection::recall)
                .thenComparing(Comparator.comparingInt(ClassFigures::support).reversed())
                .thenComparingInt(ClassFigures::index))
        .map(each ->
            " The weakest class is “%s”: %s of its pictures are found%s."
                .formatted(
                    each.label(),
                    NumberText.percent(each.recall()),
                    takenFor(metrics, each.index()).orElse("")));
  }

  private static double recall(ClassFigures figures) {
    return figures.recall().orElse(0);
  }

  private static Optional<String> takenFor(ClassificationMetrics metrics, int label) {
    return metrics.confusion().mostConfused(Integer.MAX_VALUE).stream()
        .filter(cell -> cell.label() == label)
        .findFirst()
        .map(cell ->
            ", and most often it is taken for “%s”"
                .formatted(metrics.labels().get(cell.predicted())));
  }

  private static List<NamedValue> figures(RunReport report) {
    List<NamedValue> figures = new ArrayList<>();
    report
        .metrics()
        .ifPresent(metrics -> {
          figures.add(new NamedValue("Top-1 accuracy", NumberText.percent(metrics.top1())));
          if (metrics.labels().size() >= CLASSES_FOR_TOP_5) {
            figures.add(new NamedValue("Top-5 accuracy", NumberText.percent(metrics.top5())));
          }
          figures.add(new NamedValue("Mean F1", NumberText.percent(metrics.macroF1())));
          figures.add(new NamedValue("Mean loss", NumberText.fixed(metrics.meanLoss(), 3)));
          figures.add(
              new NamedValue(
                  "Calibration error", NumberText.percent(metrics.calibration().expectedError())));
          figures.add(new NamedValue("Classes", NumberText.count(metrics.labels().size())));
        });
    if (!report.epochs().isEmpty()) {
      double seconds = report.epochs().stream().mapToDouble(EpochFigures::seconds).sum();
      double images =
          report.epochs().stream()
              .mapToDouble(EpochFigures::imagesPerSecond)
              .filter(Double::isFinite)
              .average()
              .orElse(Double.NaN);
      figures.add(new NamedValue("Epochs", NumberText.count(report.epochs().size())));
      figures.add(new NamedValue("Time of the epochs", NumberText.seconds(seconds)));
      figures.add(new NamedValue("Images a second", NumberText.rounded(images)));
    }
    report
        .cost()
        .ifPresent(cost -> {
          figures.add(new NamedValue("Parameters", NumberText.large(cost.parameters())));
          figures.add(new NamedValue("Multiply-adds", NumberText.large(cost.multiplyAdds())));
        });
    figures.addAll(report.facts());
    return figures;
  }
}
