package org.mobilenet4j.training.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How many pictures a class has.
 *
 * @param label name of the class
 * @param train pictures to learn from
 * @param validation pictures to choose by
 * @param test pictures to judge by
 */
public record ClassCount(String label, int train, int validation, int test) {
  static List<ClassCount> of(DataSet train, DataSet validation, Optional<DataSet> test) {
    int[] trained = counts(train);
    int[] validated = counts(validation);
    int[] tested = test.map(ClassCount::counts).orElseGet(() -> new int[trained.length]);
    List<ClassCount> counts = new ArrayList<>();
    for (int i = 0; i < trained.length; i++) {
      counts.add(new ClassCount(train.labels().get(i), trained[i], validated[i], tested[i]));
    }
    return counts;
  }

  private static int[] counts(DataSet set) {
    int[] counts = new int[set.labels().size()];
    for (int i = 0; i < set.size(); i++) {
      counts[set.label(i)]++;
    }
    return counts;
  }
}
