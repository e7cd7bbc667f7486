package org.mobilenet4j.vision.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often pictures of one class were taken for another; immutable.
 *
 * <p>Only cells that hold something are kept, so that thousands of classes take no memory of their
 * square.
 */
public final class ConfusionMatrix {
  /**
   * One cell that holds something.
   *
   * @param label the true class
   * @param predicted the class that it was taken for
   * @param pictures how many; at least 1
   */
  public record Cell(int label, int predicted, int pictures) {}

  private final int classes;
  private final Map<Long, Integer> counts;
  private final int[] supports;
  private final int[] predictions;

  private ConfusionMatrix(
      int classes, Map<Long, Integer> counts, int[] supports, int[] predictions) {
    this.classes = classes;
    this.counts = counts;
    this.supports = supports;
    this.predictions = predictions;
  }

  /** Pictures whose classes are below {@code classes}. */
  static ConfusionMatrix of(int classes, List<ScoredPicture> pictures) {
    Map<Long, Integer> counts = new TreeMap<>();
    int[] supports = new int[classes];
    int[] predictions = new int[classes];
    for (ScoredPicture picture : pictures) {
      counts.merge((long) picture.label() * classes + picture.predicted(), 1, Integer::sum);
      supports[picture.label()]++;
      predictions[picture.predicted()]++;
    }
    return new ConfusionMatrix(classes, counts, supports, predictions);
  }

  /**
   * @return how many classes there are
   */
  public int classes() {
    return classes;
  }

  /**
   * One cell.
   *
   * @param label the true class
   * @param predicted the class that it was taken for; the same for pictures named rightly
   * @return how many pictures
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public int pictures(int label, int predicted) {
    requireClass(label);
    requireClass(predicted);
    return counts.getOrDefault((long) label * classes + predicted, 0);
  }

  /**
   * The sum of a row.
   *
   * @param label a class
   * @return how many pictures are of it
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public int support(int label) {
    requireClass(label);
    return supports[label];
  }

  /**
   * The sum of a column.
   *
   * @param predicted a class
   * @return how many pictures were taken for it
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public int predictions(int predicted) {
    requireClass(predicted);
    return predictions[predicted];
  }

  /**
   * @return all cells that hold something, by true class and then by predicted one
   */
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>(counts.size());
    counts.forEach((key, pictures) ->
        cells.add(new Cell((int) (key / classes), (int) (key % classes), pictures)));
    return List.copyOf(cells);
  }

  /**
   * What is confused most often.
   *
   * @param limit how many cells at most
   * @return cells off the diagonal, the fullest ahead; of equally full ones in the order of {@link
   *     #cells}
   */
  public List<Cell> mostConfused(int limit) {
    return cells().stream()
        .filter(cell -> cell.label() != cell.predicted())
        .sorted(Comparator.comparingInt(Cell::pictures).reversed())
        .limit(limit)
        .toList();
  }

  private void requireClass(int index) {
    if (index < 0 || index >= classes) {
      throw new IndexOutOfBoundsException(
          "Class %d of a confusion matrix of %d classes.".formatted(index, classes));
    }
  }
}
