package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.vision.Classifier;
import org.mobilenet4j.vision.Evaluation;
import org.mobilenet4j.vision.LabelledPhoto;
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
      "      --predictions predictions.csv"
    })
final class EvaluateCommand implements Callable<Integer> {
  private static final int SOME_UNREADABLE = 2;

  private final Console console;

  @Parameters(
      paramLabel = "DIR|CSV",
      description =
          "A folder with a folder of photos for each class, named by label, index or WordNet id; or a"
              + " CSV with the columns file and class.")
  private Path photos = Path.of("");

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description = "A model file, as 'import' writes it.")
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

  @Option(names = "--overwrite", description = "Replace the file of predictions if it is there.")
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
    if (predictions != null) {
      OutputFile.requireFree(predictions, overwrite);
    }
    List<String> ids = wnids == null ? List.of() : LabelFile.read(wnids);
    Evaluation evaluation;
    try (Classifier classifier =
        Classifier.of(ModelFile.read(model).model(), photoChoice.options())) {
      LabelledPhotos labelledPhotos =
          LabelledPhotos.of(
              photos, images, new ClassNames(classifier.classes(), classifier.labels(), ids));
      ScalarRemark.print(console);
      labelledPhotos.leftOut().ifPresent(console::remark);
      List<LabelledPhoto> labelled = labelledPhotos.photos();
      try (Progress progress = Progress.of("Evaluating", labelled.size(), console)) {
        evaluation = Evaluation.of(classifier, labelled, progress::done);
      }
    }
    for (Evaluation.Unreadable photo : evaluation.unreadable()) {
      console.remark(photo.reason());
    }
    if (predictions != null) {
      OutputFile.write(predictions, csv(evaluation), overwrite);
    }
    print(evaluation);
    return evaluation.unreadable().isEmpty() ? 0 : SOME_UNREADABLE;
  }

  private void print(Evaluation evaluation) {
    int read = evaluation.outcomes().size();
    switch (format) {
      case TABLE -> {
        TextTable table = new TextTable("photos", "top-1", "top-5", "unreadable");
        table.row(
            read,
            percent(evaluation.top1(), read),
            percent(evaluation.top5(), read),
            evaluation.unreadable().size());
        table.print(console.out());
      }
      case JSON -> {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("images", read);
        document.put("top1", evaluation.top1());
        document.put("top5", evaluation.top5());
        document.put("unreadable", evaluation.unreadable().size());
        document.put(
            "unreadableFiles",
            evaluation.unreadable().stream()
                .map(photo -> photo.photo().file().toString())
                .toList());
        Json.print(console.out(), document);
      }
    }
  }

  private static String percent(double share, int photos) {
    return photos == 0 ? "-" : "%.1f%%".formatted(100 * share);
  }

  /** The photo as the CSV calls it, or its place in the folder of classes. */
  private static String nameWithin(Path folder, Path file) {
    return file.startsWith(folder) ? folder.relativize(file).toString() : file.toString();
  }

  private String csv(Evaluation evaluation) {
    Path folder = LabelledPhotos.folder(photos, images);
    List<String> lines = new ArrayList<>();
    lines.add("file,class,predicted,rank");
    for (Evaluation.Outcome outcome : evaluation.outcomes()) {
      lines.add(
          "%s,%d,%d,%d"
              .formatted(
                  quoted(nameWithin(folder, outcome.photo().file())),
                  outcome.photo().index(),
                  outcome.predicted(),
                  outcome.rank()));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String quoted(String cell) {
    return cell.matches("[^\",\r\n]*") ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
  }
}
