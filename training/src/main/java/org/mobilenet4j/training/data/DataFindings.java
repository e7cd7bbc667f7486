package org.mobilenet4j.training.data;

import java.util.List;

/**
 * What is worth knowing about a data set before one believes a figure measured on it.
 *
 * @param classes pictures a class, in the order of the labels
 * @param duplicates the same file in two splits, so that one is judged by what one has learnt
 * @param unreadable pictures that cannot be decoded and were left out; known after {@link
 *     DataSplits#verified}
 * @param remarks a sentence each about what else lay there and was left out
 */
public record DataFindings(
    List<ClassCount> classes,
    List<Duplicate> duplicates,
    List<UnreadablePicture> unreadable,
    List<String> remarks) {
  /**
   * Two pictures of different splits with the same bytes.
   *
   * @param first the one to learn from, or to choose by
   * @param second the other
   */
  public record Duplicate(String first, String second) {}

  public DataFindings {
    classes = List.copyOf(classes);
    duplicates = List.copyOf(duplicates);
    unreadable = List.copyOf(unreadable);
    remarks = List.copyOf(remarks);
  }

  /**
   * How unequal the classes are: pictures to learn from of the largest by those of the smallest.
   *
   * @return at least 1
   */
  public double imbalance() {
    int most = classes.stream().mapToInt(ClassCount::train).max().orElse(1);
    int least = classes.stream().mapToInt(ClassCount::train).min().orElse(1);
    return (double) most / least;
  }

  /**
   * Weights with which every class counts the same in a loss, 1 in the mean over the pictures:
   * pictures by classes by pictures of the class (King and Zeng 2001).
   *
   * @return one a class
   */
  public float[] classWeights() {
    double all = classes.stream().mapToInt(ClassCount::train).sum();
    float[] weights = new float[classes.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (all / ((double) weights.length * classes.get(i).train()));
    }
    return weights;
  }
}
