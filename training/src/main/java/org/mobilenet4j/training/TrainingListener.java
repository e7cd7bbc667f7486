package org.mobilenet4j.training;

import org.mobilenet4j.training.data.UnreadablePicture;
import org.mobilenet4j.training.report.EpochFigures;

/** Is told how a run goes. Called on the thread that trains; what it throws ends the run. */
public interface TrainingListener {
  /** Listens to nothing. */
  TrainingListener SILENT = new TrainingListener() {};

  /**
   * Before the first step, also before that of a run that is resumed.
   *
   * @param done steps that were done before it was stopped or killed; else 0
   * @param all steps of the whole run
   */
  default void stepsBegin(long done, long all) {}

  /**
   * After each step.
   *
   * @param progress where the run is
   */
  default void stepDone(StepProgress progress) {}

  /**
   * After each epoch and its validation.
   *
   * @param figures what came of it
   */
  default void epochDone(EpochFigures figures) {}

  /**
   * After a picture has gone through a backbone that does not learn. Unlike the other methods this
   * one is called from all threads that compute.
   *
   * @param done pictures so far, from 1; they need not come in order
   * @param all pictures there are
   */
  default void featuresDone(int done, int all) {}

  /**
   * After a linear probe.
   *
   * @param figures what came of it
   */
  default void probeDone(ProbeFigures figures) {}

  /**
   * When a picture cannot be read any more and is left out, once each; a warning if nobody says
   * otherwise.
   *
   * @param picture which, and why
   */
  default void unreadable(UnreadablePicture picture) {
    warned(picture.reason());
  }

  /**
   * When something should be known before the result is trusted.
   *
   * @param sentence what was found, where, and what helps
   */
  default void warned(String sentence) {}
}
