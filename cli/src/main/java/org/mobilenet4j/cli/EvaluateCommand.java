package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.vision.Classifier;
import org.mobilenet4j.vision.Evaluation;
import org.mobilenet4j.vision.PhotoOptions;
import org.mobilenet4j.vision.image.DecodeOptions;
import org.mobilenet4j.vision.metrics.ClassificationMetrics;
import org.mobilenet4j.vision.metrics.ScoredPicture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Counts how often a model is right. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Counts how often a model is right about photos whose classes are known.",
    footer = {
      "",
      "Examples:",
      "  mobilenet4j evaluate validation/ --model v2.safetensors",
      "  mobilenet4j evaluate photos.csv --images photos --model v2.safetensors \\",
      "      --predictions predictions.csv --report report.html"
    })
final class EvaluateCommand implements Callable<Integer> {
  private static final int NOT_ALL_DONE = 2;

  private final Console console;

  @Parameters(
      paramLabel = "DIR|ARCHIVE|CSV",
      description =
          "A folder with a folder of photos for each class, named by label, index or WordNet id,"
              + " perhaps inside train, validation and test; a tar, tar.gz or zip of that; or a CSV"
              + " with the columns file, class and perhaps split. Where there are test photos, these"
              + " alone count.")
  private Path photos = Path.of("");

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description =
          "A model file, as 'import' and 'train' write it, or cifar10, which comes with the program.")
  private Path model = Path.of("");

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Where the CSV's files lie; beside the CSV by default.")
  private @Nullable Path images;

  @Option(
      names = "--wnids",
      paramLabel = "FILE",
      description = "WordNet ids, one a line in the order of the classes.")
  private @Nullable Path wnids;

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description = "Write a CSV with the predicted class and the rank of the true one.")
  private @Nullable Path predictions;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write a report as a web page: confusion, classes, calibration, mistakes.")
  private @Nullable Path report;

  @Option(
      names = "--per-class",
      description = "Print a line for each class, also if there are more than twenty.")
  private boolean perClass;

  @Option(names = "--overwrite", description = "Replace predictions and report if they are there.")
  private boolean overwrite;

  @Mixin private final PhotoChoice photoChoice = new PhotoChoice();

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "table, which is the default, or json.",
      defaultValue = "table")
  private OutputFormat format = OutputFormat.TABLE;

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    requireDistinct();
    if (predictions != null) {
      OutputFile.requireFree(predictions, overwrite);
    }
    if (report != null) {
      OutputFile.requireFree(report, overwrite);
    }
    List<String> ids = wnids == null ? List.of() : LabelFile.read(wnids);
    NamedModel known = NamedModel.of(model);
    EvaluatedPhotos evaluated;
    PhotoOptions options = photoChoice.options(console);
    try (Classifier classifier = Classifier.of(known.model(), options)) {
      ClassNames names = new ClassNames(classifier.classes(), classifier.labels(), ids);
      evaluated = evaluated(classifier, names, options.decoding());
    }
    evaluated.unreadable().forEach(photo -> console.remark(photo.reason()));
    if (evaluated.others() == 0) {
      LearntBefore.remark(model.toString(), known.model(), DataChoice.name(photos))
          .ifPresent(console::remark);
    }
    Optional<ClassificationMetrics> metrics = metrics(known.model(), evaluated.pictures());
    WrittenFiles files = new WrittenFiles();
    files.write(
        predictions,
        file ->
            OutputFile.write(
                file,
                PredictionsCsv.text(evaluated, LabelledPhotos.folder(photos, images)),
                overwrite));
    files.write(
        report,
        file ->
            EvaluationReport.write(
                file,
                overwrite,
                model,
                photos,
                known.model(),
                metrics,
                evaluated,
                mirrored(options.views())));
    print(metrics, evaluated, options.views(), files);
    console.out().flush();
    files.failures().forEach(console::remark);
    return evaluated.unreadable().isEmpty() && files.failures().isEmpty() ? 0 : NOT_ALL_DONE;
  }

  private void requireDistinct() {
    DistinctFiles files = new DistinctFiles();
    files.reads(new ReadPhotos("what is evaluated", photos, Optional.ofNullable(images)));
    if (!NamedModel.isBundled(model.toString())) {
      files.reads("the model (--model)", model);
    }
    if (wnids != null) {
      files.reads("the list of WordNet ids (--wnids)", wnids);
    }
    if (predictions != null) {
      files.writes("the predictions (--predictions)", predictions);
    }
    if (report != null) {
      files.writes("the report (--report)", report);
    }
  }

  private EvaluatedPhotos evaluated(
      Classifier classifier, ClassNames names, DecodeOptions decoding) {
    if (images != null) {
      DataChoice.requireList(photos);
    }
    if (PhotosInFolders.areIn(photos)) {
      return PhotosInFolders.evaluate(classifier, photos, decoding, names, console);
    }
    LabelledPhotos labelled = LabelledPhotos.of(photos, images, names);
    ScalarRemark.print(console);
    try (Progress progress = Progress.of("Evaluating", labelled.photos().size(), console)) {
      return EvaluatedPhotos.of(
          Evaluation.of(classifier, labelled.photos(), progress::done),
          labelled.others(),
          decoding);
    }
  }

  private static Optional<ClassificationMetrics> metrics(
      Model model, List<ScoredPicture> pictures) {
    List<String> labels =
        model.labels().isEmpty()
            ? IntStream.range(0, Math.toIntExact(model.network().outputShape().elements()))
                .mapToObj(Integer::toString)
                .toList()
            : model.labels();
    return pictures.isEmpty()
        ? Optional.empty()
        : Optional.of(ClassificationMetrics.of(labels, pictures));
  }

  /** Figures that mirror images have a part in say so. */
  private static Optional<String> mirrored(PhotoOptions.Views views) {
    return switch (views) {
      case PHOTO -> Optional.empty();
      case WITH_MIRROR_IMAGE ->
          Optional.of(
              "What is said of each photo is the mean of what is said of it and of its mirror image (--mirror).");
    };
  }

  private void print(
      Optional<ClassificationMetrics> metrics,
      EvaluatedPhotos evaluated,
      PhotoOptions.Views views,
      WrittenFiles files) {
    switch (format) {
      case TABLE -> {
        mirrored(views).ifPresent(console.out()::println);
        printTable(metrics, evaluated);
      }
      case JSON -> {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("images", evaluated.pictures().size());
        document.put("split", evaluated.others() == 0 ? "all" : "test");
        document.put("mirror", mirrored(views).isPresent());
        document.put("top1", metrics.map(ClassificationMetrics::top1).orElse(Double.NaN));
        document.put("top5", metrics.map(ClassificationMetrics::top5).orElse(Double.NaN));
        metrics.ifPresent(figures -> MetricsTable.put(document, figures));
        if (report != null && files.has(report)) {
          document.put("report", report);
        }
        document.put("unreadable", evaluated.unreadable().size());
        document.put(
            "unreadableFiles",
            evaluated.unreadable().stream().map(EvaluatedPhotos.Unreadable::name).toList());
        Json.print(console.out(), document);
      }
    }
  }

  private void printTable(Optional<ClassificationMetrics> metrics, EvaluatedPhotos evaluated) {
    evaluated.onlyTest().ifPresent(console.out()::println);
    TextTable table =
        new TextTable(
            "photos", "top-1", "top-5", "loss", "precision", "recall", "F1", "ECE", "unreadable");
    table.row(
        evaluated.pictures().size(),
        percent(metrics, ClassificationMetrics::top1),
        percent(metrics, ClassificationMetrics::top5),
        metrics.map(figures -> "%.3f".formatted(figures.meanLoss())).orElse("-"),
        percent(metrics, ClassificationMetrics::macroPrecision),
        percent(metrics, ClassificationMetrics::macroRecall),
        percent(metrics, ClassificationMetrics::macroF1),
        percent(metrics, figures -> figures.calibration().expectedError()),
        evaluated.unreadable().size());
    table.print(console.out());
    metrics
        .filter(figures -> perClass || figures.labels().size() <= MetricsTable.MOST_CLASSES)
        .ifPresent(figures -> {
          console.out().println();
          MetricsTable.classes(figures).print(console.out());
        });
  }

  private static String percent(
      Optional<ClassificationMetrics> metrics, ToDoubleFunction<ClassificationMetrics> figure) {
    return metrics.map(figures -> MetricsTable.percent(figure.applyAsDouble(figures))).orElse("-");
  }
}
