package org.mobilenet4j.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.mobilenet4j.training.data.DataFindings;
import org.mobilenet4j.training.data.DataSet;
import org.mobilenet4j.training.data.DataSplits;
import org.mobilenet4j.training.data.UnreadablePicture;

/** What was found in the data: in short for the console, in full for the report and programs. */
final class Findings {
  /** From here on it is worth a word. */
  private static final double NOTABLE_IMBALANCE = 1.5;

  /** Of one kind, on the console. */
  static final int NAMED = 3;

  /** Of one kind, in the report. */
  static final int LISTED = 1000;

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
    List<String> sentences = general(findings);
    inShort(duplicated(findings), findings.duplicates(), Findings::pair, sentences);
    inShort(unreadable(findings), findings.unreadable(), UnreadablePicture::reason, sentences);
    return sentences;
  }

  /** The same with a sentence for each picture; of very many for the first. */
  static List<String> inFull(DataSplits data) {
    DataFindings findings = data.findings();
    List<String> sentences = general(findings);
    inFull(duplicated(findings), findings.duplicates(), Findings::pair, sentences);
    inFull(unreadable(findings), findings.unreadable(), UnreadablePicture::reason, sentences);
    return sentences;
  }

  /** A sentence for each picture that could not be read any more while a run went on. */
  static List<String> lost(List<UnreadablePicture> lost) {
    List<String> sentences = new ArrayList<>();
    String opening =
        "%s could be read when the run began, but not any more when %s turn came, and %s left out:"
            .formatted(
                TextTable.count(lost.size()) + (lost.size() == 1 ? " picture" : " pictures"),
                lost.size() == 1 ? "its" : "their",
                lost.size() == 1 ? "is" : "are");
    inFull(opening, lost, UnreadablePicture::reason, sentences);
    return sentences;
  }

  /**
   * Adds the names of all pictures with which something is wrong.
   *
   * @param lost those that could not be read any more while the run went on
   */
  static void put(Map<String, Object> document, DataSplits data, List<UnreadablePicture> lost) {
    DataFindings findings = data.findings();
    List<UnreadablePicture> unreadable = new ArrayList<>(findings.unreadable());
    unreadable.addAll(lost);
    document.put("unreadable", unreadable.size());
    document.put("unreadableFiles", unreadable.stream().map(UnreadablePicture::name).toList());
    List<Map<String, String>> duplicates = new ArrayList<>();
    for (DataFindings.Duplicate duplicate : findings.duplicates()) {
      Map<String, String> pair = new LinkedHashMap<>();
      pair.put("first", duplicate.first());
      pair.put("second", duplicate.second());
      duplicates.add(pair);
    }
    document.put("duplicates", duplicates);
  }

  private static List<String> general(DataFindings findings) {
    List<String> sentences = new ArrayList<>(findings.remarks());
    if (findings.imbalance() >= NOTABLE_IMBALANCE) {
      sentences.add(
          "The largest class has %.1f times as many pictures to learn from as the smallest; --class-weights makes all classes count the same."
              .formatted(findings.imbalance()));
    }
    return sentences;
  }

  private static String duplicated(DataFindings findings) {
    int count = findings.duplicates().size();
    return "%s %s in two splits, which flatters the accuracy:"
        .formatted(TextTable.count(count), count == 1 ? "picture is" : "pictures are");
  }

  private static String pair(DataFindings.Duplicate duplicate) {
    return "%s and %s are the same file.".formatted(duplicate.first(), duplicate.second());
  }

  private static String unreadable(DataFindings findings) {
    int count = findings.unreadable().size();
    return "%s cannot be read and %s left out:"
        .formatted(
            TextTable.count(count) + (count == 1 ? " picture" : " pictures"),
            count == 1 ? "is" : "are");
  }

  private static <T> void inShort(
      String opening, List<T> found, Function<T, String> sentence, List<String> sentences) {
    if (!found.isEmpty()) {
      List<String> words = new ArrayList<>(List.of(opening));
      found.stream().limit(NAMED).map(sentence).forEach(words::add);
      if (found.size() > NAMED) {
        words.add("… The report names %s.".formatted(found.size() > LISTED ? "more" : "all"));
      }
      sentences.add(String.join(" ", words));
    }
  }

  private static <T> void inFull(
      String opening, List<T> found, Function<T, String> sentence, List<String> sentences) {
    if (!found.isEmpty()) {
      sentences.add(opening);
      found.stream().limit(LISTED).map(sentence).forEach(sentences::add);
      if (found.size() > LISTED) {
        sentences.add(
            "… and %s more; the last line of --format json names all."
                .formatted(TextTable.count(found.size() - LISTED)));
      }
    }
  }
}
