package org.mobilenet4j.vision.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * All figures of a classifier over pictures whose classes are known; immutable.
 *
 * <p>Macro averages are means over the classes that have at least one picture, each class counting
 * the same however many pictures it has; the precision of such a class that was never predicted
 * counts as 0. A class without pictures is left out, as nothing is known about it; what is wrongly
 * taken for it lowers the recall of the others. (scikit-learn with {@code zero_division=0} counts
 * such a class as 0 once something was taken for it.)
 */
public final class ClassificationMetrics {
  private static final int TOP_5 = 5;

  private final List<String> labels;
  private final List<ScoredPicture> pictures;
  private final double meanLoss;
  private final ConfusionMatrix confusion;
  private final List<ClassFigures> classes;
  private final Calibration calibration;

  private ClassificationMetrics(List<String> labels, List<ScoredPicture> pictures) {
    this.labels = labels;
    this.pictures = pictures;
    this.meanLoss = pictures.stream().mapToDouble(ScoredPicture::loss).sum() / pictures.size();
    this.confusion = ConfusionMatrix.of(labels.size(), pictures);
    this.calibration = Calibration.of(pictures);
    List<ClassFigures> figures = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      figures.add(
          new ClassFigures(
              i,
              labels.get(i),
              confusion.support(i),
              confusion.predictions(i),
              confusion.pictures(i, i)));
    }
    this.classes = List.copyOf(figures);
  }

  /**
   * Counts.
   *
   * @param labels the names of the classes, in the order of the network's outputs
   * @param pictures at least one, each scored over as many classes as there are labels
   * @return the figures
   * @throws IllegalArgumentException if there is no picture, or one was scored over another number
   *     of classes
   */
  public static ClassificationMetrics of(List<String> labels, List<ScoredPicture> pictures) {
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException(
          "Figures of a classifier over no picture at all; expected at least one.");
    }
    for (ScoredPicture picture : pictures) {
      if (picture.classes() != labels.size()) {
        throw new IllegalArgumentException(
            "%s was scored over %d classes, but there are %d labels; expected one a class."
                .formatted(picture.name(), picture.classes(), labels.size()));
      }
    }
    return new ClassificationMetrics(List.copyOf(labels), List.copyOf(pictures));
  }

  /**
   * @return the names of the classes, in the order of the network's outputs
   */
  public List<String> labels() {
    return labels;
  }

  /**
   * @return the pictures, in the order given; at least one
   */
  public List<ScoredPicture> pictures() {
    return pictures;
  }

  /**
   * @return how many pictures were named rightly
   */
  public int correct() {
    return within(1);
  }

  /**
   * @return share of the pictures whose class came first, from 0 to 1
   */
  public double top1() {
    return (double) within(1) / pictures.size();
  }

  /**
   * @return share of the pictures whose class was among the first five, from 0 to 1; 1 if there are
   *     five classes or fewer
   */
  public double top5() {
    return (double) within(TOP_5) / pictures.size();
  }

  /**
   * Where the true top-1 accuracy lies with 95 % confidence, if the pictures were drawn at random
   * from all that the network will meet: Wilson's score interval.
   *
   * @return from 0 to 1; it holds {@link #top1}
   */
  public Interval top1Interval() {
    return Interval.wilson(correct(), pictures.size());
  }

  /**
   * @return the mean over the pictures of the negative natural logarithm of the true class's
   *     probability; at least 0
   */
  public double meanLoss() {
    return meanLoss;
  }

  /**
   * @return how often pictures of one class were taken for another
   */
  public ConfusionMatrix confusion() {
    return confusion;
  }

  /**
   * @return precision, recall, F1 and support of each class, in the order of the labels
   */
  public List<ClassFigures> classes() {
    return classes;
  }

  /**
   * @return mean precision of the classes that have pictures, from 0 to 1
   */
  public double macroPrecision() {
    return macro(ClassFigures::precision);
  }

  /**
   * @return mean recall of the classes that have pictures (the balanced accuracy), from 0 to 1
   */
  public double macroRecall() {
    return macro(ClassFigures::recall);
  }

  /**
   * @return mean F1 of the classes that have pictures, from 0 to 1
   */
  public double macroF1() {
    return macro(ClassFigures::f1);
  }

  /**
   * @return whether the classifier is right as often as it says
   */
  public Calibration calibration() {
    return calibration;
  }

  /**
   * @return the mean probability of the predicted classes, from 0 to 1; above {@link #top1} the
   *     classifier is more confident than right
   */
  public double meanConfidence() {
    return calibration.meanConfidence();
  }

  /**
   * The pictures named wrongly with the most confidence.
   *
   * @param limit how many at most
   * @return the most confident ahead; of equally confident ones that of the larger loss, and then
   *     the one given earlier
   */
  public List<ScoredPicture> worstMistakes(int limit) {
    return pictures.stream()
        .filter(picture -> !picture.correct())
        .sorted(
            Comparator.comparingDouble(ScoredPicture::confidence)
                .thenComparingDouble(ScoredPicture::loss)
                .reversed())
        .limit(limit)
        .toList();
  }

  private int within(int places) {
    return (int) pictures.stream().filter(picture -> picture.rank() <= places).count();
  }

  private double macro(Function<ClassFigures, OptionalDouble> figure) {
    return classes.stream()
        .filter(each -> each.support() > 0)
        .mapToDouble(each -> figure.apply(each).orElse(0))
        .average()
        .orElseThrow();
  }
}
