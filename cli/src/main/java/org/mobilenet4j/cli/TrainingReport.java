package org.mobilenet4j.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.report.NamedValue;
import org.mobilenet4j.training.report.ReportPage;
import org.mobilenet4j.training.report.RunReport;
import org.mobilenet4j.vision.image.Pixels;

/** A training as a web page. */
final class TrainingReport {
  /** The recipe's lines are a name, padded, and a value. */
  private static final int NAME_COLUMNS = 16;

  private TrainingReport() {}

  static void write(TrainingSetup setup, TrainedModel trained) {
    List<String> findings = new ArrayList<>();
    findings.add(Findings.counts(setup.data(), setup.dataName()) + ".");
    findings.addAll(setup.remarks());
    RunReport report =
        RunReport.titled(
                "%s on %s"
                    .formatted(
                        setup.start().facts().getOrDefault("architecture", "A network"),
                        setup.dataName()))
            .metrics(trained.metrics(), setup.judgingName() + " pictures")
            .epochs(trained.learnt().epochs())
            .facts(
                List.of(
                    new NamedValue("Model", String.valueOf(setup.output().getFileName())),
                    new NamedValue("Weights", weights(trained.learnt())),
                    new NamedValue("Seed", Long.toString(setup.seed()))))
            .mistakes(MistakePictures.of(trained.metrics(), pixels(setup.judging())))
            .recipe(recipe(setup))
            .cost(trained.model().network())
            .findings(findings)
            .warnings(trained.learnt().warnings())
            .next(NextSteps.of(setup))
            .build();
    ReportPage.write(report, setup.report(), Overwrite.REPLACE);
  }

  private static String weights(Learner.Learnt learnt) {
    return learnt.bestEpoch() == 0
        ? "of the probe"
        : "%s, epoch %d".formatted(learnt.averaged() ? "averaged" : "raw", learnt.bestEpoch());
  }

  private static List<NamedValue> recipe(TrainingSetup setup) {
    List<NamedValue> values = new ArrayList<>();
    for (String line : setup.recipe().describe()) {
      int end = Math.min(NAME_COLUMNS, line.length());
      values.add(new NamedValue(line.substring(0, end).strip(), line.substring(end).strip()));
    }
    setup.teacher().ifPresent(teacher -> values.add(new NamedValue("teacher", teacher.text())));
    return values;
  }

  private static Function<String, Pixels> pixels(DataSet pictures) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < pictures.size(); i++) {
      places.put(pictures.name(i), i);
    }
    return name -> pictures.picture(places.getOrDefault(name, 0));
  }
}
