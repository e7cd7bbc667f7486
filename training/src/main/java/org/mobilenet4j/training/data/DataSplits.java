package org.mobilenet4j.training.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Pictures to learn from, pictures to choose by, pictures to judge by; all of the same classes.
 *
 * @param train to learn from; every class has a picture
 * @param validation to choose by
 * @param test to judge by, if there are any
 * @param findings what is worth knowing about them
 */
public record DataSplits(
    DataSet train, DataSet validation, Optional<DataSet> test, DataFindings findings) {
  /**
   * @throws DataException if the sets do not have the same classes in the same order
   */
  public DataSplits {
    requireSameClasses(train, validation, "validate with");
    test.ifPresent(set -> requireSameClasses(train, set, "test with"));
  }

  private static void requireSameClasses(DataSet train, DataSet other, String what) {
    if (!train.labels().equals(other.labels())) {
      throw new DataException(
          "The pictures to learn from have the classes %s and those to %s have %s; expected the same in the same order."
              .formatted(train.labels(), what, other.labels()));
    }
  }

  /**
   * Splits of data sets that a program made by itself.
   *
   * @param train to learn from
   * @param validation to choose by
   * @param test to judge by, if there are any
   * @return the splits, with the pictures of each class counted
   * @throws DataException if there are not two classes, each with a picture to learn from, or
   *     nothing to validate with
   */
  public static DataSplits of(DataSet train, DataSet validation, Optional<DataSet> test) {
    Requirements.check("These data sets", train, validation);
    List<ClassCount> counts = ClassCount.of(train, validation, test);
    return new DataSplits(
        train,
        validation,
        test,
        new DataFindings(counts, List.of(), List.of(), List.of(), Set.of()));
  }

  /**
   * Decodes every picture once and leaves out those that cannot be read; the findings name them.
   *
   * @param threads that decode; 0 for the caller's own
   * @return the readable pictures
   * @throws DataException if a class has no readable picture to learn from, or the validation set
   *     none at all
   */
  public DataSplits verified(int threads) {
    List<UnreadablePicture> unreadable = new ArrayList<>(findings.unreadable());
    DataSet readableTrain = Verification.readable(train, threads, unreadable);
    DataSet readableValidation = Verification.readable(validation, threads, unreadable);
    Optional<DataSet> readableTest =
        test.map(set -> Verification.readable(set, threads, unreadable));
    Requirements.check(without(unreadable), readableTrain, readableValidation);
    return new DataSplits(
        readableTrain,
        readableValidation,
        readableTest,
        new DataFindings(
            ClassCount.of(readableTrain, readableValidation, readableTest),
            findings.duplicates(),
            unreadable,
            findings.remarks(),
            findings.drawn()));
  }

  /** What was left out, where it may be the reason that something else is missing. */
  private String without(List<UnreadablePicture> unreadable) {
    return unreadable.isEmpty()
        ? "These data sets"
        : "%d of %d pictures cannot be read (the first: %s)"
            .formatted(unreadable.size(), size(), withoutStop(unreadable.getFirst().reason()));
  }

  private static String withoutStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  private long size() {
    return (long) train.size() + validation.size() + test.map(DataSet::size).orElse(0);
  }

  /**
   * Keeps decoded pictures in memory; each set gets a share by its number of pictures.
   *
   * @param maxBytes for all of them together
   * @return the same pictures
   */
  public DataSplits cached(long maxBytes) {
    long all = size();
    return new DataSplits(
        new PictureCache(train, share(maxBytes, train.size(), all)),
        new PictureCache(validation, share(maxBytes, validation.size(), all)),
        test.map(set -> new PictureCache(set, share(maxBytes, set.size(), all))),
        findings);
  }

  private static long share(long maxBytes, int pictures, long all) {
    return all == 0 ? 0 : (long) ((double) maxBytes * pictures / all);
  }
}
