package org.mobilenet4j.training;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.mobilenet4j.training.data.UnreadablePicture;
import org.mobilenet4j.training.report.EpochFigures;

/** Hands on what a stage says, but for warnings that a stage before has given already. */
final class ToldOnce implements TrainingListener {
  private final TrainingListener listener;
  private final Set<String> told;

  /**
   * @param listener is told
   * @param told what it knows
   */
  ToldOnce(TrainingListener listener, Collection<String> told) {
    this.listener = listener;
    this.told = new HashSet<>(told);
  }

  @Override
  public void stepsBegin(long done, long all) {
    listener.stepsBegin(done, all);
  }

  @Override
  public void stepDone(StepProgress progress) {
    listener.stepDone(progress);
  }

  @Override
  public void epochDone(EpochFigures figures) {
    listener.epochDone(figures);
  }

  @Override
  public void featuresDone(int done, int all) {
    listener.featuresDone(done, all);
  }

  @Override
  public void probeDone(ProbeFigures figures) {
    listener.probeDone(figures);
  }

  @Override
  public void unreadable(UnreadablePicture picture) {
    if (told.add(picture.reason())) {
      listener.unreadable(picture);
    }
  }

  @Override
  public void warned(String sentence) {
    if (told.add(sentence)) {
      listener.warned(sentence);
    }
  }
}
