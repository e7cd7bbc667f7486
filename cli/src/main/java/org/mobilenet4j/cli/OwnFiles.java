package org.mobilenet4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.mobilenet4j.model.file.ModelFile;
import org.mobilenet4j.network.MobileNetException;
import org.mobilenet4j.training.report.ReportPage;

/**
 * What lies where a run will write, though nothing did when it began: a run that was killed between
 * its model and the end finds its own files there, and may write them again. All else is
 * somebody's, and stays, unless the run was begun with {@code --overwrite}.
 */
final class OwnFiles {
  private OwnFiles() {}

  /** Refuses, before anything is learnt, what would be refused in the end. */
  static void require(TrainingSetup setup) {
    requireModel(setup);
    // The model is written first: without it there is no report of this run.
    requireReport(setup, Files.exists(setup.output()));
  }

  /** Refuses a file that is not the model of this run. */
  static void requireModel(TrainingSetup setup) {
    if (mayBeAnothers(setup, setup.output()) && !isModel(setup)) {
      throw anothers(setup.output(), "model");
    }
  }

  /**
   * Refuses a file that is not a report of this run.
   *
   * @param modelIsThere whether this run has written its model
   */
  static void requireReport(TrainingSetup setup, boolean modelIsThere) {
    if (mayBeAnothers(setup, setup.report()) && !(modelIsThere && isReport(setup))) {
      throw anothers(setup.report(), "report");
    }
  }

  private static boolean mayBeAnothers(TrainingSetup setup, Path file) {
    return switch (setup.overwrite()) {
      case REPLACE -> false;
      case REFUSE -> Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    };
  }

  /** Whether it says of itself what this run's will: the same run gives the same model. */
  private static boolean isModel(TrainingSetup setup) {
    Map<String, String> facts = new LinkedHashMap<>(TrainedModel.facts(setup));
    // What came of the model to begin with; of this run it is not known yet.
    facts.keySet().removeAll(Set.of(TrainedModel.WEIGHTS, StatedAccuracy.FACT));
    if (!setup.start().probesOnly()) {
      facts.put(TrainedModel.EPOCHS, Integer.toString(setup.recipe().epochs()));
    }
    try {
      Map<String, String> found = ModelFile.read(setup.output()).model().provenance().facts();
      return found.entrySet().containsAll(facts.entrySet());
    } catch (MobileNetException e) {
      return false; // no model at all
    }
  }

  private static boolean isReport(TrainingSetup setup) {
    try {
      return ReportPage.isPage(setup.report(), TrainingReport.title(setup));
    } catch (IOException e) {
      return false; // a run can read what it has written
    }
  }

  private static InputException anothers(Path file, String what) {
    return new InputException(
        "%s is there, but is no %s that this run has written, and it was begun without --overwrite; move that file elsewhere."
            .formatted(file, what));
  }
}
