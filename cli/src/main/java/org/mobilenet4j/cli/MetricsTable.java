package org.mobilenet4j.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.mobilenet4j.vision.metrics.ClassFigures;
import org.mobilenet4j.vision.metrics.ClassificationMetrics;

/** The figures of a classifier, for people and for programs. */
final class MetricsTable {
  /** More classes than these are shown when they are asked for. */
  static final int MOST_CLASSES = 20;

  private MetricsTable() {}

  /** A line a class, and their mean. */
  static TextTable classes(ClassificationMetrics metrics) {
    TextTable table = new TextTable("class", "precision", "recall", "F1", "pictures");
    for (ClassFigures each : metrics.classes()) {
      table.row(
          each.label(),
          percent(each.precision()),
          percent(each.recall()),
          percent(each.f1()),
          each.support());
    }
    table.row(
        "mean of the classes",
        percent(metrics.macroPrecision()),
        percent(metrics.macroRecall()),
        percent(metrics.macroF1()),
        metrics.pictures().size());
    return table;
  }

  /** Adds what {@code train} and {@code evaluate} say alike. */
  static void put(Map<String, Object> document, ClassificationMetrics metrics) {
    document.put("loss", metrics.meanLoss());
    document.put("macroPrecision", metrics.macroPrecision());
    document.put("macroRecall", metrics.macroRecall());
    document.put("macroF1", metrics.macroF1());
    document.put("ece", metrics.calibration().expectedError());
    List<Map<String, Object>> classes = new ArrayList<>();
    for (ClassFigures each : metrics.classes()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("label", each.label());
      each.precision().ifPresent(share -> row.put("precision", share));
      each.recall().ifPresent(share -> row.put("recall", share));
      each.f1().ifPresent(share -> row.put("f1", share));
      row.put("images", each.support());
      classes.add(row);
    }
    document.put("classes", classes);
  }

  static String percent(double share) {
    return "%.1f%%".formatted(100 * share);
  }

  private static String percent(OptionalDouble share) {
    return share.isPresent() ? percent(share.getAsDouble()) : "-";
  }
}
