package org.mobilenet4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes on with a training that was stopped or killed. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = {
      "Goes on with a training that was stopped or killed, as it was begun.",
      "The result is the same, to the bit, as if it had never been stopped, unless --epochs makes the",
      "run longer or shorter than it was to be."
    },
    footer = {
      "",
      "Examples:",
      "  mobilenet4j resume model.safetensors",
      "  mobilenet4j resume model.safetensors --epochs 60"
    })
final class ResumeCommand implements Callable<Integer> {
  private static final String ENDING = ".checkpoint";

  private final Console console;

  @Parameters(
      paramLabel = "MODEL|CHECKPOINT",
      description = "The model file that the training was to write, or the checkpoint beside it.")
  private Path file = Path.of("");

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "How often every picture is to be seen in all, instead of what the training was begun"
              + " with; from here on the learning rate follows the new length.")
  private @Nullable Integer epochs;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute; by default as the training was begun.")
  private @Nullable Integer threads;

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "table or json; by default as the training was begun.")
  private @Nullable OutputFormat format;

  ResumeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Invocation begun = Invocation.resuming(checkpoint());
    Invocation invocation = epochs == null ? begun : begun.withEpochs(epochs);
    TrainCommand train = new TrainCommand(console);
    CommandLine words = Commands.configured(new CommandLine(train), console);
    words.parseArgs(invocation.words().toArray(String[]::new));
    return train.resume(invocation, format, threads);
  }

  private Path checkpoint() {
    Path beside = file.resolveSibling(file.getFileName() + ENDING);
    if (Files.exists(beside)) {
      return beside;
    }
    if (file.toString().endsWith(ENDING) && Files.isRegularFile(file)) {
      return file;
    }
    if (Files.isRegularFile(file)) {
      throw new InputException(
          "There is no checkpoint %s, so no training of %s was stopped; there is nothing to resume."
              .formatted(beside, file));
    }
    throw new InputException(
        "There is no checkpoint %s; expected the model file that a stopped 'train' was to write, or its checkpoint."
            .formatted(file.toString().endsWith(ENDING) ? file : beside));
  }
}
