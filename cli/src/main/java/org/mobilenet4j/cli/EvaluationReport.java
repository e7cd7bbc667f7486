package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.safetensors.Overwrite;
import org.mobilenet4j.training.report.NamedValue;
import org.mobilenet4j.training.report.ReportPage;
import org.mobilenet4j.training.report.RunReport;
import org.mobilenet4j.vision.metrics.ClassificationMetrics;

/** An evaluation as a web page. */
final class EvaluationReport {
  private EvaluationReport() {}

  static void write(
      Path page,
      boolean overwrite,
      Path modelFile,
      Path photos,
      Model model,
      Optional<ClassificationMetrics> metrics,
      EvaluatedPhotos evaluated,
      Optional<String> mirrored) {
    List<String> findings = new ArrayList<>();
    mirrored.ifPresent(findings::add);
    evaluated.onlyTest().ifPresent(findings::add);
    findings.addAll(evaluated.leftOut());
    evaluated.unreadable().forEach(photo -> findings.add(photo.reason()));
    RunReport.Builder report =
        RunReport.titled("%s on %s".formatted(modelFile.getFileName(), photos.getFileName()))
            .facts(
                model.provenance().facts().entrySet().stream()
                    .map(fact -> new NamedValue(fact.getKey(), fact.getValue()))
                    .toList())
            .cost(model.network())
            .findings(findings);
    metrics.ifPresent(figures ->
        report
            .metrics(figures, "photos")
            .mistakes(MistakePictures.of(figures, evaluated.pixels())));
    ReportPage.write(
        report.next(List.of()).build(), page, overwrite ? Overwrite.REPLACE : Overwrite.REFUSE);
  }
}
