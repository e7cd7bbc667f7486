package org.mobilenet4j.training.data;

import java.util.List;

/** What a data set must have before one can learn from it. */
final class Requirements {
  private Requirements() {}

  /**
   * @param where begins the sentence, before a colon
   */
  static void check(String where, DataSet train, DataSet validation) {
    List<String> labels = train.labels();
    if (labels.size() < 2) {
      throw new DataException(
          "%s: pictures of one class only ('%s'); expected a folder for each of at least two classes."
              .formatted(where, labels.isEmpty() ? "" : labels.getFirst()));
    }
    int[] counts = new int[labels.size()];
    for (int i = 0; i < train.size(); i++) {
      counts[train.label(i)]++;
    }
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] == 0) {
        throw new DataException(
            "%s: class '%s' has no picture to learn from; add some, or remove the class."
                .formatted(where, labels.get(label)));
      }
    }
    if (validation.size() == 0) {
      throw new DataException(
          "%s: there is no picture to validate with; add some, at least two a class."
              .formatted(where));
    }
  }
}
