package org.mobilenet4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.mobilenet4j.vision.Embedder;
import org.mobilenet4j.vision.image.ImageFormatException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns photos into features. */
@Command(
    name = "embed",
    mixinStandardHelpOptions = true,
    description =
        "Prints the pooled features of photos, one line each: for search, or for a new classifier.",
    footer = {
      "",
      "Example:",
      "  mobilenet4j embed photos/ --model v2.safetensors --format json > features.jsonl"
    })
final class EmbedCommand implements Callable<Integer> {
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
      description =
          "A model file, as 'import' and 'train' write it, or cifar10, which comes with the program.")
  private Path model = Path.of("");

  @Mixin private final PhotoChoice photos = new PhotoChoice();

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "table, which is the default: the name, a tabulator, the numbers; or json.",
      defaultValue = "table")
  private OutputFormat format = OutputFormat.TABLE;

  EmbedCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Path> files = PhotoList.of(images, console.in());
    boolean allRead = true;
    try (Embedder embedder = Embedder.of(NamedModel.of(model).model(), photos.options(console))) {
      ScalarRemark.print(console);
      for (Path file : files) {
        try {
          print(file, embedder.embed(file));
        } catch (ImageFormatException e) {
          allRead = false;
          Unreadable.print(console, format, file, e);
        }
      }
    }
    return allRead ? 0 : SOME_UNREADABLE;
  }

  private void print(Path file, float[] features) {
    switch (format) {
      case TABLE -> {
        StringJoiner line = new StringJoiner(" ", file + "\t", "");
        for (float feature : features) {
          line.add(Float.toString(feature));
        }
        console.out().println(line);
      }
      case JSON -> {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("file", file);
        document.put("features", features);
        Json.print(console.out(), document);
      }
    }
  }
}
