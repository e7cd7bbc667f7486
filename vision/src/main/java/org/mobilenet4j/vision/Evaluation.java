package org.mobilenet4j.vision;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.mobilenet4j.vision.image.ImageFormatException;
import org.mobilenet4j.vision.metrics.ScoredPicture;

/**
 * How often a classifier is right about photos whose classes are known.
 *
 * @param outcomes one for each photo that could be read, in the order given
 * @param unreadable one for each that could not; these count neither as right nor as wrong
 */
public record Evaluation(List<Outcome> outcomes, List<Unreadable> unreadable) {
  /**
   * What the classifier said about one photo.
   *
   * @param photo the photo and its class
   * @param scored what the figures need of the answer; named as the file
   */
  public record Outcome(LabelledPhoto photo, ScoredPicture scored) {
    /**
     * @return the class that came first
     */
    public int predicted() {
      return scored.predicted();
    }

    /**
     * @return the place of the true class; 1 is right
     */
    public int rank() {
      return scored.rank();
    }
  }

  /**
   * A photo that could not be read.
   *
   * @param photo the photo and its class
   * @param reason one sentence
   */
  public record Unreadable(LabelledPhoto photo, String reason) {}

  public Evaluation {
    outcomes = List.copyOf(outcomes);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * Classifies every photo.
   *
   * @param classifier the classifier
   * @param photos photos with classes below the classifier's number of classes
   * @param progress is told the number of photos done, after each
   * @return what came of it
   * @throws org.mobilenet4j.model.ModelFormatException if the network answers with what is no
   *     finite number
   * @throws IllegalArgumentException if a photo is of a class that the classifier does not have
   */
  public static Evaluation of(
      Classifier classifier, List<LabelledPhoto> photos, IntConsumer progress) {
    for (LabelledPhoto photo : photos) {
      if (photo.index() < 0 || photo.index() >= classifier.classes()) {
        throw new IllegalArgumentException(
            "%s is of class %d, but the classifier has %d classes; expected an index from 0 to %d."
                .formatted(
                    photo.file(), photo.index(), classifier.classes(), classifier.classes() - 1));
      }
    }
    List<Outcome> outcomes = new ArrayList<>();
    List<Unreadable> unreadable = new ArrayList<>();
    for (LabelledPhoto photo : photos) {
      try {
        outcomes.add(
            new Outcome(
                photo,
                classifier.classify(photo.file()).scored(photo.file().toString(), photo.index())));
      } catch (ImageFormatException e) {
        unreadable.add(new Unreadable(photo, String.valueOf(e.getMessage())));
      }
      progress.accept(outcomes.size() + unreadable.size());
    }
    return new Evaluation(outcomes, unreadable);
  }

  /**
   * @return what the figures need, one for each photo that could be read
   */
  public List<ScoredPicture> scored() {
    return outcomes.stream().map(Outcome::scored).toList();
  }

  /**
   * @return share of the readable photos whose class came first, from 0 to 1; not a number without
   *     any
   */
  public double top1() {
    return top(1);
  }

  /**
   * @return share of the readable photos whose class was among the first five, from 0 to 1; not a
   *     number without any
   */
  public double top5() {
    return top(5);
  }

  private double top(int places) {
    return (double) outcomes.stream().filter(outcome -> outcome.rank() <= places).count()
        / outcomes.size();
  }
}
