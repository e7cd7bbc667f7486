package org.mobilenet4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.mobilenet4j.model.ModelFormatException;

/**
 * The files of a training that came to its end. Where one of them cannot be written, as on a full
 * disk, a sentence says what is there and how to go on.
 */
final class ResultFiles {
  private ResultFiles() {}

  /** Writes model and report, and then removes the checkpoint, which nobody needs any more. */
  static void write(TrainingSetup setup, TrainedModel trained) {
    try {
      trained.write(setup);
    } catch (ModelFormatException e) {
      String kept =
          keepsState(setup)
              ? "What was learned is in %s: make room, then go on with '%s'."
                  .formatted(setup.checkpoint(), resume(setup))
              : "Of a new head alone no state is kept: make room, then begin anew.";
      throw new InputException("%s %s".formatted(failure(setup.output(), e), kept), e);
    }
    try {
      TrainingReport.write(setup, trained);
    } catch (ModelFormatException e) {
      String rest =
          keepsState(setup)
              ? "make room, then write the report, too, with '%s'.".formatted(resume(setup))
              : "for a report, too, make room, then begin anew with --overwrite.";
      throw new InputException(
          "%s The model is whole, in %s; %s"
              .formatted(failure(setup.report(), e), setup.output(), rest),
          e);
    }
    OutputFile.forget(setup.checkpoint(), setup.output(), setup.report());
  }

  /** Where nothing but a new head learns, a checkpoint that lies there is another run's. */
  private static boolean keepsState(TrainingSetup setup) {
    return !setup.start().probesOnly();
  }

  private static String resume(TrainingSetup setup) {
    return "mobilenet4j resume " + ShellWord.of(setup.checkpoint());
  }

  private static String failure(Path file, ModelFormatException e) {
    return e.getCause() instanceof IOException reason
        ? "%s cannot be written (%s).".formatted(file, InputException.reason(reason))
        : String.valueOf(e.getMessage());
  }
}
