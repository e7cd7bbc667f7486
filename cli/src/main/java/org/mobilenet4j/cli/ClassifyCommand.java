package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.vision.Classifier;
import org.mobilenet4j.vision.Prediction;
import org.mobilenet4j.vision.image.ImageFormatException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what is in photos. */
@Command(
    name = "classify",
    mixinStandardHelpOptions = true,
    description = "Says what is in photos: the likeliest classes of each.",
    footer = {
      "",
      "Examples:",
      "  mobilenet4j classify photo.jpg --model v2.safetensors",
      "  mobilenet4j classify holidays/ --model v2.safetensors --top 1 --format json",
      "  find . -name '*.jpg' | mobilenet4j classify - --model v2.safetensors"
    })
final class ClassifyCommand implements Callable<Integer> {
  private static final int SOME_UNREADABLE = 2;

  private final Console console;

  @Parameters(
      paramLabel = "IMAGE",
      arity = "1..*",
      description = "Photos, folders of photos, or - for a list of names on standard input.")
  private List<String> images = new ArrayList<>();

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description = "A model file, as 'import' writes it.")
  private Path model = Path.of("");

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many classes; 5 by default.",
      defaultValue = "5")
  private int top = 5;

  @Mixin private final PhotoChoice photos = new PhotoChoice();

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "table, which is the default, or json: one line a photo.",
      defaultValue = "table")
  private OutputFormat format = OutputFormat.TABLE;

  ClassifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (top < 1) {
      throw new InputException("Option --top is %d; expected at least 1.".formatted(top));
    }
    List<Path> files = PhotoList.of(images, console.in());
    boolean allRead = true;
    try (Classifier classifier =
        Classifier.of(ModelFile.read(model).model(), photos.options(console))) {
      ScalarRemark.print(console);
      for (Path file : files) {
        try {
          print(file, classifier.classify(file).top(top));
        } catch (ImageFormatException e) {
          allRead = false;
          Unreadable.print(console, format, file, e);
        }
      }
    }
    return allRead ? 0 : SOME_UNREADABLE;
  }

  private void print(Path file, List<Prediction> predictions) {
    switch (format) {
      case TABLE -> {
        console.out().println(file);
        for (Prediction prediction : predictions) {
          console
              .out()
              .printf("  %5.1f%%  %s%n", 100 * prediction.probability(), prediction.label());
        }
      }
      case JSON -> {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("file", file);
        document.put("predictions", predictions.stream().map(ClassifyCommand::document).toList());
        Json.print(console.out(), document);
      }
    }
    console.out().flush();
  }

  private static Map<String, Object> document(Prediction prediction) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("index", prediction.index());
    document.put("label", prediction.label());
    document.put("probability", prediction.probability());
    document.put("logit", prediction.logit());
    return document;
  }
}
