package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobilenet4j.vision.BundledModel;
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
    description = {
      "Says what is in photos: the likeliest classes of each.",
      "Without --model by the model that comes with the program, 'cifar10', which knows airplanes,"
          + " automobiles, birds, cats, deer, dogs, frogs, horses, ships and trucks. For one that"
          + " knows more see 'import' and 'train'."
    },
    footer = {
      "",
      "Examples:",
      "  mobilenet4j classify photo.jpg",
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
      paramLabel = "MODEL",
      description =
          "A model file, as 'import' and 'train' write it, or cifar10, the model that comes with the"
              + " program and is the default.")
  private @Nullable Path model;

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
    NamedModel named = model == null ? NamedModel.of(BundledModel.CIFAR10) : NamedModel.of(model);
    int answered = 0;
    try (Classifier classifier = Classifier.of(named.model(), photos.options(console))) {
      ScalarRemark.print(console);
      for (Path file : files) {
        try {
          print(file, named, classifier.classify(file).top(top));
          answered++;
        } catch (ImageFormatException e) {
          Unreadable.print(console, format, file, e);
        }
      }
    }
    if (named.bundled() && answered > 0 && format == OutputFormat.TABLE) {
      BundledModelNote.print(console.out(), named.model());
    }
    return answered == files.size() ? 0 : SOME_UNREADABLE;
  }

  private void print(Path file, NamedModel named, List<Prediction> predictions) {
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
        document.put("model", named.name());
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
