package org.mobilenet4j.training.report;

import java.util.Comparator;
import java.util.List;
import org.mobilenet4j.vision.metrics.ClassFigures;
import org.mobilenet4j.vision.metrics.ClassificationMetrics;

/** Precision, recall, F1 and support of each class. */
final class ClassesSection {
  /** Up to this many classes are shown at once; of more the weakest, and the rest on demand. */
  private static final int MOST_AT_ONCE = 40;

  private static final int WEAKEST = 20;

  /** Keeps the page of a classifier of tens of thousands of classes small. */
  private static final int MOST_ON_DEMAND = 1_000;

  private static final Comparator<ClassFigures> WEAKEST_FIRST =
      Comparator.comparingDouble((ClassFigures each) -> each.f1().orElse(0))
          .thenComparing(Comparator.comparingInt(ClassFigures::support).reversed())
          .thenComparingInt(ClassFigures::index);

  private ClassesSection() {}

  static void write(Markup page, ClassificationMetrics metrics) {
    List<ClassFigures> classes = metrics.classes();
    page.open("section", "id", "classes").leaf("h2", "Class by class");
    if (classes.size() <= MOST_AT_ONCE) {
      table(page, metrics, classes, "");
    } else {
      List<ClassFigures> weakest =
          classes.stream().filter(each -> each.support() > 0).sorted(WEAKEST_FIRST).toList();
      List<ClassFigures> shown =
          weakest.stream()
              .limit(MOST_ON_DEMAND)
              .sorted(Comparator.comparingInt(ClassFigures::index))
              .toList();
      int first = Math.min(WEAKEST, weakest.size());
      table(page, metrics, weakest.subList(0, first), "The weakest %d".formatted(first));
      page.open("details")
          .leaf(
              "summary",
              shown.size() == classes.size()
                  ? "All %s classes".formatted(NumberText.count(classes.size()))
                  : "%s of %s classes: the weakest of those that have pictures"
                      .formatted(NumberText.count(shown.size()), NumberText.count(classes.size())));
      table(page, metrics, shown, "");
      page.close();
    }
    page.leaf(
        "p",
        "Precision: of what was taken for the class, the share that is of it. Recall: of the class's"
            + " pictures, the share that was found. F1: their harmonic mean. The means count every"
            + " class that has pictures the same.",
        "class",
        "quiet");
    page.close();
  }

  private static void table(
      Markup page, ClassificationMetrics metrics, List<ClassFigures> classes, String caption) {
    page.open("div", "class", "wide").open("table");
    if (!caption.isEmpty()) {
      page.leaf("caption", caption);
    }
    Tables.headWithBars(page, List.of("Class"), List.of("Pictures", "Precision", "Recall", "F1"));
    page.open("tbody");
    for (ClassFigures each : classes) {
      page.open("tr")
          .leaf("td", each.label(), "class", "name")
          .leaf("td", NumberText.count(each.support()))
          .leaf("td", NumberText.percent(each.precision()))
          .leaf("td", NumberText.percent(each.recall()))
          .leaf("td", NumberText.percent(each.f1()));
      bar(page, each.f1().orElse(0));
      page.close();
    }
    page.close().open("tfoot").open("tr");
    page.leaf("td", "All", "class", "name")
        .leaf("td", NumberText.count(metrics.pictures().size()))
        .leaf("td", NumberText.percent(metrics.macroPrecision()))
        .leaf("td", NumberText.percent(metrics.macroRecall()))
        .leaf("td", NumberText.percent(metrics.macroF1()));
    bar(page, metrics.macroF1());
    page.close().close().close().close();
  }

  private static void bar(Markup page, double share) {
    page.open("td", "class", "bar")
        .leaf("i", "", "style", "width:%s%%".formatted(NumberText.fixed(100 * share, 1)))
        .close();
  }
}
