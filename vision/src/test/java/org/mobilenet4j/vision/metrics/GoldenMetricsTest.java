package org.mobilenet4j.vision.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The figures are those that numpy counts; make_metrics.py lies beside them. */
final class GoldenMetricsTest {
  /** Sums of 400 numbers near 1 in 64 bits. */
  private static final double TOLERANCE = 400 * 0x1p-52;

  @Test
  void every_figure_is_the_one_that_numpy_counts() throws IOException {
    Map<String, Double> expected = new LinkedHashMap<>();
    for (List<String> line : lines("expected.csv")) {
      expected.put(line.get(0), Double.parseDouble(line.get(1).replace("nan", "NaN")));
    }
    List<ScoredPicture> pictures = new ArrayList<>();
    for (List<String> line : lines("pictures.csv")) {
      float[] logits = new float[line.size() - 1];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = Float.parseFloat(line.get(i + 1));
      }
      pictures.add(
          ScoredPicture.ofLogits(
              Integer.toString(pictures.size()), Integer.parseInt(line.get(0)), logits));
    }
    List<String> labels = IntStream.range(0, 12).mapToObj(i -> "class " + i).toList();

    Map<String, Double> counted = figures(ClassificationMetrics.of(labels, pictures));

    assertThat(counted.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    expected.forEach((name, value) -> {
      double own = counted.getOrDefault(name, Double.NEGATIVE_INFINITY);
      if (value.isNaN()) {
        assertThat(own).as(name).isNaN();
      } else {
        assertThat(own).as(name).isCloseTo(value, within(TOLERANCE * Math.max(1, value)));
      }
    });
  }

  private static Map<String, Double> figures(ClassificationMetrics metrics) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("top1", metrics.top1());
    figures.put("top5", metrics.top5());
    figures.put("low", metrics.top1Interval().low());
    figures.put("high", metrics.top1Interval().high());
    figures.put("meanLoss", metrics.meanLoss());
    figures.put("meanConfidence", metrics.meanConfidence());
    figures.put("macroPrecision", metrics.macroPrecision());
    figures.put("macroRecall", metrics.macroRecall());
    figures.put("macroF1", metrics.macroF1());
    figures.put("expectedError", metrics.calibration().expectedError());
    figures.put("maximumError", metrics.calibration().maximumError());
    for (ClassFigures each : metrics.classes()) {
      figures.put("precision " + each.index(), orNaN(each.precision()));
      figures.put("recall " + each.index(), orNaN(each.recall()));
      figures.put("f1 " + each.index(), orNaN(each.f1()));
      figures.put("support " + each.index(), (double) each.support());
      for (int p = 0; p < 12; p++) {
        figures.put(
            "matrix %d %d".formatted(each.index(), p),
            (double) metrics.confusion().pictures(each.index(), p));
      }
    }
    for (int m = 0; m < Calibration.BINS; m++) {
      figures.put("bin " + m, (double) metrics.calibration().bins().get(m).pictures());
    }
    List<ScoredPicture> mistakes = metrics.worstMistakes(5);
    for (int i = 0; i < mistakes.size(); i++) {
      figures.put("mistake " + i, Double.valueOf(mistakes.get(i).name()));
    }
    return Collections.unmodifiableMap(figures);
  }

  private static double orNaN(OptionalDouble value) {
    return value.orElse(Double.NaN);
  }

  private static List<List<String>> lines(String name) throws IOException {
    try (var stream = GoldenMetricsTest.class.getResourceAsStream("/golden/metrics/" + name)) {
      if (stream == null) {
        throw new IllegalStateException("The golden " + name + " is missing.");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> List.of(line.split(",", -1)))
          .toList();
    }
  }
}
