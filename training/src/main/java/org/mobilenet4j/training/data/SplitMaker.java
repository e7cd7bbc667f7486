package org.mobilenet4j.training.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mobilenet4j.training.data.StoredPictures.Labelled;
import org.mobilenet4j.training.random.Draws;

/**
 * Takes the splits that a source gives, to all of its pictures or to none, and draws those that it
 * does not.
 */
final class SplitMaker {
  private final Path source;
  private final List<String> labels;
  private final DataOptions options;
  private final Map<Split, List<Labelled>> splits = new EnumMap<>(Split.class);
  private final List<String> remarks = new ArrayList<>();
  private final Set<Split> drawn = EnumSet.noneOf(Split.class);

  private SplitMaker(Path source, List<String> labels, DataOptions options) {
    this.source = source;
    this.labels = labels;
    this.options = options;
    for (Split split : Split.values()) {
      splits.put(split, new ArrayList<>());
    }
  }

  static DataSplits split(
      Path source, List<Assignment> assigned, List<String> remarks, DataOptions options) {
    List<String> labels =
        List.copyOf(new TreeSet<>(assigned.stream().map(Assignment::label).toList()));
    SplitMaker maker = new SplitMaker(source, labels, options);
    maker.remarks.addAll(remarks);
    maker.assign(assigned);
    return maker.made();
  }

  private void assign(List<Assignment> assigned) {
    Map<String, Integer> indices = new TreeMap<>();
    labels.forEach(label -> indices.put(label, indices.size()));
    boolean given = assigned.stream().anyMatch(one -> one.split().isPresent());
    for (Assignment one : assigned) {
      int label = indices.getOrDefault(one.label(), 0);
      of(one.split().orElse(Split.TRAIN)).add(new Labelled(one.picture(), label));
    }
    if (given && of(Split.TRAIN).isEmpty()) {
      throw new DataException(
          "%s has splits, but nothing to learn from; expected a folder, or rows, named train."
              .formatted(source));
    }
    if (of(Split.VALIDATION).isEmpty()) {
      draw(Split.VALIDATION, options.validationShare());
    } else if (options.validationShare() != DataOptions.USUAL_SHARE) {
      remarks.add(
          "%s has a validation set of its own, so no share of %s is held back."
              .formatted(source, options.validationShare()));
    }
    if (!given) {
      // The share is one of all pictures, so it is a larger one of what validation has left.
      draw(Split.TEST, options.testShare() / (1 - options.validationShare()));
    }
  }

  private List<Labelled> of(Split split) {
    return splits.getOrDefault(split, List.of());
  }

  /**
   * Moves a share of each class out of the training pictures. Which ones depends on the seed and on
   * each one's own place: another picture more does not shuffle all of them.
   */
  private void draw(Split target, double share) {
    drawn.add(target);
    Map<Integer, List<Labelled>> classes = new TreeMap<>();
    for (Labelled one : of(Split.TRAIN)) {
      classes.computeIfAbsent(one.label(), _ -> new ArrayList<>()).add(one);
    }
    List<Labelled> kept = new ArrayList<>();
    List<Labelled> moved = new ArrayList<>();
    for (List<Labelled> all : classes.values()) {
      record Ticket(Labelled holder, long number) {}
      List<Labelled> order =
          all.stream()
              .map(one -> new Ticket(one, ticket(one, target)))
              .sorted(Comparator.comparingLong(Ticket::number))
              .map(Ticket::holder)
              .toList();
      Set<Labelled> chosen = Collections.newSetFromMap(new IdentityHashMap<>());
      chosen.addAll(order.subList(0, drawn(all.size(), share)));
      for (Labelled one : all) {
        (chosen.contains(one) ? moved : kept).add(one);
      }
    }
    of(Split.TRAIN).clear();
    of(Split.TRAIN).addAll(kept);
    of(target).addAll(moved);
  }

  /** At least one where a share is wanted, and one always left. */
  private static int drawn(int pictures, double share) {
    return share == 0
        ? 0
        : Math.clamp(Math.round(pictures * share), Math.min(1, pictures - 1), pictures - 1);
  }

  private long ticket(Labelled one, Split target) {
    long hash = Draws.hash(options.seed(), target == Split.TEST ? 1 : 2);
    for (byte b : String.join("/", one.picture().place()).getBytes(StandardCharsets.UTF_8)) {
      hash = Draws.hash(hash, b);
    }
    return hash;
  }

  private DataSplits made() {
    StoredPictures train = pictures(Split.TRAIN);
    StoredPictures validation = pictures(Split.VALIDATION);
    StoredPictures test = pictures(Split.TEST);
    Requirements.check(source.toString(), train, validation);
    Optional<DataSet> judged = test.size() == 0 ? Optional.empty() : Optional.of(test);
    return new DataSplits(
        train,
        validation,
        judged,
        new DataFindings(
            ClassCount.of(train, validation, judged),
            Duplicates.across(List.of(train, validation, test)),
            List.of(),
            remarks,
            drawn));
  }

  private StoredPictures pictures(Split split) {
    return new StoredPictures(labels, of(split), options.decoding());
  }
}
