package org.mobilenet4j.training.report;

import org.mobilenet4j.vision.metrics.Calibration;
import org.mobilenet4j.vision.metrics.ClassificationMetrics;

/** Whether the network is right as often as it says. */
final class CalibrationSection {
  private static final int WIDTH = 460;

  /** Less than this between confidence and accuracy is not worth a word. */
  private static final double HARDLY = 0.01;

  private CalibrationSection() {}

  static void write(Markup page, ClassificationMetrics metrics) {
    Calibration calibration = metrics.calibration();
    page.open("section", "id", "calibration").leaf("h2", "Whether its confidence can be trusted");
    page.leaf("p", verdict(metrics));
    page.open("div", "class", "charts");
    reliability(page, calibration);
    histogram(page, calibration);
    page.close().close();
  }

  private static String verdict(ClassificationMetrics metrics) {
    double gap = metrics.meanConfidence() - metrics.top1();
    String judgement =
        Math.abs(gap) < HARDLY
            ? "about as confident as it is right"
            : gap > 0 ? "more confident than it is right" : "less confident than it is right";
    return ("It is %s: %s sure on average, and right %s of the time. Expected calibration error"
            + " (ECE): %s; the largest error of a bin: %s.")
        .formatted(
            judgement,
            NumberText.percent(metrics.meanConfidence()),
            NumberText.percent(metrics.top1()),
            NumberText.percent(metrics.calibration().expectedError()),
            NumberText.percent(metrics.calibration().maximumError()));
  }

  private static void reliability(Markup page, Calibration calibration) {
    Ticks percent = Ticks.around(0, 100, 5);
    Plot plot = new Plot(WIDTH, 400, percent, percent, "confidence in %");
    page.open("figure", "class", "chart")
        .open("figcaption")
        .leaf("strong", "Reliability: accuracy in % by confidence")
        .text(" ")
        .leaf("span", "on the dashed line it is right as often as it says", "class", "quiet")
        .close();
    plot.open(page, "Reliability diagram");
    for (Calibration.Bin bin : calibration.bins()) {
      if (bin.pictures() == 0) {
        continue;
      }
      double accuracy = 100 * bin.accuracy();
      double confidence = 100 * bin.meanConfidence();
      String hint =
          "%s, mean confidence %s, right %s"
              .formatted(
                  NumberText.counted(bin.pictures(), "picture", "pictures"),
                  NumberText.percent(bin.meanConfidence()),
                  NumberText.percent(bin.accuracy()));
      double left = 100 * bin.above() + 0.4;
      double right = 100 * bin.upTo() - 0.4;
      // Both kinds of gap stand above what is right and said alike.
      double alike = Math.min(accuracy, confidence);
      plot.bar(page, "right", left, right, 0, alike, hint);
      if (accuracy > confidence) {
        plot.bar(page, "righter", left, right, alike, accuracy, hint);
      } else {
        plot.bar(page, "surer", left, right, alike, confidence, hint);
      }
    }
    Plot.line(page, "diagonal", plot.x(0), plot.y(0), plot.x(100), plot.y(100));
    page.close();
    page.open("p", "class", "legend")
        .leaf("span", "right as it says", "class", "key right-key")
        .text(" ")
        .leaf("span", "right more often", "class", "key righter-key")
        .text(" ")
        .leaf("span", "right less often", "class", "key surer-key")
        .close()
        .close();
  }

  private static void histogram(Markup page, Calibration calibration) {
    int most = calibration.bins().stream().mapToInt(Calibration.Bin::pictures).max().orElseThrow();
    Plot plot =
        new Plot(WIDTH, 400, Ticks.around(0, 100, 5), Ticks.whole(0, most, 8), "confidence in %");
    page.open("figure", "class", "chart")
        .open("figcaption")
        .leaf("strong", "Pictures by confidence")
        .text(" ")
        .leaf("span", "a useful network is rarely sure and wrong", "class", "quiet")
        .close();
    plot.open(page, "Histogram of the confidence");
    for (Calibration.Bin bin : calibration.bins()) {
      if (bin.pictures() == 0) {
        continue;
      }
      String hint =
          "%s right, %s wrong"
              .formatted(NumberText.count(bin.correct()), NumberText.count(bin.wrong()));
      double left = 100 * bin.above() + 0.4;
      double right = 100 * bin.upTo() - 0.4;
      plot.bar(page, "right", left, right, 0, bin.correct(), hint);
      plot.bar(page, "wrong", left, right, bin.correct(), bin.pictures(), hint);
    }
    page.close();
    page.open("p", "class", "legend")
        .leaf("span", "right", "class", "key right-key")
        .text(" ")
        .leaf("span", "wrong", "class", "key wrong-key")
        .close()
        .close();
  }
}
