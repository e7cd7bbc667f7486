package org.mobilenet4j.training.data;

import java.util.List;
import java.util.Set;

/**
 * What is worth knowing about a data set before one believes a figure measured on it.
 *
 * @param classes pictures a class, in the order of the labels
 * @param duplicates the same file in two splits, so that one is judged by what one has learnt
 * @param unreadable pictures that cannot be decoded and were left out; known after {@link
 *     DataSplits#verified}
 * @param remarks a sentence each about what else lay there and was left out
 * @param drawn which splits the seed has drawn, as the source does not give them
 */
public record DataFindings(
    List<ClassCount> classes,
    List<Duplicate> duplicates,
    List<UnreadablePicture> unreadable,
    List<String> remarks,
    Set<Split> drawn) {
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
    drawn = Set.copyOf(drawn);
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
}
