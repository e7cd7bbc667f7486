package org.mobilenet4j.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.training.ProbeFigures;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.optimization.PlainNumber;
import org.mobilenet4j.training.report.NamedValue;
import org.mobilenet4j.training.report.ReportPage;
import org.mobilenet4j.training.report.RunReport;
import org.mobilenet4j.vision.image.Pixels;

/** A training as a web page. */
final class TrainingReport {
  private TrainingReport() {}

  static void write(TrainingSetup setup, TrainedModel trained) {
    List<String> findings = new ArrayList<>();
    findings.add(Findings.counts(setup.data(), setup.dataName()) + ".");
    findings.addAll(Findings.inFull(setup.data()));
    findings.addAll(Findings.lost(trained.lost()));
    findings.addAll(setup.remarks());
    RunReport report =
        RunReport.titled(title(setup))
            .metrics(trained.metrics(), setup.judgingName() + " pictures")
            .epochs(trained.learnt().epochs())
            .facts(
                List.of(
                    new NamedValue("Model", String.valueOf(setup.output().getFileName())),
                    new NamedValue("Weights", weights(trained.learnt())),
                    new NamedValue("Seed", Long.toString(setup.seed()))))
            .mistakes(MistakePictures.of(trained.metrics(), pixels(setup.judging())))
            .recipe(recipe(setup, trained.learnt()))
            .cost(trained.model().network())
            .findings(findings)
            .warnings(trained.warnings())
            .next(NextSteps.of(setup))
            .build();
    ReportPage.write(report, setup.report(), Overwrite.REPLACE);
  }

  /** Of all reports of such a run. */
  static String title(TrainingSetup setup) {
    return "%s on %s"
        .formatted(
            setup.start().facts().getOrDefault("architecture", "A network"), setup.dataName());
  }

  private static String weights(Learner.Learnt learnt) {
    return learnt.bestEpoch() == 0
        ? "of the probe"
        : "%s, epoch %d".formatted(learnt.averaged() ? "averaged" : "raw", learnt.bestEpoch());
  }

  private static List<NamedValue> recipe(TrainingSetup setup, Learner.Learnt learnt) {
    List<NamedValue> values = new ArrayList<>(RunSettings.of(setup));
    learnt.probe().ifPresent(probe -> values.add(new NamedValue("linear probe", text(probe))));
    return values;
  }

  private static String text(ProbeFigures probe) {
    ProbeFigures.Tried chosen = probe.chosen();
    return "%.1f%% of the validation pictures named rightly (loss %.3f) and %.1f%% of those to learn from; penalty %s of %s; %s features; %.1f s"
        .formatted(
            100 * chosen.validationAccuracy(),
            chosen.validationLoss(),
            100 * chosen.trainAccuracy(),
            PlainNumber.of(chosen.penalty()),
            probe.tried().stream()
                .map(tried -> PlainNumber.of(tried.penalty()))
                .collect(Collectors.joining(", ")),
            TextTable.count(probe.features()),
            probe.seconds());
  }

  /** Reads one of them by its name. */
  static Function<String, Pixels> pixels(DataSet pictures) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < pictures.size(); i++) {
      places.put(pictures.name(i), i);
    }
    return name -> {
      @Nullable Integer place = places.get(name);
      if (place == null) {
        throw new IllegalArgumentException("There is no picture '" + name + "'.");
      }
      return pictures.picture(place);
    };
  }
}
