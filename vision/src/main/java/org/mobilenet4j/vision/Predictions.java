package org.mobilenet4j.vision;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.mobilenet4j.vision.metrics.ScoredPicture;

/** What a classifier says about one photo: a logit and a probability for each class; immutable. */
public final class Predictions {
  private final float[] logits;
  private final List<String> labels;

  private Predictions(float[] logits, List<String> labels) {
    this.logits = logits;
    this.labels = labels;
  }

  /**
   * @param logits one a class, finite; given away
   * @param labels one a class, or none at all
   */
  static Predictions of(float[] logits, List<String> labels) {
    return new Predictions(logits, labels);
  }

  /**
   * @return how many classes there are
   */
  public int classes() {
    return logits.length;
  }

  /**
   * The likeliest classes, the first ahead; of equal ones that of the lower index.
   *
   * @param count how many at most; at least 1
   * @return as many predictions, or all if there are fewer classes
   */
  public List<Prediction> top(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "The top %d of the predictions; ask for at least one.".formatted(count));
    }
    double[] probabilities = softmax(logits);
    return IntStream.range(0, logits.length)
        .boxed()
        .sorted((a, b) -> Float.compare(logits[b], logits[a]))
        .limit(count)
        .map(i -> new Prediction(i, label(i), (float) probabilities[i], logits[i]))
        .toList();
  }

  /**
   * The place of a class among all, as top-1 and top-5 accuracy are counted.
   *
   * @param index a class
   * @return 1 for the likeliest
   * @throws IllegalArgumentException if there is no such class
   */
  public int rank(int index) {
    if (index < 0 || index >= logits.length) {
      throw new IllegalArgumentException(
          "Class %d of predictions for %d classes; expected an index from 0 to %d."
              .formatted(index, logits.length, logits.length - 1));
    }
    int before = 0;
    for (int i = 0; i < logits.length; i++) {
      int order = Float.compare(logits[i], logits[index]); // the order of top()
      if (order > 0 || (order == 0 && i < index)) {
        before++;
      }
    }
    return before + 1;
  }

  /**
   * What the figures of a classifier need of this.
   *
   * @param name what to call the picture
   * @param index its true class
   * @return the same, without the network's outputs
   * @throws IllegalArgumentException if there is no such class
   */
  public ScoredPicture scored(String name, int index) {
    return ScoredPicture.ofLogits(name, index, logits);
  }

  /**
   * @return the network's outputs before the softmax, one a class
   */
  public float[] logits() {
    return logits.clone();
  }

  private String label(int index) {
    return labels.isEmpty() ? Integer.toString(index) : labels.get(index);
  }

  private static double[] softmax(float[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double[] exponentials = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      exponentials[i] = Math.exp(logits[i] - largest);
    }
    double sum = Arrays.stream(exponentials).sum();
    return Arrays.stream(exponentials).map(e -> e / sum).toArray();
  }
}
