package org.mobilenet4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.mobilenet4j.model.ModelFormatException;
import org.mobilenet4j.model.tensors.IoReason;
import org.mobilenet4j.network.MobileNetException;

/**
 * The files of a training that came to its end. Where one of them cannot be written, as on a full
 * disk, a sentence says what is there and how to go on.
 */
final class ResultFiles {
  private ResultFiles() {}

  /** Writes model and report, and then removes the checkpoint, which nobody needs any more. */
  static void write(TrainingSetup setup, TrainedModel trained) {
    try {
      OwnFiles.requireModel(setup);
      trained.write(setup);
    } catch (ModelFormatException | InputException e) {
      String kept =
          keepsState(setup)
              ? "What was learned is in %s: %s, then go on with '%s'."
                  .formatted(setup.checkpoint(), remedy(e), resume(setup))
              : "Of a new head alone no state is kept: %s, then begin anew.".formatted(remedy(e));
      throw new InputException("%s %s".formatted(failure(setup.output(), e), kept), e);
    }
    try {
      OwnFiles.requireReport(setup, true);
      TrainingReport.write(setup, trained);
    } catch (ModelFormatException | InputException e) {
      String rest =
          keepsState(setup)
              ? "%s, then write the report, too, with '%s'.".formatted(remedy(e), resume(setup))
              : "for a report, too, %s, then begin anew with --overwrite.".formatted(remedy(e));
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

  private static String failure(Path file, MobileNetException e) {
    return e.getCause() instanceof IOException reason
        ? "%s cannot be written (%s).".formatted(file, InputException.reason(reason))
        : String.valueOf(e.getMessage());
  }

  private static String remedy(MobileNetException e) {
    return e.getCause() instanceof IOException reason && IoReason.isNoRoom(reason)
        ? "make room"
        : "mend that";
  }
}
