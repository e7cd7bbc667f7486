package org.mobilenet4j.cli;

import java.util.ArrayList;
import java.util.List;
import org.mobilenet4j.training.data.DataFindings;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.training.data.UnreadablePicture;

/** What was found in the data, in sentences. */
final class Findings {
  /** From here on it is worth a word. */
  private static final double NOTABLE_IMBALANCE = 1.5;

  private static final int NAMED = 3;

  private Findings() {}

  /** How many pictures there are, and of what. */
  static String counts(DataSplits data, String name) {
    return "%s: %s pictures to learn from, %s to choose by, %s to judge by, of %d classes"
        .formatted(
            name,
            TextTable.count(data.train().size()),
            TextTable.count(data.validation().size()),
            TextTable.count(data.test().map(DataSet::size).orElse(0)),
            data.train().labels().size());
  }

  /** What one should know before believing a figure that is measured on them. */
  static List<String> sentences(DataSplits data) {
    DataFindings findings = data.findings();
    List<String> sentences = new ArrayList<>(findings.remarks());
    if (findings.imbalance() >= NOTABLE_IMBALANCE) {
      sentences.add(
          "The largest class has %.1f times as many pictures to learn from as the smallest; --class-weights makes all classes count the same."
              .formatted(findings.imbalance()));
    }
    List<DataFindings.Duplicate> duplicates = findings.duplicates();
    if (!duplicates.isEmpty()) {
      DataFindings.Duplicate first = duplicates.getFirst();
      sentences.add(
          "%d %s in two splits, which flatters the accuracy; %s and %s are the same file."
              .formatted(
                  duplicates.size(),
                  duplicates.size() == 1 ? "picture is" : "pictures are",
                  first.first(),
                  first.second()));
    }
    List<UnreadablePicture> unreadable = findings.unreadable();
    if (!unreadable.isEmpty()) {
      sentences.add(
          "%d %s cannot be read and %s left out: %s%s"
              .formatted(
                  unreadable.size(),
                  unreadable.size() == 1 ? "picture" : "pictures",
                  unreadable.size() == 1 ? "is" : "are",
                  String.join(
                      " ",
                      unreadable.stream().limit(NAMED).map(UnreadablePicture::reason).toList()),
                  unreadable.size() > NAMED ? " …" : ""));
    }
    return sentences;
  }
}
